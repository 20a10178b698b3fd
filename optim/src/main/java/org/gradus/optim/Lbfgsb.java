package org.gradus.optim;

import org.gradus.error.ArgumentException;

/**
 * Limited-memory BFGS within bounds: for many bounded variables, with gradients alone.
 *
 * <p>A step follows Byrd, Lu, Nocedal and Zhu (1995): the generalized Cauchy point, the first local minimum of the
 * quasi-Newton model along the projected steepest descent, says which bounds are active; the model is minimized over the
 * other variables and the minimum projected into the bounds (Morales and Nocedal 2011; cut at the first bound when the
 * projection is no descent); a search for the strong Wolfe conditions leads from x towards it. When a search fails the
 * pairs are dropped once.
 *
 * <p>Converged means ‖∇f‖∞, projected at bounds, ≤ tolerance · min(1, the same at the start).
 *
 * @param memory pairs kept; 10 by default
 */
public record Lbfgsb(int memory) implements ArraySolver<BoxProblem, Lbfgsb.State> {
    private static final int IDLE = 10;

    /**
     * Where the iteration stands.
     *
     * @param at the accepted iterate
     * @param gradient there
     * @param pairs what the method remembers
     * @param first value and projected gradient norm at the start
     * @param smallest projected gradient norm so far
     * @param idle iterations without a decrease or a smaller gradient beyond rounding
     * @param status why it ended, if it did
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(
            Standing at,
            double[] gradient,
            CompactBfgs pairs,
            double[] first,
            double smallest,
            int idle,
            Status status) {}

    /**
     * Checks the setting.
     *
     * @throws ArgumentException when no pair is kept
     */
    public Lbfgsb {
        if (memory < 1) {
            throw new ArgumentException("Lbfgsb: memory " + memory + " is not positive", "keep at least one pair");
        }
    }

    /** The usual settings: 10 pairs. */
    public Lbfgsb() {
        this(10);
    }

    @Override
    public State init(BoxProblem problem, double[] start) {
        BoxProblem.Evaluated e = problem.at(problem.bounds().project(start));
        Standing at = problem.standing(0, e, 0, Counts.NONE.plus(0, 1, 1, 0));
        Status status = e.isFinite() ? Status.RUNNING : Status.NON_FINITE_START;
        double[] first = {e.value(), at.gradientNorm()};
        return new State(at, e.gradient(), CompactBfgs.empty(), first, at.gradientNorm(), 0, status);
    }

    @Override
    public State step(BoxProblem problem, State state) {
        Standing at = state.at();
        BoxProblem.Evaluated here = new BoxProblem.Evaluated(at.point(), at.value(), state.gradient());
        CompactBfgs pairs = state.pairs();
        double[] direction = Vectors.minus(new BoxModel(here, problem.bounds(), pairs).minimum(), at.point());
        double slope = Vectors.dot(direction, state.gradient());
        boolean steepest = pairs.size() == 0;
        if (!(slope < 0)) {
            Status ended = steepest ? Status.PRECISION : Status.RUNNING;
            return new State(
                    at, state.gradient(), CompactBfgs.empty(), state.first(), state.smallest(), state.idle(), ended);
        }
        LineSearch search = new LineSearch(problem, here, direction);
        // Steps beyond the model's minimum, which lies inside the bounds, only where there are none.
        double longest = problem.bounds().areNone() ? 1e10 * Math.max(1, Vectors.maxAbs(at.point())) : 1;
        BoxProblem.Evaluated next = search.run(steepest ? Math.min(1, 1 / Vectors.norm(direction)) : 1, longest);
        Counts counts = at.counts().plus(0, search.evaluations(), search.evaluations(), 0);
        double rounding = 10 * Math.ulp(1.0) * Math.abs(at.value());
        if (next == null) {
            Status cause = -slope <= rounding ? Status.PRECISION : Status.LINE_SEARCH;
            Status ended = !steepest ? Status.RUNNING : search.lastWasFinite() ? cause : Status.NON_FINITE;
            return new State(
                    at.with(counts),
                    state.gradient(),
                    CompactBfgs.empty(),
                    state.first(),
                    state.smallest(),
                    state.idle(),
                    ended);
        }
        double[] s = Vectors.minus(next.x(), at.point());
        double[] y = Vectors.minus(next.gradient(), state.gradient());
        Standing now = problem.standing(at.iteration() + 1, next, Vectors.norm(s), counts.plus(1, 0, 0, 0));
        boolean small = at.value() - next.value() <= rounding && now.gradientNorm() >= state.smallest();
        int idle = small ? state.idle() + 1 : 0;
        Status status = next.value() == Double.NEGATIVE_INFINITY
                ? Status.UNBOUNDED
                : next.value() < BoxProblem.floor(state.first()[0])
                        ? Status.DIVERGING
                        : idle >= IDLE ? Status.PRECISION : Status.RUNNING;
        return new State(
                now,
                next.gradient(),
                pairs.with(s, y, memory),
                state.first(),
                Math.min(state.smallest(), now.gradientNorm()),
                idle,
                status);
    }

    @Override
    public Status terminate(State state, double tolerance) {
        Status status = state.status();
        if (status.kind() == Status.Kind.FAILED) {
            return status;
        }
        double bound = tolerance * Math.min(1, state.first()[1]);
        return state.at().gradientNorm() <= bound ? Status.GRADIENT : status;
    }

    @Override
    public Standing standing(State state) {
        return state.at();
    }

    @Override
    public String detail(State state, Status status) {
        return status == Status.NON_FINITE_START
                ? BoxProblem.nonFinite(
                        new BoxProblem.Evaluated(state.at().point(), state.at().value(), state.gradient()))
                : status.words();
    }
}
