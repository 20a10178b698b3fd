package org.gradus.optim;

/**
 * A search along a direction for the strong Wolfe conditions with steps up to a largest one (Nocedal and Wright, Numerical
 * Optimization, 2nd ed., Algorithms 3.5 and 3.6, cubic interpolation).
 */
final class LineSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int TRIALS = 30;

    private record Trial(double t, BoxProblem.Evaluated e, double slope) {}

    private final BoxProblem problem;
    private final BoxProblem.Evaluated origin;
    private final double[] direction;
    private final double slope;
    private final double rounding;
    private long evaluations;
    private boolean finite = true;

    LineSearch(BoxProblem problem, BoxProblem.Evaluated origin, double[] direction) {
        this.problem = problem;
        this.origin = origin;
        this.direction = direction;
        this.slope = Vectors.dot(origin.gradient(), direction);
        this.rounding = 10 * Math.ulp(1.0) * Math.abs(origin.value());
    }

    long evaluations() {
        return evaluations;
    }

    /** Whether the last trial's value and gradient were finite. */
    boolean lastWasFinite() {
        return finite;
    }

    private Trial at(double t) {
        evaluations++;
        double[] x = problem.bounds().project(Vectors.plus(origin.x(), t, direction));
        BoxProblem.Evaluated e = problem.at(x);
        finite = e.isFinite();
        return new Trial(t, e, Vectors.dot(e.gradient(), direction));
    }

    private boolean lowers(Trial trial) {
        return trial.e().value() <= origin.value() + DECREASE * trial.t() * slope + rounding;
    }

    private boolean flat(Trial trial) {
        return Math.abs(trial.slope()) <= -CURVATURE * slope;
    }

    /** The point accepted, or null. */
    BoxProblem.Evaluated run(double firstStep, double longest) {
        Trial low = new Trial(0, origin, slope);
        double t = Math.min(firstStep, longest);
        while (evaluations < TRIALS) {
            Trial trial = at(t);
            if (!finite) {
                if (trial.e().value() == Double.NEGATIVE_INFINITY) {
                    return trial.e();
                }
                longest = t;
                t = low.t() + 0.1 * (t - low.t());
                continue;
            }
            if (!lowers(trial) || (trial.e().value() >= low.e().value() && low.t() > 0)) {
                return zoom(low, trial);
            }
            if (flat(trial) || (t >= longest && trial.slope() < 0)) {
                return trial.e();
            }
            if (trial.slope() >= 0) {
                return zoom(trial, low);
            }
            low = trial;
            t = Math.min(longest, 4 * t);
            if (t <= low.t()) {
                return low.e();
            }
        }
        return low.t() > 0 ? low.e() : null;
    }

    private BoxProblem.Evaluated zoom(Trial first, Trial second) {
        Trial low = first;
        Trial high = second;
        while (evaluations < TRIALS) {
            double t = interpolated(low, high);
            if (t == low.t() || t == high.t()) {
                break;
            }
            Trial trial = at(t);
            if (!finite || !lowers(trial) || trial.e().value() > low.e().value() + (low.t() == 0 ? rounding : 0)) {
                high = trial;
                continue;
            }
            if (flat(trial)) {
                return trial.e();
            }
            if (trial.slope() * (high.t() - low.t()) >= 0) {
                high = low;
            }
            low = trial;
        }
        return low.t() > 0 ? low.e() : null;
    }

    /** The minimum of the cubic through both values and slopes, kept off the ends. */
    private static double interpolated(Trial a, Trial b) {
        double width = b.t() - a.t();
        double middle = a.t() + 0.5 * width;
        double d1 = a.slope() + b.slope() - 3 * (b.e().value() - a.e().value()) / width;
        double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
        double t = b.t() - width * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
        double from = (t - a.t()) / width;
        return from > 0.05 && from < 0.95 ? t : from <= 0.05 && from >= 0 ? a.t() + 0.1 * width : middle;
    }
}
