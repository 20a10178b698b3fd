package org.gradus.solve;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.Counts;
import org.gradus.optim.Standing;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;

/**
 * Levenberg and Marquardt's method for least squares, in Moré's form: a trust region whose shape follows the largest
 * column norms of the Jacobian met so far, so that the units of parameters do not matter.
 *
 * <p>min ‖J·p + r‖ over ‖D·p‖ ≤ Δ by QR with column pivoting and Givens rotations (Moré 1978, as MINPACK's {@code
 * lmder}); x ← x + p where the sum of squares falls by 1e-4 of what the model says or more. Differences from MINPACK:
 *
 * <ul>
 *   <li>Bounds: parameters at a bound that a descent would cross are fixed for the step; parameters whose step crosses
 *       one are fixed there and the others are solved for again. Iterates stay inside.
 *   <li>Robust losses enter by weights on residuals and rows (Triggs et al. 2000).
 *   <li>The column norms are divided out before the factorization, so that its rank does not depend on units.
 *   <li>A second-order correction of the step, from one more evaluation of r along it, follows narrow curved valleys
 *       (Transtrum and Sethna 2012); a step whose correction is not small beside it is not tried.
 *   <li>Where the decrease left is within the rounding of the sum, steps are accepted as
 *       long as each is shorter than the one before: sums of squares determine parameters to half their digits only.
 *   <li>Convergence is the whole Gauss–Newton step being a hundredth of the tolerance of every parameter, the
 *       decrease left being within rounding, or the residuals having shrunk by the rounding unit; a small gradient alone
 *       proves nothing in an ill-conditioned fit.
 * </ul>
 *
 * @param factor Δ at the start in units of ‖D·x‖; 1 by default: MINPACK's 100
 *     lets the first step run into flat regions
 */
public record LevenbergMarquardt(double factor) implements ArraySolver<LeastSquaresProblem, LevenbergMarquardt.State> {
    private static final double EPSILON = Math.ulp(1.0);
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Decreases that are smaller, as a share of the sum, are within the rounding of the residuals. */
    private static final double ROUNDING = 100 * EPSILON;

    /**
     * Where the iteration stands.
     *
     * @param at the accepted iterate
     * @param residuals r there
     * @param jacobian J there, by rows
     * @param gradient of the sum that is minimized
     * @param cosine the largest between the residuals and a column of J along which a descent stays inside
     * @param scale D
     * @param radius Δ
     * @param damping λ of the last step
     * @param firstValue the sum at the start
     * @param predicted by the model of the last step: its decrease as a share of the value
     * @param relativeStep largest entry of the last whole Gauss–Newton step beside its parameter, or infinite
     * @param polish ‖D·p‖ of the last step that sums could not judge, or infinite
     * @param status why it ended, if it did
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(
            Standing at,
            double[] residuals,
            double[][] jacobian,
            double[] gradient,
            double cosine,
            double[] scale,
            double radius,
            double damping,
            double firstValue,
            double predicted,
            double relativeStep,
            double polish,
            Status status) {

        State polished(double length) {
            return new State(
                    at,
                    residuals,
                    jacobian,
                    gradient,
                    cosine,
                    scale,
                    radius,
                    damping,
                    firstValue,
                    predicted,
                    relativeStep,
                    length,
                    status);
        }
    }

    /**
     * Checks the factor.
     *
     * @throws ArgumentException when it is not positive
     */
    public LevenbergMarquardt {
        if (!(factor > 0)) {
            throw new ArgumentException(
                    "LevenbergMarquardt: the factor " + factor + " is not positive", "use the default 1");
        }
    }

    /** The usual settings. */
    public LevenbergMarquardt() {
        this(1);
    }

    @Override
    public State init(LeastSquaresProblem problem, double[] start) {
        double[] x = problem.bounds().project(start);
        double[] r = problem.residuals().value(x);
        double value = problem.loss().sum(r);
        double[] scale = new double[x.length];
        if (!Double.isFinite(value)) {
            Standing at = new Standing(0, x, value, Double.NaN, 0, Counts.NONE.plus(0, 1, 0, 0));
            return new State(
                    at, r, new double[0][], scale, 1, scale, 0, 0, value, 1, 1, INFINITY, Status.NON_FINITE_START);
        }
        double[][] jacobian = problem.residuals().jacobian(x);
        LinearizedResiduals linear = new LinearizedResiduals(problem.loss(), r, jacobian);
        double[] gradient = linear.gradient(x.length);
        boolean finite = Vectors.isFinite(gradient);
        Arrays.fill(scale, 1);
        double[] norms = linear.columnNorms(x.length);
        for (int j = 0; j < norms.length; j++) {
            scale[j] = norms[j] > 0 ? norms[j] : 1;
        }
        double size = TrustRadius.scaled(scale, x);
        Standing at = new Standing(0, x, value, gradientNorm(problem, x, gradient), 0, Counts.NONE.plus(0, 1, 1, 0));
        return new State(
                at,
                r,
                jacobian,
                gradient,
                cosine(problem, x, gradient, scale, value),
                scale,
                size > 0 ? factor * size : factor,
                0,
                value,
                1,
                INFINITY,
                INFINITY,
                finite ? Status.RUNNING : Status.NON_FINITE_START);
    }

    private static double gradientNorm(LeastSquaresProblem problem, double[] x, double[] gradient) {
        return Vectors.maxAbs(problem.bounds().projectedGradient(x, gradient));
    }

    @Override
    public State step(LeastSquaresProblem problem, State state) {
        Standing at = state.at();
        double[] x = at.point();
        LinearizedResiduals linear = new LinearizedResiduals(problem.loss(), state.residuals(), state.jacobian());
        BoundedStep step = BoundedStep.of(linear, problem.bounds(), state);
        double[] s = Vectors.minus(step.trial(), x);
        boolean whole = step.damping() == 0;
        double share = Math.max(0, step.predicted()) / at.value();
        State tried = next(state, at, state.radius(), step.damping(), share, whole ? relative(s, x) : INFINITY);
        if (!(step.predicted() > 0)) {
            // A bounded step that is no descent, or nothing left but rounding.
            return next(tried, at, state.radius() / 4, 4 * step.damping(), share, tried.relativeStep());
        }
        if (step.predicted() <= rounding(state)) {
            return polished(problem, tried, step.trial());
        }
        Counts counts = at.counts();
        if (!isLost(state, step)
                && relative(s, x) > 1e-3
                && !step.isClipped()
                && problem.loss().kind() == RobustLoss.Kind.SQUARES) {
            counts = counts.plus(0, 1, 0, 0);
            double[] half = correction(problem, state, linear, step, s);
            double size = TrustRadius.scaled(state.scale(), half);
            double length = TrustRadius.scaled(state.scale(), s);
            if (!(size <= 0.375 * length)) {
                return next(
                        tried,
                        at.with(counts),
                        0.5 * Math.min(state.radius(), length),
                        2 * step.damping(),
                        share,
                        INFINITY);
            }
            s = Vectors.minus(problem.bounds().project(Vectors.plus(step.trial(), 1, half)), x);
        }
        return judged(problem, tried, step, s, counts);
    }

    /** Whether the whole step changes residuals by less than the rounding of those at the start. */
    private static boolean isLost(State state, BoundedStep step) {
        return step.damping() == 0 && Math.sqrt(step.predicted()) <= ROUNDING * Math.sqrt(state.firstValue());
    }

    private static double[] correction(
            LeastSquaresProblem problem, State state, LinearizedResiduals linear, BoundedStep step, double[] s) {
        double h = 0.1;
        double[] ahead = problem.residuals()
                .value(problem.bounds().project(Vectors.plus(state.at().point(), h, s)));
        double[] slope = linear.times(s);
        double[] curvature = new double[ahead.length];
        for (int i = 0; i < ahead.length; i++) {
            curvature[i] = 2 / h * ((ahead[i] - state.residuals()[i]) / h - slope[i]);
        }
        if (!Vectors.isFinite(curvature)) {
            return new double[] {Double.NaN};
        }
        return linear.acceleration(step.fixed(), curvature, state.scale(), step.damping());
    }

    /** A trial: accepted if the sum falls enough; the radius follows the ratio of the actual to the predicted decrease. */
    private State judged(LeastSquaresProblem problem, State state, BoundedStep step, double[] s, Counts before) {
        Standing at = state.at();
        double[] trial = problem.bounds().project(Vectors.plus(at.point(), 1, s));
        double length = TrustRadius.scaled(state.scale(), s);
        double radius = at.iteration() == 0 ? Math.min(state.radius(), length) : state.radius();
        double[] r = problem.residuals().value(trial);
        double value = problem.loss().sum(r);
        Counts counts = before.plus(0, 1, 0, 0);
        double actual = problem.loss().decrease(state.residuals(), r, at.value(), value);
        double ratio = Double.isFinite(value) ? actual / step.predicted() : -1;
        double damping = step.damping();
        if (ratio <= 0.25) {
            double shrink = actual >= 0 ? 0.5 : 0.5 * step.slope() / (step.slope() + 0.5 * actual);
            if (!(value < 100 * at.value() && shrink >= 0.1)) {
                shrink = 0.1;
            }
            if (isLost(state, step) && Double.isFinite(value) && !(ratio >= 1e-4)) {
                // Residuals this small are what rounding leaves of those at the start.
                return ended(
                        next(state, at.with(counts), radius, 0, state.predicted(), state.relativeStep()),
                        Status.ROUNDING);
            }
            radius = shrink * Math.min(radius, length / 0.1);
            damping /= shrink;
        } else if (damping == 0 || ratio >= 0.75) {
            radius = length / 0.5;
            damping *= 0.5;
        }
        State judged = next(state, at.with(counts), radius, damping, state.predicted(), state.relativeStep());
        if (ratio >= 1e-4) {
            State moved = moved(problem, judged, trial, r, value);
            if (moved.status() == Status.RUNNING) {
                return moved;
            }
            value = Double.NaN;
            double shorter = 0.1 * Math.min(radius, length);
            judged = next(judged, moved.at(), shorter, 10 * damping, state.predicted(), state.relativeStep());
        }
        return Double.isFinite(value) || !exhausted(judged) ? judged : ended(judged, Status.NON_FINITE);
    }

    /** The state at an accepted point; {@link Status#NON_FINITE}, at the old one, if its derivatives are not finite. */
    private State moved(LeastSquaresProblem problem, State state, double[] trial, double[] r, double value) {
        Standing at = state.at();
        double[][] jacobian = problem.residuals().jacobian(trial);
        LinearizedResiduals there = new LinearizedResiduals(problem.loss(), r, jacobian);
        double[] gradient = there.gradient(trial.length);
        Counts counts = at.counts().plus(0, 0, 1, 0);
        if (!Vectors.isFinite(gradient)) {
            return ended(next(state, at.with(counts), state.radius(), state.damping(), 1, INFINITY), Status.NON_FINITE);
        }
        double[] scale = state.scale().clone();
        double[] norms = there.columnNorms(trial.length);
        for (int j = 0; j < scale.length; j++) {
            scale[j] = Math.max(scale[j], norms[j]);
        }
        Standing now = new Standing(
                at.iteration() + 1,
                trial,
                value,
                gradientNorm(problem, trial, gradient),
                Vectors.norm(Vectors.minus(trial, at.point())),
                counts.plus(1, 0, 0, 0));
        return new State(
                now,
                r,
                jacobian,
                gradient,
                cosine(problem, trial, gradient, scale, value),
                scale,
                state.radius(),
                state.damping(),
                state.firstValue(),
                state.predicted(),
                state.relativeStep(),
                state.polish(),
                Status.RUNNING);
    }

    /** Changes of the sum that rounding may bring: residuals are differences of numbers as large as those at the start. */
    private static double rounding(State state) {
        double value = state.at().value();
        double mixed = Math.sqrt(value) * Math.sqrt(Math.max(value, state.firstValue()));
        return Math.min(1e-7 * value, ROUNDING * mixed);
    }

    /** Where sums cannot tell trials apart, steps are taken as long as each is shorter than the one before. */
    private State polished(LeastSquaresProblem problem, State state, double[] trial) {
        double length = TrustRadius.scaled(
                state.scale(), Vectors.minus(trial, state.at().point()));
        Counts counts = state.at().counts();
        if (length < 0.7 * state.polish()) {
            double[] r = problem.residuals().value(trial);
            double value = problem.loss().sum(r);
            counts = counts.plus(0, 1, 0, 0);
            if (value <= state.at().value() + rounding(state)) {
                State counted = next(
                        state,
                        state.at().with(counts),
                        state.radius(),
                        state.damping(),
                        state.predicted(),
                        state.relativeStep());
                State moved = moved(problem, counted, trial, r, value);
                if (moved.status() == Status.RUNNING) {
                    return moved.polished(length);
                }
            }
        }
        State judged = next(
                state,
                state.at().with(counts),
                state.radius(),
                state.damping(),
                state.predicted(),
                state.relativeStep());
        return ended(judged, judged.cosine() <= 1e-5 ? Status.ROUNDING : Status.PRECISION);
    }

    private static State next(
            State state, Standing at, double radius, double damping, double predicted, double relative) {
        return new State(
                at,
                state.residuals(),
                state.jacobian(),
                state.gradient(),
                state.cosine(),
                state.scale(),
                radius,
                damping,
                state.firstValue(),
                predicted,
                relative,
                state.polish(),
                Status.RUNNING);
    }

    private static State ended(State s, Status status) {
        return new State(
                s.at(),
                s.residuals(),
                s.jacobian(),
                s.gradient(),
                s.cosine(),
                s.scale(),
                s.radius(),
                s.damping(),
                s.firstValue(),
                s.predicted(),
                s.relativeStep(),
                s.polish(),
                status);
    }

    /** The largest entry of a step beside the entry that it changes. */
    private static double relative(double[] s, double[] x) {
        double largest = 0;
        for (int i = 0; i < s.length; i++) {
            if (s[i] != 0) {
                largest = Math.max(largest, Math.abs(s[i]) / Math.abs(x[i]));
            }
        }
        return largest;
    }

    private static boolean exhausted(State state) {
        double size = TrustRadius.scaled(state.scale(), state.at().point());
        return state.radius() <= EPSILON * size || state.radius() < Double.MIN_NORMAL;
    }

    @Override
    public Status terminate(State state, double tolerance) {
        Standing at = state.at();
        if (state.status() != Status.RUNNING) {
            return state.status();
        }
        if (at.gradientNorm() == 0) {
            return Status.GRADIENT;
        }
        if (at.value() <= EPSILON * EPSILON * state.firstValue() || state.relativeStep() <= 4 * EPSILON) {
            return Status.ROUNDING;
        }
        if (state.relativeStep() <= 0.01 * tolerance) {
            return Status.SMALL_STEP;
        }
        return exhausted(state) ? Status.PRECISION : Status.RUNNING;
    }

    private static double cosine(
            LeastSquaresProblem problem, double[] x, double[] gradient, double[] scale, double value) {
        double[] projected = problem.bounds().projectedGradient(x, gradient);
        double largest = 0;
        for (int j = 0; j < scale.length; j++) {
            largest = Math.max(largest, Math.abs(projected[j]) / (2 * scale[j] * Math.sqrt(value)));
        }
        return largest;
    }

    @Override
    public Standing standing(State state) {
        return state.at();
    }

    @Override
    public String detail(State state, Status status) {
        return status == Status.NON_FINITE_START ? nonFinite(state) : status.words();
    }

    private static String nonFinite(State state) {
        double[] x = state.at().point();
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                return "start[" + i + "] is " + x[i] + ": every parameter must be a finite number";
            }
        }
        for (int i = 0; i < state.residuals().length; i++) {
            if (!Double.isFinite(state.residuals()[i])) {
                return "residual[" + i + "] at the start is " + state.residuals()[i]
                        + ", though every parameter is finite: likely a logarithm, root or quotient outside its"
                        + " domain, or overflow; start elsewhere";
            }
        }
        return "the derivatives of the residuals at the start are not finite, though their values are: likely a kink or a"
                + " root of 0";
    }
}
