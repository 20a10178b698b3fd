package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds features that are the same after standardization, up to the sign: copies, the same in another unit, and yes-no
 * columns that say the same. Each is projected on two fixed directions; only those that agree there are compared row by
 * row.
 */
final class DuplicateFeatures {
    private static final double TOLERANCE = 1e-9;

    private final double[][] standardized;
    private final int rows;

    private DuplicateFeatures(double[][] standardized, int rows) {
        this.standardized = standardized;
        this.rows = rows;
    }

    /**
     * Looks for them.
     *
     * @param all the features
     * @param train the rows to look at
     * @return each that repeats an earlier one, with that one's name
     */
    static Map<String, String> find(Standardization all, int[] train) {
        int n = all.names().size();
        double[][] columns = new double[n][];
        double[] projections = new double[n];
        for (int j = 0; j < n; j++) {
            Shuffle directions = new Shuffle(0, 0);
            double[] values = all.kept().get(j).values();
            double sum = 0;
            for (int row : train) {
                double direction = (directions.next() >> 11) * 0x1p-52;
                sum += direction * all.scales().get(j).apply(values[row]);
            }
            projections[j] = Math.abs(sum);
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        order.sort(Comparator.comparingDouble(j -> projections[j]));
        double near = TOLERANCE * train.length;
        DuplicateFeatures compared = new DuplicateFeatures(columns, train.length);
        Map<Integer, Integer> first = new HashMap<>();
        for (int a = 0; a < n; a++) {
            for (int b = a + 1; b < n && projections[order.get(b)] - projections[order.get(a)] <= near; b++) {
                int i = Math.min(order.get(a), order.get(b));
                int j = Math.max(order.get(a), order.get(b));
                if (compared.same(i, j, all, train)) {
                    first.merge(j, i, Math::min);
                }
            }
            columns[order.get(a)] = null;
        }
        Map<String, String> repeats = new java.util.LinkedHashMap<>();
        for (int j = 0; j < n; j++) {
            if (first.containsKey(j)) {
                repeats.put(all.names().get(j), all.names().get(first.get(j)));
            }
        }
        return repeats;
    }

    private boolean same(int a, int b, Standardization all, int[] train) {
        double[] x = column(a, all, train);
        double[] y = column(b, all, train);
        double plus = 0;
        double minus = 0;
        for (int i = 0; i < rows && (plus <= TOLERANCE || minus <= TOLERANCE); i++) {
            plus = Math.max(plus, Math.abs(x[i] - y[i]));
            minus = Math.max(minus, Math.abs(x[i] + y[i]));
        }
        return plus <= TOLERANCE || minus <= TOLERANCE;
    }

    private double[] column(int j, Standardization all, int[] train) {
        if (standardized[j] == null) {
            double[] values = all.kept().get(j).values();
            double[] column = new double[rows];
            for (int i = 0; i < rows; i++) {
                column[i] = all.scales().get(j).apply(values[train[i]]);
            }
            standardized[j] = column;
        }
        return standardized[j];
    }
}
