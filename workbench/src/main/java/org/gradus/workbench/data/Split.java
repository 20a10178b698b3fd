package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows are trained on, validated on and tested on: disjoint, together all rows, each in ascending order.
 *
 * @param train the rows to fit on
 * @param validation the rows to choose hyperparameters by
 * @param test the rows that are looked at once, at the end
 */
@SuppressWarnings("ArrayRecordComponent")
public record Split(int[] train, int[] validation, int[] test) {
    private static final int PARTS = 3;

    /**
     * Splits so that each class is in each part in proportion: every count is its exact share rounded down or up (and
     * at least 1), and the roundings of the classes even out, so that the parts have their sizes too.
     *
     * @param labels the class of each row
     * @param shares the shares of the parts
     * @param seed the same seed gives the same split, on any machine
     * @param file the file, for errors
     * @return the split
     * @throws TableException when a class has fewer than 3 rows
     */
    public static Split stratified(Labels labels, SplitShares shares, long seed, String file) {
        requireThreeOfEach(labels, file);
        int[][] members = members(labels);
        SplitSizes sizes = new SplitSizes(shares.fractions());
        List<int[]> parts =
                List.of(new int[labels.codes().length], new int[labels.codes().length], new int[labels.codes().length]);
        int[] filled = new int[PARTS];
        for (int c = 0; c < members.length; c++) {
            new Shuffle(seed, c).apply(members[c]);
            int[] count = sizes.next(members[c].length);
            int from = 0;
            for (int part = 0; part < PARTS; part++) {
                System.arraycopy(members[c], from, parts.get(part), filled[part], count[part]);
                filled[part] += count[part];
                from += count[part];
            }
        }
        return sorted(parts, filled);
    }

    /**
     * Splits at random, for a target of numbers.
     *
     * @param rows the number of rows
     * @param shares the shares of the parts
     * @param seed the same seed gives the same split, on any machine
     * @param file the file, for errors
     * @return the split
     * @throws TableException when a part would have fewer than 2 rows
     */
    public static Split random(int rows, SplitShares shares, long seed, String file) {
        int[] order = IntStream.range(0, rows).toArray();
        new Shuffle(seed, 0).apply(order);
        int[] count = rows < PARTS ? new int[PARTS] : new SplitSizes(shares.fractions()).next(rows);
        if (Arrays.stream(count).min().orElse(0) < 2) {
            throw new TableException(
                    "tune: " + rows + (rows == 1 ? " row does" : " rows do") + " not split into " + shares
                            + " with at least 2 rows in each part",
                    Place.of(file),
                    "give more rows, or a more even --split");
        }
        int second = count[0] + count[1];
        return sorted(
                List.of(
                        Arrays.copyOfRange(order, 0, count[0]),
                        Arrays.copyOfRange(order, count[0], second),
                        Arrays.copyOfRange(order, second, rows)),
                count);
    }

    private static Split sorted(List<int[]> parts, int[] filled) {
        int[][] rows = new int[PARTS][];
        for (int part = 0; part < PARTS; part++) {
            rows[part] = Arrays.copyOf(parts.get(part), filled[part]);
            Arrays.sort(rows[part]);
        }
        return new Split(rows[0], rows[1], rows[2]);
    }

    private static int[][] members(Labels labels) {
        int[] counts = labels.counts();
        int[][] members = new int[counts.length][];
        for (int c = 0; c < counts.length; c++) {
            members[c] = new int[counts[c]];
        }
        int[] filled = new int[counts.length];
        for (int row = 0; row < labels.codes().length; row++) {
            int c = labels.codes()[row];
            members[c][filled[c]++] = row;
        }
        return members;
    }

    private static void requireThreeOfEach(Labels labels, String file) {
        int[] counts = labels.counts();
        List<String> small = new ArrayList<>();
        int first = -1;
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] < PARTS) {
                first = first < 0 ? c : first;
                small.add(labels.classes().get(c));
            }
        }
        if (small.isEmpty()) {
            return;
        }
        String problem = small.size() == 1
                ? "tune: class " + Names.list(small) + " has " + counts[first] + (counts[first] == 1 ? " row" : " rows")
                        + ", but training, validation and test need one each"
                : "tune: " + small.size() + " of " + counts.length
                        + " classes have fewer than 3 rows, but training, validation and test need one each: "
                        + Names.list(small);
        throw new TableException(
                problem,
                Place.of(file, labels.column()),
                small.size() * 2 > counts.length
                        ? "choose a target with fewer classes; this column looks like a name or a number of each row"
                        : "add rows of these classes, join them with others, or remove them");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Split that
                && Arrays.equals(train, that.train)
                && Arrays.equals(validation, that.validation)
                && Arrays.equals(test, that.test);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(train) * 961 + Arrays.hashCode(validation) * 31 + Arrays.hashCode(test);
    }

    @Override
    public String toString() {
        return train.length + " training, " + validation.length + " validation and " + test.length + " test rows";
    }
}
