package org.gradus.optim.convex;

import java.util.function.IntToDoubleFunction;

/**
 * Holds the gaps of a run against a proven bound.
 *
 * @param worst the largest gap over its bound; above 1 the bound is broken
 * @param at the step of it, as the bound counts
 */
public record RateCheck(double worst, int at) {

    /**
     * Compares.
     *
     * @param gaps f(xₜ) − f* of steps in a row
     * @param first the step of the first gap
     * @param bound of a step
     * @param ignored gaps that are rounding
     * @return the worst; 0 where all gaps are ignored, NaN where one is
     */
    public static RateCheck of(double[] gaps, int first, IntToDoubleFunction bound, double ignored) {
        double worst = 0;
        int at = first;
        for (int t = 0; t < gaps.length; t++) {
            double share = gaps[t] <= ignored ? 0 : gaps[t] / bound.applyAsDouble(first + t);
            if (!(share <= worst)) {
                worst = share;
                at = first + t;
            }
            if (Double.isNaN(share)) {
                break;
            }
        }
        return new RateCheck(worst, at);
    }

    /**
     * Whether the bound holds.
     *
     * @return false for NaN
     */
    public boolean holds() {
        return worst <= 1;
    }

    /** 2·β·R²/(t + 4) after t − 1 gradient steps of length 1/β: the sharper constant of smooth convex functions. */
    static double gradientDescent(double smoothness, double squareDistance, int t) {
        return 2 * smoothness * squareDistance / (t + 4);
    }
}
