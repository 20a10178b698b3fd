package org.gradus.kernel;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.gradus.error.ShapeException;

/** The order of elements: NaN is after every number in either direction, ±0 are equal, and equal elements keep their order. */
public final class Ordering {
    private static final int GRAIN = 1 << 13;
    private static final int SELECTED = 16;
    private static final int CONVERTED = 16;

    private Ordering() {}

    /**
     * out[o, j, i] = the index of the element of x[o, :, i] that stands at place j in order, for j below {@code count}.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·count·inner indices
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param count how many places are wanted, at most n
     * @param descending whether the largest comes first
     */
    public static void argsort(Object x, long[] out, int outer, int n, int inner, int count, boolean descending) {
        if (count == 0) {
            return;
        }
        Workers.ranges(outer * inner, Math.max(1, GRAIN / n), (from, to) -> {
            StableSort sort = new StableSort(n);
            for (int line = from; line < to; line++) {
                Keys.read(x, Rows.start(line, n, inner), inner, sort.keys(), n, descending);
                boolean few = count <= n / SELECTED;
                int[] order = few ? sort.smallest(count) : sort.order();
                int at = Rows.start(line, count, inner);
                for (int j = 0; j < count; j++) {
                    out[at + j * inner] = order[j];
                }
            }
        });
    }

    /**
     * out[l, v] = how many elements of sorted[l, :] are less than values[l, v]; on the right side, not greater.
     *
     * @param sorted lines·n elements, each line in order: double[], float[], long[] or int[]
     * @param values lines·count elements of the same type
     * @param out receives lines·count numbers from 0 to n
     * @param lines the number of lines
     * @param n the length of a sorted line
     * @param count the number of values sought in a line
     * @param right whether equal elements count
     */
    public static void searchSorted(
            Object sorted, Object values, long[] out, int lines, int n, int count, boolean right) {
        if (Kinds.differ(sorted, values)) {
            throw Kinds.unsupported("searchSorted", sorted, values);
        }
        IntToLongFunction sought = Keys.of("searchSorted", values, false);
        if (count >= n / CONVERTED) {
            long[] keys = new long[lines * n];
            Keys.read(sorted, 0, 1, keys, lines * n, false);
            Workers.ranges(lines * count, GRAIN, (from, to) -> {
                for (int v = from; v < to; v++) {
                    out[v] = search(keys, v / count * n, n, sought.applyAsLong(v), right);
                }
            });
            return;
        }
        IntToLongFunction keys = Keys.of("searchSorted", sorted, false);
        Workers.ranges(lines * count, GRAIN, (from, to) -> {
            for (int v = from; v < to; v++) {
                out[v] = search(keys, v / count * n, n, sought.applyAsLong(v), right);
            }
        });
    }

    private static int search(long[] keys, int at, int n, long sought, boolean right) {
        int low = 0;
        int high = n;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long key = keys[at + middle];
            boolean smaller = key < sought || (right && key == sought);
            low = smaller ? middle + 1 : low;
            high = smaller ? high : middle;
        }
        return low;
    }

    /** The same without turning all sorted numbers into keys, which does not pay for a few values. */
    private static int search(IntToLongFunction keys, int at, int n, long sought, boolean right) {
        int low = 0;
        int high = n;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long key = keys.applyAsLong(at + middle);
            if (key < sought || (right && key == sought)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * out[o, s, i] = the first j with segments[o, j] = s whose x[o, j, i] is the largest or smallest of them, or the first
     * that is NaN; n for a segment without entries.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param segments outer·n numbers from 0 to size − 1
     * @param out receives outer·size·inner indices
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param size the number of segments
     * @param largest whether the largest is sought, not the smallest
     * @throws ShapeException if a segment is outside 0 … size − 1
     */
    public static void segmentArg(
            Object x, long[] segments, long[] out, int outer, int n, int inner, int size, boolean largest) {
        for (int k = 0; k < outer * n; k++) {
            if (segments[k] < 0 || segments[k] >= size) {
                throw new ShapeException(
                        "segments: entry " + k % n + " is of segment " + segments[k] + ", but there are " + size,
                        "name segments from 0 to their number − 1");
            }
        }
        IntToLongFunction keys = Keys.of("segmentArg", x, !largest);
        Arrays.fill(out, 0, outer * size * inner, n);
        Workers.ranges(outer, Math.max(1, GRAIN / Math.max(1, n * inner)), (from, to) -> {
            for (int row = from * n; row < to * n; row++) {
                int o = row / n;
                int entry = row - o * n;
                int best = (o * size + (int) segments[row]) * inner;
                for (int i = 0; i < inner; i++) {
                    int before = (int) out[best + i];
                    boolean better = before == n
                            || keys.applyAsLong(row * inner + i) > keys.applyAsLong((o * n + before) * inner + i);
                    if (better) {
                        out[best + i] = entry;
                    }
                }
            }
        });
    }
}
