package org.gradus.workbench.minimize;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * Derivatives of vector functions of one number by central differences, extrapolated to a vanishing step (Ridders 1982),
 * with an estimate of the error.
 *
 * @param slope by central differences
 * @param error of it, estimated
 * @param jump between the slopes to the right and to the left, by the smallest step
 * @param jumpBefore the same by a step four times as large: as large where there is a kink, four times where f is smooth
 */
@SuppressWarnings("ArrayRecordComponent")
record Differences(double[] slope, double[] error, double[] jump, double[] jumpBefore) {
    private static final int LEVELS = 10;
    private static final double SHRINK = 1.6;

    /** At 0, with steps up to a size; f may return values that are not finite. */
    static Differences of(DoubleFunction<double[]> f, double[] atZero, double size) {
        int n = atZero.length;
        double[] best = new double[n];
        double[] error = new double[n];
        double[] jump = new double[n];
        double[] jumpBefore = new double[n];
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
                jump[i] = Math.abs(ahead[i] - 2 * atZero[i] + behind[i]) / h;
                if (level == LEVELS - 4) {
                    jumpBefore[i] = jump[i];
                }
                if (level == 0) {
                    best[i] = row[0][i];
                }
            }
            double factor = SHRINK * SHRINK;
            for (int k = 1; k <= level; k++, factor *= SHRINK * SHRINK) {
                for (int i = 0; i < n; i++) {
                    row[k][i] = row[k - 1][i] + (row[k - 1][i] - before[k - 1][i]) / (factor - 1);
                    double e = Math.max(Math.abs(row[k][i] - row[k - 1][i]), Math.abs(row[k][i] - before[k - 1][i]));
                    if (e < error[i]) {
                        error[i] = e;
                        best[i] = row[k][i];
                    }
                }
            }
            before = row;
        }
        return new Differences(best, error, jump, jumpBefore);
    }
}
