package org.gradus.optim;

import org.gradus.error.ArgumentException;

/**
 * Newton's method in a trust region, its steps by truncated conjugate gradients (Steihaug 1983; Conn, Gould and Toint,
 * Trust-Region Methods, 2000, chapter 7), within bounds: few iterations to high accuracy for smooth functions, also where
 * they are not convex.
 *
 * <p>x ← x + s with s from {@link QuadraticModel the model} gᵀs + ½·sᵀ∇²f·s, accepted when f falls by 1e-4 of what the
 * model says or more; the radius follows that ratio. Up to {@code dense} variables the Hessian is computed as a matrix,
 * by one product a variable, and its modified Cholesky factors precondition and measure: units do not matter then.
 * Entries at a bound that a descent would cross are fixed; entries whose step crosses one are fixed there and the others
 * are solved for again, and no step is worse than a tenth of the generalized Cauchy step.
 *
 * <p>Converged means ‖∇f‖∞, projected at bounds, ≤ tolerance · min(1, the same at the start), or that the decrease that
 * Newton's whole step could bring is within the rounding of the value and the gradient does not shrink any more.
 *
 * @param dense most variables for which the Hessian is a matrix; 100 by default: some hundred products an iteration
 */
public record TrustRegionNewtonCg(int dense) implements ArraySolver<BoxProblem, TrustRegionNewtonCg.State> {
    private static final double ROUNDING = 100 * Math.ulp(1.0);

    /**
     * Where the iteration stands.
     *
     * @param at the accepted iterate
     * @param gradient there
     * @param hessian there by rows, or null
     * @param radius Δ; NaN until the first step
     * @param first value and projected gradient norm at the start
     * @param status why it ended, if it did
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(
            Standing at, double[] gradient, double[][] hessian, double radius, double[] first, Status status) {}

    /**
     * Checks the setting.
     *
     * @throws ArgumentException when it is negative
     */
    public TrustRegionNewtonCg {
        if (dense < 0) {
            throw new ArgumentException(
                    "TrustRegionNewtonCg: dense " + dense + " is negative", "use 0 for no Hessian matrix at all");
        }
    }

    /** The usual settings: matrices up to 100 variables. */
    public TrustRegionNewtonCg() {
        this(100);
    }

    @Override
    public State init(BoxProblem problem, double[] start) {
        BoxProblem.Evaluated e = problem.at(problem.bounds().project(start));
        Standing at = problem.standing(0, e, 0, Counts.NONE.plus(0, 1, 1, 0));
        double[] first = {e.value(), at.gradientNorm()};
        return e.isFinite()
                ? curved(problem, at, e.gradient(), Double.NaN, first)
                : new State(at, e.gradient(), null, 0, first, Status.NON_FINITE_START);
    }

    private State curved(BoxProblem problem, Standing at, double[] gradient, double radius, double[] first) {
        int n = gradient.length;
        if (n > dense || at.gradientNorm() == 0) {
            return new State(at, gradient, null, radius, first, Status.RUNNING);
        }
        double[][] hessian = new double[n][];
        boolean finite = true;
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            hessian[i] = problem.f().hvp(at.point(), unit);
            finite &= Vectors.isFinite(hessian[i]);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (hessian[i][j] + hessian[j][i]);
                hessian[i][j] = mean;
                hessian[j][i] = mean;
            }
        }
        Standing counted = at.with(at.counts().plus(0, 0, 0, n));
        return new State(counted, gradient, finite ? hessian : null, radius, first, Status.RUNNING);
    }

    @Override
    public State step(BoxProblem problem, State state) {
        Standing at = state.at();
        double[] x = at.point();
        double share = at.gradientNorm() / Math.max(state.first()[1], Double.MIN_NORMAL);
        double accuracy = state.hessian() != null ? 1e-12 : Math.min(0.1, Math.sqrt(share));
        QuadraticModel model = new QuadraticModel(
                x,
                state.gradient(),
                problem.bounds(),
                state.hessian(),
                v -> problem.f().hvp(x, v),
                accuracy);
        double radius = Double.isNaN(state.radius()) ? model.firstRadius() : state.radius();
        QuadraticModel.Step step = model.step(radius);
        Counts counts = at.counts().plus(0, 1, 1, step.products());
        BoxProblem.Evaluated e = problem.at(step.trial());
        double scale = Math.abs(at.value());
        if (!(step.predicted() > ROUNDING * scale)) {
            return polished(problem, state, step, e, counts, radius);
        }
        double ratio = e.isFinite() ? (at.value() - e.value()) / step.predicted() : -1;
        double next = radius;
        if (ratio < 0.25) {
            next = 0.25 * Math.min(radius, step.length());
        } else if (ratio > 0.75) {
            // A step that bounds cut short says nothing about the model beyond it.
            next = step.clipped() ? 2 * step.length() : Math.max(radius, 2 * step.length());
        }
        if (e.value() == Double.NEGATIVE_INFINITY) {
            return ended(state, at.with(counts), Status.UNBOUNDED);
        }
        if (ratio >= 1e-4) {
            return accepted(problem, state, step, e, counts, next);
        }
        if (same(step.trial(), x)) {
            Status rounding = step.whole() ? Status.ROUNDING : Status.PRECISION;
            return ended(state, at.with(counts), e.isFinite() ? rounding : Status.NON_FINITE);
        }
        return new State(at.with(counts), state.gradient(), state.hessian(), next, state.first(), Status.RUNNING);
    }

    private State accepted(
            BoxProblem problem,
            State state,
            QuadraticModel.Step step,
            BoxProblem.Evaluated e,
            Counts counts,
            double radius) {
        Standing now = problem.standing(state.at().iteration() + 1, e, Vectors.norm(step.s()), counts.plus(1, 0, 0, 0));
        if (e.value() < BoxProblem.floor(state.first()[0])) {
            return new State(now, e.gradient(), null, radius, state.first(), Status.DIVERGING);
        }
        return curved(problem, now, e.gradient(), radius, state.first());
    }

    /** Where values cannot tell points apart, gradients can. */
    private State polished(
            BoxProblem problem,
            State state,
            QuadraticModel.Step step,
            BoxProblem.Evaluated e,
            Counts counts,
            double radius) {
        Standing at = state.at();
        double norm = e.isFinite()
                ? Vectors.maxAbs(problem.bounds().projectedGradient(e.x(), e.gradient()))
                : Double.POSITIVE_INFINITY;
        boolean level = e.value() <= at.value() + 10 * ROUNDING * Math.abs(at.value());
        if (level && norm < 0.9 * at.gradientNorm()) {
            return accepted(problem, state, step, e, counts, radius);
        }
        return ended(state, at.with(counts), step.whole() ? Status.ROUNDING : Status.PRECISION);
    }

    private static State ended(State s, Standing at, Status status) {
        return new State(at, s.gradient(), s.hessian(), s.radius(), s.first(), status);
    }

    private static boolean same(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > 2 * Math.ulp(b[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Status terminate(State state, double tolerance) {
        if (state.status() != Status.RUNNING) {
            return state.status();
        }
        double bound = tolerance * Math.min(1, state.first()[1]);
        return state.at().gradientNorm() <= bound ? Status.GRADIENT : Status.RUNNING;
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
