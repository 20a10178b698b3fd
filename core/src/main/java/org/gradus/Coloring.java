package org.gradus;

import java.util.Arrays;
import java.util.Comparator;
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
        for (int taken : counts(pattern, byLength, columnCost)) {
            if (bound(pattern, byLength, taken, columnCost) > least) {
                continue;
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
            if (cost < least || best == null || cost == least && rowColors < best.rowColors) {
                least = cost;
                best = new Coloring(rowColor, rowColors, columnColor, columnColors);
            }
        }
        return best;
    }

    /** How many of the longest rows may be taken out, the most promising first. */
    private static int[] counts(Sparsity pattern, int[] byLength, int columnCost) {
        int[] counts = new int[34];
        int n = 0;
        int taken = 0;
        for (int threshold = pattern.columns(); ; threshold /= 2) {
            while (taken < byLength.length && pattern.count(byLength[taken]) > threshold) {
                taken++;
            }
            if (n == 0 || counts[n - 1] != taken) {
                counts[n++] = taken;
            }
            if (threshold == 0) {
                break;
            }
        }
        return Arrays.stream(counts, 0, n)
                .boxed()
                .sorted(Comparator.comparingLong(k -> bound(pattern, byLength, k, columnCost)))
                .mapToInt(k -> k)
                .toArray();
    }

    /** No coloring with so many rows taken out has fewer products. */
    private static long bound(Sparsity pattern, int[] byLength, int taken, int columnCost) {
        int longest = taken < byLength.length ? pattern.count(byLength[taken]) : 0;
        return (long) columnCost * longest + (taken > 0 ? 1 : 0);
    }

    private static int number(int[] colors) {
        return Arrays.stream(colors).max().orElse(-1) + 1;
    }

    int cost(int columnCost) {
        return rowColors + columnCost * columnColors;
    }

    /** Colors lines so that those of one color cross in no other line. */
    private static final class Greedy {
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
         * @return a color or −1 for each line; null when there are more than limit
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
            long[] wide = new long[Math.multiplyExact(met.length, 2)];
            for (int i = 0; i < crossings; i++) {
                System.arraycopy(met, i * words, wide, i * 2 * words, words);
            }
            return wide;
        }
    }
}
