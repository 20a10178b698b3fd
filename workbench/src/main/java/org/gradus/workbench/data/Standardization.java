package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features moved to mean 0 and standard deviation 1: {@code (x - mean) / deviation}, both of the training rows alone,
 * so that nothing of the other parts leaks into the model. The deviation divides by n. Columns that are constant in
 * training carry no information and are dropped.
 */
public final class Standardization {
    /** Below this share of the largest value, differences are rounding errors of the file. */
    private static final double ROUNDING = 1e-13;

    private final List<String> names;
    private final List<Column.Numbers> kept;
    private final List<Scale> scales;
    private final List<String> dropped;

    private Standardization(List<String> names, List<Column.Numbers> kept, List<Scale> scales, List<String> dropped) {
        this.names = List.copyOf(names);
        this.kept = kept;
        this.scales = List.copyOf(scales);
        this.dropped = List.copyOf(dropped);
    }

    /**
     * Computes means and deviations.
     *
     * @param columns the features, finite or not known (NaN)
     * @param train the rows to look at
     * @param file the file, for errors
     * @return the standardization
     * @throws TableException when no column varies, or values are too large to square
     */
    public static Standardization fit(List<Column.Numbers> columns, int[] train, String file) {
        List<Column.Numbers> kept = new ArrayList<>();
        List<Scale> scales = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (Column.Numbers column : columns) {
            Scale scale = Scale.of(column, train, file);
            if (scale.deviation() > 0) {
                kept.add(column);
                scales.add(scale);
            } else {
                dropped.add(column.name());
            }
        }
        if (kept.isEmpty()) {
            throw noneVaries(dropped, file);
        }
        return new Standardization(kept.stream().map(Column::name).toList(), List.copyOf(kept), scales, dropped);
    }

    static TableException noneVaries(List<String> dropped, String file) {
        return new TableException(
                "tune: every feature is constant in the training rows: " + Names.list(dropped),
                Place.of(file),
                "add a feature that varies, or try another --seed");
    }

    /**
     * The features that stay.
     *
     * @return their names in order
     */
    public List<String> names() {
        return names;
    }

    /**
     * Mean and deviation of each feature that stays.
     *
     * @return one scale a feature
     */
    public List<Scale> scales() {
        return scales;
    }

    /**
     * The features that were constant in the training rows.
     *
     * @return their names in order
     */
    public List<String> dropped() {
        return dropped;
    }

    /**
     * Features with means and deviations that are known.
     *
     * @param names their names
     * @param columns the features, finite or not known (NaN); one is asked for each time that it is needed
     * @param scales one for each
     * @return the standardization
     */
    static Standardization of(List<String> names, List<Column.Numbers> columns, List<Scale> scales) {
        return new Standardization(names, columns, scales, List.of());
    }

    /**
     * Standardizes rows; a number that is not known becomes 0, the mean.
     *
     * @param rows which rows
     * @return {@code rows.length} times {@code names().size()} numbers, row after row
     */
    public double[] apply(int[] rows) {
        int columns = kept.size();
        double[] out = new double[rows.length * columns];
        for (int j = 0; j < columns; j++) {
            double[] values = kept.get(j).values();
            Scale scale = scales.get(j);
            for (int i = 0; i < rows.length; i++) {
                out[i * columns + j] = scale.apply(values[rows[i]]);
            }
        }
        return out;
    }

    /**
     * Mean and standard deviation of a column.
     *
     * @param mean the mean
     * @param deviation the standard deviation, dividing by n; 0 when the column is constant
     */
    public record Scale(double mean, double deviation) {

        /**
         * Computes both over some rows, in two passes.
         *
         * @param column the column, finite in these rows or not known (NaN), which does not count
         * @param all the rows to look at
         * @param file the file, for errors
         * @return the scale
         * @throws TableException when the values are too large to square
         */
        public static Scale of(Column.Numbers column, int[] all, String file) {
            int[] rows = known(column, all);
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int row : rows) {
                double value = column.values()[row];
                least = Math.min(least, value);
                most = Math.max(most, value);
                sum += value / rows.length;
            }
            if (rows.length == 0) {
                return new Scale(0, 0);
            }
            if (most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most))) {
                return new Scale(least, 0);
            }
            double squares = 0;
            double rest = 0;
            for (int row : rows) {
                double d = column.values()[row] - sum;
                rest += d;
                squares += d * d;
            }
            double shift = rest / rows.length;
            double deviation = Math.sqrt((squares - rest * shift) / rows.length);
            if (!(deviation > 0) || !Double.isFinite(deviation)) {
                throw new TableException(
                        "tune: column '" + column.name() + "' spans " + least + " to " + most
                                + ", too far apart or too close together for its deviation to be computed",
                        Place.of(file, column.name()),
                        "give it in another unit, or as a logarithm");
            }
            return new Scale(sum + shift, deviation);
        }

        private static int[] known(Column.Numbers column, int[] rows) {
            for (int row : rows) {
                if (column.isMissing(row)) {
                    return Arrays.stream(rows).filter(r -> !column.isMissing(r)).toArray();
                }
            }
            return rows;
        }

        /**
         * Standardizes a value.
         *
         * @param value a value in the table's unit, NaN when it is not known
         * @return {@code (value - mean) / deviation}, 0 when it is not known
         */
        public double apply(double value) {
            return Double.isNaN(value) ? 0 : (value - mean) / deviation;
        }
    }
}
