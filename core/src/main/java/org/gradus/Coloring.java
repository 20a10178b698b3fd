package org.gradus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows and columns of a sparse matrix share a product. Some rows, the longest, are read from products with the
 * transposed matrix: those of one color have no column in common. The other rows are read from products with the matrix:
 * columns of one color have none of these rows in common (Curtis, Powell and Reid, On the estimation of sparse Jacobian
 * matrices, 1974; Coleman and Moré, Estimation of sparse Jacobian matrices and graph coloring problems, 1983). With no row
 * among the first it is a coloring of columns, with all one of rows; between, a matrix with a dense row and a dense column
 * takes few products (Coleman and Verma, The efficient computation of sparse Jacobian matrices using automatic
 * differentiation, 1998).
 *
 * @param rowColor the color of each row read from the transposed products, else −1
 * @param columnColor the color of each column with an entry in the other rows, else −1
 */
@SuppressWarnings("ArrayRecordComponent")
record Coloring(int[] rowColor, int rowColors, int[] columnColor, int columnColors) {

    /**
     * A coloring of few products, greedily: of the thresholds that halve the number of columns, the best, columns and rows
     * taken both as they come and the longest first. Of equal ones that with fewer colors of rows, since a product with the
     * matrix needs less memory than one with its transposed.
     *
     * @param columnCost products a color of columns takes, where one of rows takes one
     */
    static Coloring of(Sparsity pattern, int columnCost) {
        Sparsity.ByColumns byColumns = pattern.byColumns();
        int[] byLength = IntStream.range(0, pattern.rows())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -pattern.count(i)))
                .mapToInt(i -> i)
                .toArray();
        Greedy columns = new Greedy(byColumns.start(), byColumns.row(), pattern.rows());
        Greedy rows = new Greedy(pattern.rowStart(), pattern.column(), pattern.columns());
        Coloring best = null;
        long least = Integer.MAX_VALUE;
        for (Split split : splits(pattern, byLength, columnCost)) {
            int taken = split.taken;
            if (split.bound > least) {
                break;
            }
            boolean[] byRow = new boolean[pattern.rows()];
            for (int k = 0; k < taken; k++) {
                byRow[byLength[k]] = true;
            }
            int[] rowColor = rows.colors(byRow, null, (int) least);
            if (rowColor == null) {
                continue;
            }
            int rowColors = number(rowColor);
            int[] columnColor = columns.colors(null, byRow, (int) (least - rowColors) / columnCost);
            if (columnColor == null) {
                continue;
            }
            int columnColors = number(columnColor);
            long cost = rowColors + (long) columnCost * columnColors;
            if (cost < least || best == null || (cost == least && rowColors < best.rowColors)) {
                least = cost;
                best = new Coloring(rowColor, rowColors, columnColor, columnColors);
            }
        }
        return best != null ? best : eachColumn(pattern, byColumns);
    }

    /** Where no coloring fits in memory: every column its own color. */
    private static Coloring eachColumn(Sparsity pattern, Sparsity.ByColumns byColumns) {
        int[] rowColor = new int[pattern.rows()];
        Arrays.fill(rowColor, -1);
        int[] columnColor = new int[pattern.columns()];
        int colors = 0;
        for (int j = 0; j < columnColor.length; j++) {
            columnColor[j] = byColumns.start()[j] < byColumns.start()[j + 1] ? colors++ : -1;
        }
        return new Coloring(rowColor, 0, columnColor, colors);
    }

    /** How many of the longest rows are taken out, and what no coloring of that can go below. */
    private record Split(int taken, long bound) {}

    /** What may be taken out, the most promising first. */
    private static List<Split> splits(Sparsity pattern, int[] byLength, int columnCost) {
        List<Split> splits = new ArrayList<>();
        int[] crossings = new int[pattern.columns()];
        int crossed = 0;
        int taken = 0;
        int threshold = pattern.columns();
        while (true) {
            int before = taken;
            while (taken < byLength.length && pattern.count(byLength[taken]) > threshold) {
                for (int j : pattern.columnsOf(byLength[taken++])) {
                    crossed = Math.max(crossed, ++crossings[j]);
                }
            }
            if (splits.isEmpty() || taken > before) {
                int longest = taken < byLength.length ? pattern.count(byLength[taken]) : 0;
                splits.add(new Split(taken, crossed + (long) columnCost * longest));
            }
            if (threshold == 0) {
                splits.sort(Comparator.comparingLong(Split::bound));
                return splits;
            }
            threshold /= 2;
        }
    }

    private static int number(int[] colors) {
        return Arrays.stream(colors).max().orElse(-1) + 1;
    }

    int cost(int columnCost) {
        return rowColors + columnCost * columnColors;
    }

    /** Colors lines so that those of one color cross in no other line. */
    private static final class Greedy {
        /** For the colors met: 256 MB; more colors than fit are no gain. */
        private static final long MOST_WORDS = 1L << 25;

        private final int[] start;
        private final int[] crossed;
        private final int crossings;
        private final int[] longestFirst;

        Greedy(int[] start, int[] crossed, int crossings) {
            this.start = start;
            this.crossed = crossed;
            this.crossings = crossings;
            this.longestFirst = IntStream.range(0, start.length - 1)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> start[i] - start[i + 1]))
                    .mapToInt(i -> i)
                    .toArray();
        }

        /**
         * The better of two orders.
         *
         * @param lines which lines, null for all
         * @param without crossings of no account, null for none
         * @return a color or −1 for each line; null when there are more than limit, or than fit in memory
         */
        int[] colors(boolean[] lines, boolean[] without, int limit) {
            int[] first = colors(null, lines, without, limit);
            int[] second = colors(longestFirst, lines, without, first == null ? limit : number(first) - 1);
            return second != null ? second : first;
        }

        private int[] colors(int[] order, boolean[] lines, boolean[] without, int limit) {
            if (limit < 0) {
                return null;
            }
            int[] color = new int[start.length - 1];
            Arrays.fill(color, -1);
            // The colors already met in each crossing line, as bits.
            int words = 1;
            long[] met = new long[crossings];
            for (int k = 0; k < color.length; k++) {
                int line = order == null ? k : order[k];
                if (lines != null && !lines[line]) {
                    continue;
                }
                int chosen = free(line, without, met, words);
                if (chosen == -1) {
                    continue;
                }
                if (chosen >= limit) {
                    return null;
                }
                color[line] = chosen;
                if (chosen >= 64 * words) {
                    if ((long) met.length > MOST_WORDS / 2) {
                        return null;
                    }
                    met = widened(met, words);
                    words *= 2;
                }
                for (int q = start[line]; q < start[line + 1]; q++) {
                    met[crossed[q] * words + (chosen >> 6)] |= 1L << chosen;
                }
            }
            return color;
        }

        /** The first color met in no line that this one crosses; −1 when it crosses none. */
        private int free(int line, boolean[] without, long[] met, int words) {
            boolean crosses = false;
            for (int w = 0; w < words; w++) {
                long bits = 0;
                for (int q = start[line]; q < start[line + 1]; q++) {
                    if (without == null || !without[crossed[q]]) {
                        crosses = true;
                        bits |= met[crossed[q] * words + w];
                    }
                }
                if (!crosses) {
                    return -1;
                }
                if (bits != -1L) {
                    return 64 * w + Long.numberOfTrailingZeros(~bits);
                }
            }
            return 64 * words;
        }

        private long[] widened(long[] met, int words) {
            long[] wide = new long[met.length * 2];
            for (int i = 0; i < crossings; i++) {
                System.arraycopy(met, i * words, wide, i * 2 * words, words);
            }
            return wide;
        }
    }
}
