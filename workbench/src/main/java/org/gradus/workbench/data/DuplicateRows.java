package org.gradus.workbench.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        int n = columns.getFirst().size();
        long[] hashes = new long[n];
        for (Column column : columns) {
            for (int row = 0; row < n; row++) {
                hashes[row] = mix(hashes[row] * 0x9E3779B97F4A7C15L + hash(column, row));
            }
        }
        int[] first = new int[n];
        Map<Long, Integer> seen = new HashMap<>(2 * n);
        int repeats = 0;
        for (int row = 0; row < n; row++) {
            Integer earlier = seen.putIfAbsent(hashes[row], row);
            boolean repeat = earlier != null && equal(columns, earlier, row);
            first[row] = repeat ? earlier : row;
            repeats += repeat ? 1 : 0;
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

    private static boolean equal(List<Column> columns, int a, int b) {
        for (Column column : columns) {
            boolean same = switch (column) {
                case Column.Numbers(String _, double[] v) ->
                    Double.doubleToLongBits(v[a] + 0.0) == Double.doubleToLongBits(v[b] + 0.0);
                case Column.Texts(String _, String[] v) -> java.util.Objects.equals(v[a], v[b]);
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
