package org.gradus.workbench.minimize;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * Derivatives of vector functions of one number by central differences, extrapolated to a vanishing step (Ridders 1982),
 * with an estimate of the error.
 *
 * @param slope by central differences
 * @param error of it, estimated
 * @param left by differences to the left, less accurate
 * @param right by differences to the right, less accurate
 */
@SuppressWarnings("ArrayRecordComponent")
record Differences(double[] slope, double[] error, double[] left, double[] right) {
    private static final int LEVELS = 10;
    private static final double SHRINK = 1.6;

    /** At 0, with steps up to a size; f may return values that are not finite. */
    static Differences of(DoubleFunction<double[]> f, double[] atZero, double size) {
        int n = atZero.length;
        double[] best = new double[n];
        double[] error = new double[n];
        double[] left = new double[n];
        double[] right = new double[n];
        Arrays.fill(best, Double.NaN);
        Arrays.fill(error, Double.POSITIVE_INFINITY);
        double[][] before = {};
        double h = size;
        for (int level = 0; level < LEVELS; level++, h /= SHRINK) {
            double[] ahead = f.apply(h);
            double[] behind = f.apply(-h);
            double[][] row = new double[level + 1][n];
            for (int i = 0; i < n; i++) {
                row[0][i] = (ahead[i] - behind[i]) / (2 * h);
                // The smallest step has the side slopes of a kink.
                right[i] = (ahead[i] - atZero[i]) / h;
                left[i] = (atZero[i] - behind[i]) / h;
                if (level == 0) {
                    best[i] = row[0][i];
                }
            }
            double factor = SHRINK * SHRINK;
            for (int k = 1; k <= level; k++, factor *= SHRINK * SHRINK) {
                for (int i = 0; i < n; i++) {
                    row[k][i] = row[k - 1][i] + (row[k - 1][i] - before[k - 1][i]) / (factor - 1);
                    double e = Math.max(
                            Math.abs(row[k][i] - row[k - 1][i]), Math.abs(row[k][i] - before[k - 1][i]));
                    if (e < error[i]) {
                        error[i] = e;
                        best[i] = row[k][i];
                    }
                }
            }
            before = row;
        }
        return new Differences(best, error, left, right);
    }
}
