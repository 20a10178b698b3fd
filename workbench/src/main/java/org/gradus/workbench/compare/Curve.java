package org.gradus.workbench.compare;

import java.util.Arrays;

/**
 * How far a method came with how much work.
 *
 * @param work gradient evaluations, ascending from 0: a value alone counts a third of one, a Hessian-vector product two
 * @param values the loss on all data there; the last one is infinite when the method broke down
 * @param ending why it ended, in words
 */
@SuppressWarnings("ArrayRecordComponent")
public record Curve(double[] work, double[] values, String ending) {

    /**
     * The loss at the end.
     *
     * @return infinity when the method broke down
     */
    public double last() {
        return values[values.length - 1];
    }

    /**
     * The loss at the start.
     *
     * @return the first value
     */
    public double first() {
        return values[0];
    }

    /**
     * The work after which the loss is at most a bound for the first time.
     *
     * @param bound of the loss
     * @return gradient evaluations; infinity when it never is
     */
    public double workTo(double bound) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] <= bound) {
                return work[i];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /**
     * The lowest loss up to some work.
     *
     * @param most gradient evaluations
     * @return the lowest value at that work or before
     */
    public double best(double most) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < values.length && work[i] <= most; i++) {
            best = Math.min(best, values[i]);
        }
        return best;
    }

    /**
     * The lowest loss of all.
     *
     * @return infinity when there was none
     */
    public double best() {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).min().orElse(Double.POSITIVE_INFINITY);
    }
}
