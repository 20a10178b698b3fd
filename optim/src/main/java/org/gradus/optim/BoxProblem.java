package org.gradus.optim;

import org.gradus.Differentiable;

/**
 * Minimize f(x) over l ≤ x ≤ u.
 *
 * @param f the objective
 * @param bounds l and u
 */
public record BoxProblem(Differentiable f, Bounds bounds) {

    /** Value and gradient at a point inside, evaluated. */
    Evaluated at(double[] x) {
        double[] gradient = new double[x.length];
        double value = f.valueAndGradient(x, gradient);
        return new Evaluated(x, value, gradient);
    }

    /** A point with value and gradient. */
    @SuppressWarnings("ArrayRecordComponent")
    record Evaluated(double[] x, double value, double[] gradient) {
        boolean isFinite() {
            return Double.isFinite(value) && Vectors.isFinite(gradient);
        }
    }

    Standing standing(long iteration, Evaluated e, double step, Counts counts) {
        double norm = Vectors.maxAbs(bounds.projectedGradient(e.x(), e.gradient()));
        return new Standing(iteration, e.x(), e.value(), norm, step, counts);
    }

    /** What is not finite at a start. */
    static String nonFinite(Evaluated e) {
        for (int i = 0; i < e.x().length; i++) {
            if (!Double.isFinite(e.x()[i])) {
                return "start[" + i + "] is " + e.x()[i] + ": every parameter must be a finite number";
            }
        }
        if (!Double.isFinite(e.value())) {
            return "the value at the start is " + e.value()
                    + ", though every parameter is finite: likely a logarithm, root or quotient outside its domain, or"
                    + " overflow; start elsewhere";
        }
        for (int i = 0; i < e.gradient().length; i++) {
            if (!Double.isFinite(e.gradient()[i])) {
                return "gradient[" + i + "] is " + e.gradient()[i] + " at the start, though the value is " + e.value()
                        + ": likely a kink or a root of 0";
            }
        }
        return Status.NON_FINITE_START.words();
    }

    /** Below this the value counts as falling without bound. */
    static double floor(double firstValue) {
        return -1e15 * Math.max(1, Math.abs(firstValue));
    }
}
