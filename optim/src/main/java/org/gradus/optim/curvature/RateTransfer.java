package org.gradus.optim.curvature;

import org.gradus.error.ArgumentException;

/**
 * Which learning rate is best at each width: where a parameterization is right, it is the same at all.
 *
 * @param widths as given
 * @param rates as given
 * @param losses for each width that of each rate; smaller is better
 */
@SuppressWarnings("ArrayRecordComponent")
public record RateTransfer(int[] widths, double[] rates, double[][] losses) {

    /** A training. */
    @FunctionalInterface
    public interface Training {
        /**
         * Trains a network.
         *
         * @param width its width
         * @param rate the learning rate
         * @return the loss that it came to
         */
        double loss(int width, double rate);
    }

    /**
     * Trains a network of every width with every rate.
     *
     * @param training one training
     * @param widths one or more
     * @param rates one or more
     * @return the losses
     */
    public static RateTransfer of(Training training, int[] widths, double... rates) {
        if (widths.length == 0 || rates.length == 0) {
            throw new ArgumentException("rate transfer: no widths or no rates", "give one of each or more");
        }
        double[][] losses = new double[widths.length][rates.length];
        for (int i = 0; i < widths.length; i++) {
            for (int j = 0; j < rates.length; j++) {
                losses[i][j] = training.loss(widths[i], rates[j]);
            }
        }
        return new RateTransfer(widths.clone(), rates.clone(), losses);
    }

    /**
     * The best rate at each width.
     *
     * @return one a width; NaN where no loss was a number
     */
    public double[] best() {
        double[] best = new double[widths.length];
        for (int i = 0; i < best.length; i++) {
            best[i] = Double.NaN;
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < rates.length; j++) {
                if (losses[i][j] < least) {
                    least = losses[i][j];
                    best[i] = rates[j];
                }
            }
        }
        return best;
    }
}
