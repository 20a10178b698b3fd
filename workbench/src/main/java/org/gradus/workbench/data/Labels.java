package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A target column as classes: text in alphabetical order, numbers in ascending order.
 *
 * @param column the column's name
 * @param classes the names of the classes
 * @param codes one index into {@code classes} a row
 */
@SuppressWarnings("ArrayRecordComponent")
public record Labels(String column, List<String> classes, int[] codes) {

    /** Copies the list. */
    public Labels {
        classes = List.copyOf(classes);
    }

    /**
     * Makes classes of a column.
     *
     * @param column the target
     * @param file the file, for errors
     * @return the classes
     * @throws TableException when a row has no value
     */
    public static Labels of(Column column, String file) {
        requireWhole(column, file);
        return switch (column) {
            case Column.Numbers numbers -> ofNumbers(numbers);
            case Column.Texts texts -> ofTexts(texts);
        };
    }

    /**
     * Refuses a target with missing values.
     *
     * @param column the target
     * @param file the file, for errors
     * @throws TableException when a row has no value
     */
    public static void requireWhole(Column column, String file) {
        int missing = column.missing();
        if (missing > 0) {
            throw new TableException(
                    "tune: the target '" + column.name() + "' has no value in " + missing + " of " + column.size()
                            + " rows",
                    Place.of(file, column.name()).atRow(column.firstMissing()),
                    "remove the rows without a target, or fill it in");
        }
    }

    private static Labels ofTexts(Column.Texts column) {
        List<String> classes = new ArrayList<>(new TreeSet<>(Arrays.asList(column.values())));
        TreeMap<String, Integer> index = new TreeMap<>();
        classes.forEach(name -> index.put(name, index.size()));
        int[] codes = Arrays.stream(column.values()).mapToInt(index::get).toArray();
        return new Labels(column.name(), classes, codes);
    }

    private static Labels ofNumbers(Column.Numbers column) {
        double[] values = Arrays.stream(column.values())
                .map(v -> v + 0.0)
                .distinct()
                .sorted()
                .toArray();
        int[] codes = Arrays.stream(column.values())
                .mapToInt(v -> Arrays.binarySearch(values, v + 0.0))
                .toArray();
        return new Labels(
                column.name(), Arrays.stream(values).mapToObj(Numerals::plain).toList(), codes);
    }

    /**
     * How many rows each class has.
     *
     * @return the counts in the order of the classes
     */
    public int[] counts() {
        int[] counts = new int[classes.size()];
        for (int code : codes) {
            counts[code]++;
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that
                && column.equals(that.column)
                && classes.equals(that.classes)
                && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return 31 * classes.hashCode() + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return column + ": " + classes.size() + " classes in " + codes.length + " rows";
    }
}
