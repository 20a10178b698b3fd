package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds features that are linear combinations of those before them, by orthogonalizing each against the earlier ones.
 * Of long tables evenly spaced training rows are looked at, as many as keep the work small.
 */
final class CollinearFeatures {
    /** The share of a feature's squared length below which what is left of it is rounding. */
    private static final double ROUNDING = 1e-16;

    private static final double MOST_WORK = 5e8;

    private CollinearFeatures() {}

    /**
     * Looks for them.
     *
     * @param names the features
     * @param values gives the values of one, which is asked for once
     * @param scales mean and deviation of each
     * @param train the training rows
     * @return the names of those that others determine; none when there are as many features as rows
     */
    static List<String> find(
            List<String> names, IntFunction<double[]> values, List<Standardization.Scale> scales, int[] train) {
        int d = names.size();
        int rows = (int) Math.min(train.length, MOST_WORK / ((double) d * d + 1));
        List<String> found = new ArrayList<>();
        if (rows <= 2 * d) {
            return found;
        }
        List<double[]> basis = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            double[] all = values.apply(j);
            double[] v = new double[rows];
            for (int i = 0; i < rows; i++) {
                int row = train[(int) ((long) i * train.length / rows)];
                v[i] = scales.get(j).apply(all[row]);
            }
            double before = dot(v, v);
            // Twice is enough: the second pass takes away what rounding left of the first.
            for (int pass = 0; pass < 2; pass++) {
                for (double[] u : basis) {
                    double share = dot(u, v);
                    for (int i = 0; i < rows; i++) {
                        v[i] -= share * u[i];
                    }
                }
            }
            double after = dot(v, v);
            if (before > 0 && after <= ROUNDING * before) {
                found.add(names.get(j));
            } else if (after > 0) {
                double length = Math.sqrt(after);
                for (int i = 0; i < rows; i++) {
                    v[i] /= length;
                }
                basis.add(v);
            }
        }
        return found;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
