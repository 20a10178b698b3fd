package org.gradus.kernel;

import java.util.Arrays;

/** Random categories and orders. A row takes its own words, so it does not depend on the others nor on the threads. */
public final class RandomChoices {
    private static final int GRAIN = 1 << 12;

    private RandomChoices() {}

    private static int grain(int columns) {
        return Math.max(1, GRAIN / Math.max(1, columns));
    }

    /**
     * Fills rows with permutations of 0 … columns - 1, each as likely as any other, by Fisher and Yates' exchanges.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param columns length of a row
     * @param out receives rows
     */
    public static void permutations(long k0, long k1, int columns, long[] out) {
        if (columns == 0) {
            return;
        }
        Workers.ranges(out.length / columns, grain(columns), (first, end) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int row = first; row < end; row++) {
                int from = row * columns;
                for (int i = 0; i < columns; i++) {
                    out[from + i] = i;
                }
                // From the front, so that the first entries are those of the shorter orders that are needed.
                for (int i = 0; i < columns - 1; i++) {
                    stream.start(from + i);
                    int other = from + i + (int) stream.below(columns - i);
                    long kept = out[from + i];
                    out[from + i] = out[other];
                    out[other] = kept;
                }
            }
        });
    }

    /** The logarithms of weights plus Gumbel numbers; element i's is that of {@link StandardVariates#GUMBEL}. */
    private static double[] perturbed(long k0, long k1, double[] logits) {
        double[] scores = new double[logits.length];
        StandardVariates.GUMBEL.fill(k0, k1, scores, scores.length);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += logits[i];
        }
        return scores;
    }

    /**
     * Fills with categories, by the largest of the logarithms of the weights plus Gumbel numbers.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param columns number of categories
     * @param logits rows of logarithms of weights, not all -∞, none NaN or ∞
     * @param out receives one category a row
     */
    public static void categories(long k0, long k1, int columns, double[] logits, long[] out) {
        double[] scores = perturbed(k0, k1, logits);
        for (int row = 0; row < out.length; row++) {
            int best = row * columns;
            for (int i = best + 1; i < (row + 1) * columns; i++) {
                if (scores[i] > scores[best]) {
                    best = i;
                }
            }
            out[row] = best - (long) row * columns;
        }
    }

    /**
     * Fills rows with orders in which categories are drawn without replacement, by decreasing logarithm of the weight plus a
     * Gumbel number (Yellott 1977). Weights of zero come last, in the order of their indices.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param columns number of categories
     * @param logits rows of logarithms of weights, none NaN or ∞
     * @param out receives rows of categories
     */
    public static void weightedOrders(long k0, long k1, int columns, double[] logits, long[] out) {
        if (columns == 0) {
            return;
        }
        double[] scores = perturbed(k0, k1, logits);
        Workers.ranges(out.length / columns, grain(columns), (first, end) -> {
            Integer[] order = new Integer[columns];
            for (int row = first; row < end; row++) {
                int from = row * columns;
                Arrays.setAll(order, i -> i);
                Arrays.sort(order, (i, j) -> Double.compare(scores[from + j], scores[from + i]));
                for (int i = 0; i < columns; i++) {
                    out[from + i] = order[i];
                }
            }
        });
    }
}
