package org.gradus.workbench.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that are equal in every column, the target included.
 *
 * @param rows the rows that repeat an earlier one
 * @param validation the validation rows that are also training rows
 * @param test the test rows that are also training or validation rows
 */
public record DuplicateRows(int rows, int validation, int test) {

    /**
     * Counts them.
     *
     * @param columns all columns
     * @param split the parts
     * @return the counts
     */
    public static DuplicateRows of(List<Column> columns, Split split) {
        long[] hashes = new long[0];
        for (Column column : columns) {
            if (hashes.length == 0) {
                hashes = new long[column.size()];
            }
            for (int row = 0; row < hashes.length; row++) {
                hashes[row] = mix(hashes[row] * 0x9E3779B97F4A7C15L + hash(column, row));
            }
        }
        int n = hashes.length;
        int[] first = first(columns, hashes);
        int repeats = 0;
        for (int row = 0; row < n; row++) {
            repeats += first[row] == row ? 0 : 1;
        }
        if (repeats == 0) {
            return new DuplicateRows(0, 0, 0);
        }
        boolean[] known = new boolean[n];
        Arrays.stream(split.train()).forEach(row -> known[first[row]] = true);
        int validation = count(split.validation(), first, known);
        Arrays.stream(split.validation()).forEach(row -> known[first[row]] = true);
        return new DuplicateRows(repeats, validation, count(split.test(), first, known));
    }

    private static int count(int[] rows, int[] first, boolean[] known) {
        return (int) Arrays.stream(rows).filter(row -> known[first[row]]).count();
    }

    private static long hash(Column column, int row) {
        return switch (column) {
            case Column.Numbers numbers -> mix(Double.doubleToLongBits(numbers.values()[row] + 0.0));
            case Column.Texts texts -> {
                String text = texts.values()[row];
                long h = 7;
                for (int i = 0; text != null && i < text.length(); i++) {
                    h = h * 0x5851F42D4C957F2DL + text.charAt(i);
                }
                yield text == null ? 1 : mix(h);
            }
        };
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** The first row that is equal to each. Rows of one hash are compared column by column. */
    private static int[] first(List<Column> columns, long[] hashes) {
        int n = hashes.length;
        int[] first = IntStream.range(0, n).toArray();
        long[] sorted = hashes.clone();
        Arrays.parallelSort(sorted);
        long[] repeated = IntStream.range(1, n)
                .filter(i -> sorted[i] == sorted[i - 1] && (i == 1 || sorted[i] != sorted[i - 2]))
                .mapToLong(i -> sorted[i])
                .toArray();
        if (repeated.length == 0) {
            return first;
        }
        int[] earliest = new int[repeated.length];
        Arrays.fill(earliest, -1);
        for (int row = 0; row < n; row++) {
            int at = Arrays.binarySearch(repeated, hashes[row]);
            if (at >= 0) {
                earliest[at] = earliest[at] < 0 ? row : earliest[at];
                first[row] = earliest[at];
            }
        }
        for (Column column : columns) {
            for (int row = 0; row < n; row++) {
                if (first[row] != row && !equal(column, first[row], row)) {
                    first[row] = row;
                }
            }
        }
        return first;
    }

    private static boolean equal(Column column, int a, int b) {
        return switch (column) {
            case Column.Numbers(String _, double[] v) ->
                Double.doubleToLongBits(v[a] + 0.0) == Double.doubleToLongBits(v[b] + 0.0);
            case Column.Texts(String _, String[] v) -> java.util.Objects.equals(v[a], v[b]);
        };
    }
}
