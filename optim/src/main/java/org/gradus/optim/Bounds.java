package org.gradus.optim;

import java.util.Arrays;
import org.gradus.error.ArgumentException;

/**
 * A box, l ≤ x ≤ u entry by entry; entries may be infinite.
 *
 * @param lower l
 * @param upper u, as many
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bounds(double[] lower, double[] upper) {

    /**
     * Copies the arrays.
     *
     * @throws ArgumentException when the lengths differ, a bound is NaN, or no number lies between a pair of them
     */
    public Bounds {
        if (lower.length != upper.length) {
            throw new ArgumentException(
                    "bounds: " + lower.length + " lower and " + upper.length + " upper bounds",
                    "give as many of both, infinite where there is none");
        }
        for (int i = 0; i < lower.length; i++) {
            boolean possible =
                    lower[i] <= upper[i] && lower[i] < Double.POSITIVE_INFINITY && upper[i] > Double.NEGATIVE_INFINITY;
            if (!possible) {
                throw new ArgumentException(
                        "bounds: no number is between lower[" + i + "] = " + lower[i] + " and upper[" + i + "] = "
                                + upper[i],
                        "make each lower bound at most its upper one; -Infinity and Infinity mean no bound");
            }
        }
        lower = lower.clone();
        upper = upper.clone();
    }

    /**
     * No bounds.
     *
     * @param length of the points
     * @return infinite bounds
     */
    public static Bounds none(int length) {
        double[] lower = new double[length];
        double[] upper = new double[length];
        Arrays.fill(lower, Double.NEGATIVE_INFINITY);
        Arrays.fill(upper, Double.POSITIVE_INFINITY);
        return new Bounds(lower, upper);
    }

    /**
     * The number of bounded entries, with and without finite bounds.
     *
     * @return the length of the points
     */
    public int length() {
        return lower.length;
    }

    /**
     * Whether every bound is infinite.
     *
     * @return true when any point is inside
     */
    public boolean areNone() {
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] != Double.NEGATIVE_INFINITY || upper[i] != Double.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    /**
     * The nearest point inside.
     *
     * @param x any point
     * @return a new array
     */
    public double[] project(double[] x) {
        double[] inside = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            inside[i] = project(i, x[i]);
        }
        return inside;
    }

    /** The nearest number inside; NaN stays. */
    double project(int i, double number) {
        return Math.min(Math.max(number, lower[i]), upper[i]);
    }

    /**
     * The gradient as far as bounds let one follow it: 0 where x is at a bound and a descent leads out. A point with a
     * projected gradient of 0 satisfies the conditions of first order.
     *
     * @param x a point inside
     * @param gradient there
     * @return a new array
     */
    public double[] projectedGradient(double[] x, double[] gradient) {
        double[] projected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            projected[i] = blocks(i, x[i], gradient[i]) ? 0 : gradient[i];
        }
        return projected;
    }

    /** Whether a descent along entry i leads out at once. */
    boolean blocks(int i, double number, double slope) {
        return (slope > 0 && number <= lower[i]) || (slope < 0 && number >= upper[i]);
    }

    /**
     * Checks that points have as many entries as there are bounds.
     *
     * @param operation whose argument it is
     * @param start the point
     * @throws ArgumentException when they differ
     */
    public void checkLength(String operation, double[] start) {
        if (start.length != lower.length) {
            throw new ArgumentException(
                    operation + ": the start has " + start.length + " entries and the bounds " + lower.length,
                    "give one lower and one upper bound for each entry of the start");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bounds b && Arrays.equals(lower, b.lower) && Arrays.equals(upper, b.upper);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper);
    }

    @Override
    public String toString() {
        return "Bounds" + Arrays.toString(lower) + Arrays.toString(upper);
    }
}
