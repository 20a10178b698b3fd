package org.gradus.workbench.compare;

import java.util.List;

/**
 * How one method did on one problem.
 *
 * @param method its name
 * @param rate the learning rate that the search chose; NaN where there is none to choose
 * @param tried learning rates with the loss that each came to, ascending
 * @param curves one a seed
 * @param scores one a seed: log₁₀ of the share of the loss above its floor that is left, −8 to −9 by how soon where that is below
 *     1e-8; infinite when the method broke down
 * @param median of the final losses
 * @param interval half the width of a 95 % interval for the mean score; NaN of one seed
 * @param seconds that all its runs took
 */
@SuppressWarnings("ArrayRecordComponent")
public record Standing(
        String method,
        double rate,
        List<double[]> tried,
        List<Curve> curves,
        double[] scores,
        double median,
        double interval,
        double seconds) {

    /** Copies the lists. */
    public Standing {
        tried = List.copyOf(tried);
        curves = List.copyOf(curves);
    }

    /**
     * The mean score.
     *
     * @return infinity when a run broke down
     */
    public double score() {
        return Statistics.mean(scores);
    }

    /**
     * How many runs broke down.
     *
     * @return from 0 to the number of seeds
     */
    public int broken() {
        return (int) curves.stream().filter(c -> Double.isInfinite(c.last())).count();
    }
}
