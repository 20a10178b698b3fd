package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Labels;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.report.Text;

/**
 * Columns that tell the target alone. For classes: numbers cut at one threshold between each two neighbouring classes, and
 * texts that stand for the class they occur with most, right in 99 % of the training rows and 20 times as seldom wrong as to
 * say the commonest class always. For a target of numbers: a rank correlation beyond 0.999.
 */
final class Leakage {
    /** With fewer rows a clean cut may well be chance. */
    private static final int FEWEST = 40;

    private static final double RIGHT = 0.99;
    private static final double SELDOM = 0.05;
    private static final double CORRELATED = 0.999;

    private Leakage() {}

    /**
     * A suspect.
     *
     * @param column its name
     * @param note what it does
     */
    record Suspect(String column, String note) {}

    static List<Suspect> of(Table table, Column target, int[] train, boolean classifies) {
        List<Suspect> suspects = new ArrayList<>();
        if (train.length < FEWEST) {
            return suspects;
        }
        Labels labels = classifies ? Labels.of(target, table.file()) : null;
        for (Column column : table.without(target.name())) {
            double strength = classifies
                    ? rightShare(column, labels, train)
                    : column instanceof Column.Numbers numbers && target instanceof Column.Numbers values
                            ? correlation(numbers, values, train)
                            : 0;
            if (classifies ? suspicious(strength, labels, train) : strength >= CORRELATED) {
                suspects.add(new Suspect(
                        column.name(),
                        "'" + column.name() + "' alone "
                                + (classifies
                                        ? "tells the target right in " + Text.percent(strength)
                                        : "orders the target almost perfectly (rank correlation "
                                                + Text.number(strength) + ")")
                                + (classifies ? " of" : " in") + " the training rows: if it is a copy or a consequence"
                                + " of the target, not known when predictions are made, remove it"));
            }
        }
        return suspects;
    }

    private static boolean suspicious(double right, Labels labels, int[] train) {
        int[] counts = new int[labels.classes().size()];
        for (int row : train) {
            counts[labels.codes()[row]]++;
        }
        double commonest = Arrays.stream(counts).max().orElseThrow() / (double) train.length;
        return right >= RIGHT && 1 - right <= SELDOM * (1 - commonest);
    }

    private static double rightShare(Column column, Labels labels, int[] train) {
        int k = labels.classes().size();
        return switch (column) {
            case Column.Texts(String _, String[] values) -> {
                Map<String, int[]> levels = new HashMap<>();
                for (int row : train) {
                    levels.computeIfAbsent(values[row], _ -> new int[k])[labels.codes()[row]]++;
                }
                // A name for each few rows tells everything, and nothing.
                boolean names = levels.size() > train.length / 10;
                yield names
                        ? 0
                        : levels.values().stream()
                                        .mapToInt(counts ->
                                                Arrays.stream(counts).max().orElseThrow())
                                        .sum()
                                / (double) train.length;
            }
            case Column.Numbers(String _, double[] values) -> threshold(values, labels, train, k) / (double) train.length;
        };
    }

    /** How many rows are right when each two classes next to each other are parted by the best threshold. */
    private static int threshold(double[] values, Labels labels, int[] train, int k) {
        int[] known = Arrays.stream(train).filter(row -> !Double.isNaN(values[row])).toArray();
        int[] missing = new int[k];
        for (int row : train) {
            missing[labels.codes()[row]] += Double.isNaN(values[row]) ? 1 : 0;
        }
        int right = Arrays.stream(missing).max().orElse(0);
        double[][] own = new double[k][];
        for (int c = 0; c < k; c++) {
            int code = c;
            own[c] = Arrays.stream(known)
                    .filter(row -> labels.codes()[row] == code)
                    .mapToDouble(row -> values[row])
                    .sorted()
                    .toArray();
        }
        int[] order = IntStream.range(0, k)
                .filter(c -> own[c].length > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> own[c][own[c].length / 2]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] cuts = new double[Math.max(0, order.length - 1)];
        for (int c = 0; c < cuts.length; c++) {
            cuts[c] = cut(own[order[c]], own[order[c + 1]]);
        }
        for (int c = 0; c < order.length; c++) {
            double low = c == 0 ? Double.NEGATIVE_INFINITY : cuts[c - 1];
            double high = c == cuts.length ? Double.POSITIVE_INFINITY : cuts[c];
            right += (int) Arrays.stream(own[order[c]])
                    .filter(v -> v > low && v <= high)
                    .count();
        }
        return right;
    }

    /** The value at and below which the lower class stands, with the fewest errors. */
    private static double cut(double[] lower, double[] upper) {
        double best = Double.NEGATIVE_INFINITY;
        int fewest = lower.length;
        int j = 0;
        for (int i = 0; i < lower.length; i++) {
            if (i + 1 < lower.length && lower[i + 1] == lower[i]) {
                continue;
            }
            while (j < upper.length && upper[j] <= lower[i]) {
                j++;
            }
            int errors = lower.length - i - 1 + j;
            if (errors < fewest) {
                fewest = errors;
                best = lower[i];
            }
        }
        return best;
    }

    private static double correlation(Column.Numbers column, Column.Numbers target, int[] train) {
        int[] known = Arrays.stream(train)
                .filter(row -> Double.isFinite(column.values()[row]))
                .toArray();
        if (known.length < FEWEST) {
            return 0;
        }
        double[] x = Arrays.stream(known).mapToDouble(row -> column.values()[row]).toArray();
        double[] y = Arrays.stream(known).mapToDouble(row -> target.values()[row]).toArray();
        double correlation = Math.abs(Ranks.correlation(x, y));
        return Double.isNaN(correlation) ? 0 : correlation;
    }
}
