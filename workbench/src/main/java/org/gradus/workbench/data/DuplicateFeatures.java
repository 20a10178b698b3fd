package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Standardization.Scale;

/**
 * Finds features that are the same after standardization, up to the sign: copies, the same in another unit, and yes-no
 * columns that say the same. Each is projected on two fixed directions; only those that agree there are compared row by
 * row.
 */
final class DuplicateFeatures {
    private static final double TOLERANCE = 1e-9;

    private final List<Column.Numbers> features;
    private final List<Scale> scales;
    private final int[] train;
    private int held = -1;
    private double[] heldValues;

    private DuplicateFeatures(List<Column.Numbers> features, List<Scale> scales, int[] train) {
        this.features = features;
        this.scales = scales;
        this.train = train;
    }

    /** A feature's length along a fixed direction, but for the sign. */
    static double projection(double[] values, Scale scale, int[] train) {
        Shuffle directions = new Shuffle(0, 0);
        double sum = 0;
        for (int row : train) {
            double direction = (directions.next() >> 11) * 0x1p-52;
            sum += direction * scale.apply(values[row]);
        }
        return Math.abs(sum);
    }

    /**
     * Looks for them.
     *
     * @param names the features
     * @param features gives one, each time that it is needed
     * @param scales mean and deviation of each
     * @param projections of each
     * @param train the rows to look at
     * @return each that repeats an earlier one, with that one's name
     */
    static Map<String, String> find(
            List<String> names, List<Column.Numbers> features, List<Scale> scales, double[] projections, int[] train) {
        int n = names.size();
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        order.sort(Comparator.comparingDouble(j -> projections[j]));
        double near = TOLERANCE * train.length;
        DuplicateFeatures compared = new DuplicateFeatures(features, scales, train);
        Map<Integer, Integer> first = new HashMap<>();
        for (int a = 0; a < n; a++) {
            for (int b = a + 1; b < n && projections[order.get(b)] - projections[order.get(a)] <= near; b++) {
                int i = Math.min(order.get(a), order.get(b));
                int j = Math.max(order.get(a), order.get(b));
                if (compared.same(order.get(a), order.get(b))) {
                    first.merge(j, i, Math::min);
                }
            }
        }
        Map<String, String> repeats = new java.util.LinkedHashMap<>();
        for (int j = 0; j < n; j++) {
            if (first.containsKey(j)) {
                repeats.put(names.get(j), names.get(first.get(j)));
            }
        }
        return repeats;
    }

    /** The first is kept for the next question, which is about it again. */
    private boolean same(int a, int b) {
        if (held != a) {
            held = a;
            heldValues = features.get(a).values();
        }
        double[] x = heldValues;
        double[] y = features.get(b).values();
        double plus = 0;
        double minus = 0;
        for (int i = 0; i < train.length && (plus <= TOLERANCE || minus <= TOLERANCE); i++) {
            double u = scales.get(a).apply(x[train[i]]);
            double v = scales.get(b).apply(y[train[i]]);
            plus = Math.max(plus, Math.abs(u - v));
            minus = Math.max(minus, Math.abs(u + v));
        }
        return plus <= TOLERANCE || minus <= TOLERANCE;
    }
}
