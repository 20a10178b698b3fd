package org.gradus.solve;

import java.util.Arrays;
import java.util.Locale;
import org.gradus.error.ArgumentException;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.Bounds;
import org.gradus.optim.Counts;
import org.gradus.optim.Standing;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;

/**
 * Sequential quadratic programming for equalities, inequalities and bounds: few iterations for up to some hundred
 * variables.
 *
 * <p>At x the quadratic program min ∇fᵀd + ½·dᵀBd with linearized constraints gives d and multipliers; a search along d
 * lowers the exact penalty f + Σνᵢ·violationᵢ (Powell 1978; Nocedal and Wright, Numerical Optimization, 2nd ed., chapter
 * 18). B is a damped BFGS matrix of the Lagrangian. Bounds hold at all iterates.
 *
 * <ul>
 *   <li>Second-order correction: a whole step that the penalty refuses is tried again with constraints linearized at its
 *       end, against the Maratos effect.
 *   <li>Feasibility restoration: when the program is infeasible or no step lowers the penalty while constraints are
 *       violated, Levenberg–Marquardt lowers the squares of the violations; if that ends with a violation above the
 *       tolerance, the problem is reported as {@link Status#INFEASIBLE}, at the point of the least violation.
 * </ul>
 *
 * <p>Converged means violations ≤ tolerance, each beside the size of its gradient times max(1, ‖x‖∞), and the gradient of
 * the Lagrangian, projected at bounds, and multipliers times slacks ≤ tolerance beside the size of their terms.
 *
 * @param maxTrials penalties in one line search; 30 by default, which shrinks a step by up to 10⁹
 */
public record Sqp(int maxTrials) implements ArraySolver<ConstrainedProblem, Sqp.State> {
    private static final double EPSILON = Math.ulp(1.0);
    private static final double LARGEST = 1e20;

    /** Where the iteration stands. */
    public static final class State {
        final Standing at;
        final Working working;
        final Status status;

        State(Standing at, Working working, Status status) {
            this.at = at;
            this.working = working;
            this.status = status;
        }
    }

    /** What one iterate needs: derivatives, B, the program's answer, penalties. */
    @SuppressWarnings("ArrayRecordComponent")
    record Working(
            ConstrainedProblem.Point point,
            double[][] b,
            QuadraticProgram.Result answer,
            double[] penalties,
            Scales scales,
            int flat,
            boolean fresh) {}

    /** Sizes of constraint gradients met so far, of the objective's gradient and value at the start. */
    @SuppressWarnings("ArrayRecordComponent")
    record Scales(double[] constraints, double gradient, double value) {}

    /**
     * Checks the setting.
     *
     * @throws ArgumentException when no trial is allowed
     */
    public Sqp {
        if (maxTrials < 1) {
            throw new ArgumentException("Sqp: maxTrials " + maxTrials + " is not positive", "use the default 30");
        }
    }

    /** The usual settings. */
    public Sqp() {
        this(30);
    }

    @Override
    public State init(ConstrainedProblem problem, double[] start) {
        double[] x = problem.bounds().project(start);
        ConstrainedProblem.Values values = problem.at(x);
        ConstrainedProblem.Point p = problem.differentiated(values);
        Counts counts = Counts.NONE.plus(0, 1, 1, 0);
        if (!p.isFinite()) {
            Standing at = new Standing(0, x, values.f(), Double.NaN, 0, counts);
            return new State(at, new Working(p, null, null, null, null, 0, true), Status.NON_FINITE_START);
        }
        int constraints = values.h().length + values.c().length;
        Scales scales = new Scales(sizes(p, new double[constraints]), Vectors.maxAbs(p.gradient()), values.f());
        return solved(problem, p, identity(x.length), new double[constraints], scales, 0, true, 0, 0, counts);
    }

    private static double[] sizes(ConstrainedProblem.Point p, double[] before) {
        double[] sizes = before.clone();
        int i = 0;
        for (double[] row : p.equalities()) {
            sizes[i] = Math.max(sizes[i], Vectors.maxAbs(row));
            i++;
        }
        for (double[] row : p.inequalities()) {
            sizes[i] = Math.max(sizes[i], Vectors.maxAbs(row));
            i++;
        }
        return sizes;
    }

    private static double[][] identity(int n) {
        double[][] one = new double[n][n];
        for (int i = 0; i < n; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    /** The state at an iterate, its program solved. */
    private static State solved(
            ConstrainedProblem problem,
            ConstrainedProblem.Point p,
            double[][] b,
            double[] penalties,
            Scales scales,
            int flat,
            boolean fresh,
            long iteration,
            double step,
            Counts counts) {
        QuadraticProgram.Result answer =
                program(problem.bounds(), p, b, p.values().h(), p.values().c());
        double norm = Vectors.maxAbs(Multipliers.of(p, answer.multipliers()).residual(p, problem.bounds()));
        Standing at = new Standing(iteration, p.values().x(), p.values().f(), norm, step, counts);
        return new State(at, new Working(p, b, answer, penalties, scales, flat, fresh), Status.RUNNING);
    }

    /** min gᵀd + ½dᵀBd with h + h′d = 0, c + c′d ≤ 0, l ≤ x + d ≤ u, for given h and c. */
    private static QuadraticProgram.Result program(
            Bounds bounds, ConstrainedProblem.Point p, double[][] b, double[] h, double[] c) {
        double[] x = p.values().x();
        int n = x.length;
        int finite = 0;
        for (int i = 0; i < n; i++) {
            finite += bounds.lower()[i] > -LARGEST ? 1 : 0;
            finite += bounds.upper()[i] < LARGEST ? 1 : 0;
        }
        double[][] rows = new double[h.length + c.length + finite][];
        double[] right = new double[rows.length];
        int at = 0;
        for (int i = 0; i < h.length; i++, at++) {
            rows[at] = p.equalities()[i];
            right[at] = -h[i];
        }
        for (int i = 0; i < c.length; i++, at++) {
            rows[at] = Vectors.plus(new double[n], -1, p.inequalities()[i]);
            right[at] = c[i];
        }
        for (int i = 0; i < n; i++) {
            if (bounds.lower()[i] > -LARGEST) {
                rows[at] = new double[n];
                rows[at][i] = 1;
                right[at++] = bounds.lower()[i] - x[i];
            }
            if (bounds.upper()[i] < LARGEST) {
                rows[at] = new double[n];
                rows[at][i] = -1;
                right[at++] = x[i] - bounds.upper()[i];
            }
        }
        return QuadraticProgram.solve(b, p.gradient(), rows, right, h.length);
    }

    @Override
    public State step(ConstrainedProblem problem, State state) {
        Working w = state.working;
        ConstrainedProblem.Values here = w.point().values();
        if (!w.answer().feasible()) {
            return restored(problem, state);
        }
        double[] d = w.answer().d();
        int m = here.h().length + here.c().length;
        double[] penalties = new double[m];
        for (int i = 0; i < m; i++) {
            double size = Math.abs(w.answer().multipliers()[i]);
            penalties[i] = Math.max(size, 0.5 * (w.penalties()[i] + size));
        }
        double merit = merit(here, penalties);
        double slope = Vectors.dot(w.point().gradient(), d) - (merit - here.f());
        double rounding = 10 * EPSILON * (Math.abs(here.f()) + Math.abs(merit - here.f()));
        long trials = 0;
        double alpha = 1;
        boolean finite = true;
        while (trials < maxTrials) {
            ConstrainedProblem.Values trial = problem.at(problem.bounds().project(Vectors.plus(here.x(), alpha, d)));
            trials++;
            finite = trial.isFinite();
            if (trial.f() == Double.NEGATIVE_INFINITY && finite(trial)) {
                return new State(at(state, trial, trials), w, Status.UNBOUNDED);
            }
            double change = finite ? merit(trial, penalties) - merit : Double.POSITIVE_INFINITY;
            if (change <= 1e-4 * alpha * slope + rounding) {
                return moved(problem, state, penalties, trial, trials, -slope <= 10 * rounding);
            }
            if (alpha == 1 && finite && m > 0) {
                ConstrainedProblem.Values corrected = corrected(problem, w, trial);
                trials++;
                if (corrected != null && corrected.isFinite()) {
                    double better = merit(corrected, penalties) - merit;
                    if (better <= 1e-4 * slope + rounding) {
                        return moved(problem, state, penalties, corrected, trials, -slope <= 10 * rounding);
                    }
                }
            }
            double quadratic = -slope * alpha * alpha / (2 * (change - slope * alpha));
            alpha = finite ? Math.clamp(quadratic, 0.1 * alpha, 0.5 * alpha) : 0.1 * alpha;
        }
        Standing counted = state.at.with(state.at.counts().plus(0, trials, 0, 0));
        State same = new State(counted, w, Status.RUNNING);
        if (!w.fresh()) {
            return solved(
                    problem,
                    w.point(),
                    identity(d.length),
                    new double[m],
                    w.scales(),
                    w.flat(),
                    true,
                    counted.iteration(),
                    counted.step(),
                    counted.counts());
        }
        if (!isFeasible(w, 1e-8)) {
            return restored(problem, same);
        }
        Status cause = -slope <= 100 * rounding ? Status.PRECISION : Status.LINE_SEARCH;
        return new State(counted, w, finite ? cause : Status.NON_FINITE);
    }

    private static boolean finite(ConstrainedProblem.Values v) {
        return Vectors.isFinite(v.h()) && Vectors.isFinite(v.c());
    }

    private static Standing at(State state, ConstrainedProblem.Values trial, long trials) {
        Counts counts = state.at.counts().plus(1, trials, 0, 0);
        return new Standing(state.at.iteration() + 1, trial.x(), trial.f(), Double.NaN, 0, counts);
    }

    private static double merit(ConstrainedProblem.Values v, double[] penalties) {
        double sum = v.f();
        int at = 0;
        for (double one : v.h()) {
            sum += penalties[at++] * Math.abs(one);
        }
        for (double one : v.c()) {
            sum += penalties[at++] * Math.max(0, one);
        }
        return sum;
    }

    /** The whole step with constraints linearized at its end. */
    private static ConstrainedProblem.Values corrected(
            ConstrainedProblem problem, Working w, ConstrainedProblem.Values trial) {
        double[] d = w.answer().d();
        double[] h = Vectors.minus(trial.h(), Vectors.times(w.point().equalities(), d));
        double[] c = Vectors.minus(trial.c(), Vectors.times(w.point().inequalities(), d));
        QuadraticProgram.Result again = program(problem.bounds(), w.point(), w.b(), h, c);
        return again.feasible() && Vectors.norm(again.d()) <= 2 * Vectors.norm(d)
                ? problem.at(
                        problem.bounds().project(Vectors.plus(w.point().values().x(), 1, again.d())))
                : null;
    }

    private static State moved(
            ConstrainedProblem problem,
            State state,
            double[] penalties,
            ConstrainedProblem.Values next,
            long trials,
            boolean isFlat) {
        Working w = state.working;
        Counts counts = state.at.counts().plus(1, trials, 1, 0);
        ConstrainedProblem.Point p = problem.differentiated(next);
        if (!p.isFinite()) {
            return new State(state.at.with(counts.plus(-1, 0, 0, 0)), w, Status.NON_FINITE);
        }
        double[] s = Vectors.minus(next.x(), w.point().values().x());
        double[] multipliers = w.answer().multipliers();
        Multipliers m = Multipliers.of(w.point(), multipliers);
        double[] y = Vectors.minus(p.lagrangian(m.lambda(), m.mu()), w.point().lagrangian(m.lambda(), m.mu()));
        double[][] b = updated(w.b(), s, y, w.fresh() && state.at.iteration() == 0);
        Scales scales = new Scales(
                sizes(p, w.scales().constraints()),
                w.scales().gradient(),
                w.scales().value());
        State after = solved(
                problem,
                p,
                b,
                penalties,
                scales,
                isFlat ? w.flat() + 1 : 0,
                false,
                state.at.iteration() + 1,
                Vectors.norm(s),
                counts);
        boolean falls = next.f() < -1e15 * Math.max(1, Math.abs(scales.value())) && isFeasible(after.working, 1e-6);
        if (falls) {
            return new State(after.at, after.working, Status.DIVERGING);
        }
        return after;
    }

    /** Powell's damped BFGS update; the first one takes its scale from the first step. */
    private static double[][] updated(double[][] before, double[] s, double[] y, boolean isFirst) {
        int n = s.length;
        double sy = Vectors.dot(s, y);
        double[][] b = before;
        if (isFirst && sy > 0) {
            double scale = Math.clamp(Vectors.dot(y, y) / sy, 1e-8, 1e12);
            b = identity(n);
            for (int i = 0; i < n; i++) {
                b[i][i] = scale;
            }
        }
        double[] bs = Vectors.times(b, s);
        double sbs = Vectors.dot(s, bs);
        if (!(sbs > 0)) {
            return b;
        }
        double theta = sy >= 0.2 * sbs ? 1 : 0.8 * sbs / (sbs - sy);
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            r[i] = theta * y[i] + (1 - theta) * bs[i];
        }
        double sr = Vectors.dot(s, r);
        double[][] next = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                next[i][k] = b[i][k] - bs[i] * bs[k] / sbs + r[i] * r[k] / sr;
            }
        }
        for (double[] row : next) {
            if (!Vectors.isFinite(row)) {
                return before;
            }
        }
        return next;
    }

    private State restored(ConstrainedProblem problem, State state) {
        Working w = state.working;
        Restoration.Result result = Restoration.run(problem, w.point().values());
        Counts counts = state.at.counts().plus(1, result.evaluations(), result.derivatives() + 1, 0);
        ConstrainedProblem.Values values = problem.at(result.x());
        ConstrainedProblem.Point p = problem.differentiated(values);
        if (!p.isFinite()) {
            return new State(state.at.with(counts.plus(-1, 0, 0, 0)), w, Status.NON_FINITE);
        }
        Scales scales = new Scales(
                sizes(p, w.scales().constraints()),
                w.scales().gradient(),
                w.scales().value());
        State after = solved(
                problem,
                p,
                identity(result.x().length),
                new double[w.penalties().length],
                scales,
                0,
                true,
                state.at.iteration() + 1,
                Vectors.norm(Vectors.minus(result.x(), state.at.point())),
                counts);
        boolean stuck = result.isMinimum() && !isFeasible(after.working, 1e-6);
        return stuck ? new State(after.at, after.working, Status.INFEASIBLE) : after;
    }

    private static boolean isFeasible(Working w, double tolerance) {
        return KktTest.isFeasible(w.point(), w.scales().constraints(), tolerance);
    }

    @Override
    public Status terminate(State state, double tolerance) {
        if (state.status != Status.RUNNING) {
            return state.status;
        }
        Working w = state.working;
        boolean optimal = w.answer().feasible() && isFeasible(w, tolerance) && isStationary(state, w, tolerance);
        if (optimal) {
            return Status.KKT;
        }
        return w.flat() >= 10 ? Status.PRECISION : Status.RUNNING;
    }

    private static boolean isStationary(State state, Working w, double tolerance) {
        Multipliers m = Multipliers.of(w.point(), w.answer().multipliers());
        return KktTest.isStationary(
                w.point(),
                m,
                state.at.gradientNorm(),
                w.scales().gradient(),
                w.scales().constraints(),
                tolerance);
    }

    @Override
    public Standing standing(State state) {
        return state.at;
    }

    @Override
    public String detail(State state, Status status) {
        Working w = state.working;
        return switch (status) {
            case NON_FINITE_START -> ConstrainedProblem.nonFinite(w.point());
            case INFEASIBLE ->
                String.format(
                        Locale.ROOT,
                        "%s; the least violation found is %.6g",
                        status.words(),
                        w.point().values().violation());
            default -> status.words();
        };
    }

    /** The multipliers of a program's rows by kind. */
    static Multipliers multipliers(State state) {
        Working w = state.working;
        int m = w.point().values().h().length + w.point().values().c().length;
        double[] none = new double[m];
        Arrays.fill(none, Double.NaN);
        return Multipliers.of(
                w.point(), w.answer() == null ? none : Arrays.copyOf(w.answer().multipliers(), m));
    }
}
