package org.gradus.kernel;

import java.util.Arrays;

/**
 * A copy from strided to strided positions, brought to its simplest form: dimensions of size 1 dropped, neighbors that
 * are one run in both arrays joined, and the last two dimensions made a plane that {@link Planes} moves at once.
 */
final class StridedMove {
    private static final int GRAIN = 1 << 15;

    private final int[] shape;
    private final int[] from;
    private final int[] to;

    private StridedMove(int[] shape, int[] from, int[] to) {
        this.shape = shape;
        this.from = from;
        this.to = to;
    }

    static StridedMove of(int[] shape, int[] from, int[] to) {
        int[] s = new int[Math.max(2, shape.length)];
        int[] f = new int[s.length];
        int[] t = new int[s.length];
        int rank = 0;
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] == 1) {
                continue;
            }
            boolean joins = rank > 0 && f[rank - 1] == from[d] * shape[d] && t[rank - 1] == to[d] * shape[d];
            if (joins) {
                s[rank - 1] *= shape[d];
            } else {
                s[rank++] = shape[d];
            }
            f[rank - 1] = from[d];
            t[rank - 1] = to[d];
        }
        int padding = Math.max(0, 2 - rank);
        StridedMove move = new StridedMove(new int[rank + padding], new int[rank + padding], new int[rank + padding]);
        Arrays.fill(move.shape, 0, padding, 1);
        System.arraycopy(s, 0, move.shape, padding, rank);
        System.arraycopy(f, 0, move.from, padding, rank);
        System.arraycopy(t, 0, move.to, padding, rank);
        move.choosePlane();
        return move;
    }

    /** Brings the dimension along which the other array is contiguous next to the last one, for blocked transposes. */
    private void choosePlane() {
        int last = shape.length - 1;
        int row = last - 1;
        for (int d = 0; d < last; d++) {
            if (Math.abs(from[d]) == 1 || Math.abs(to[d]) == 1) {
                row = d;
            }
        }
        swap(shape, row, last - 1);
        swap(from, row, last - 1);
        swap(to, row, last - 1);
    }

    private static void swap(int[] a, int i, int j) {
        int kept = a[i];
        a[i] = a[j];
        a[j] = kept;
    }

    /** Moves some rows of a plane. */
    private interface Rows {
        void move(int from, int to, int rows);
    }

    /**
     * Copies, on all threads when it is long; {@code distinct} says that no two elements go to one position, as it must
     * be then.
     */
    void copy(Object src, int srcOffset, Object out, int outOffset, boolean distinct) {
        Planes planes = planes(src, out);
        int planeCount = 1;
        for (int d = 0; d < shape.length - 2; d++) {
            planeCount *= shape[d];
        }
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        long size = (long) planeCount * rows * columns;
        if (size == 0) {
            return;
        }
        if (!distinct || size < 2 * GRAIN) {
            each(0, planeCount, srcOffset, outOffset, planes::copy);
        } else if (planeCount > 1) {
            int grain = Math.max(1, GRAIN / (rows * columns));
            Workers.ranges(planeCount, grain, (from, to) -> each(from, to, srcOffset, outOffset, planes::copy));
        } else {
            int fromRow = from[shape.length - 2];
            int toRow = to[shape.length - 2];
            int grain = Planes.BLOCK * Math.max(1, GRAIN / (Planes.BLOCK * columns));
            Workers.ranges(
                    rows,
                    grain,
                    (first, end) -> planes.copy(srcOffset + first * fromRow, outOffset + first * toRow, end - first));
        }
    }

    /** Adds, in an order that depends on sizes and steps alone. */
    void add(Object src, int srcOffset, Object out, int outOffset) {
        int planeCount = 1;
        for (int d = 0; d < shape.length - 2; d++) {
            planeCount *= shape[d];
        }
        each(0, planeCount, srcOffset, outOffset, planes(src, out)::add);
    }

    private Planes planes(Object src, Object out) {
        int r = shape.length - 2;
        return new Planes(src, out, shape[r + 1], from[r], from[r + 1], to[r], to[r + 1]);
    }

    /** Moves the planes of numbers first … end - 1, the last of their dimensions running fastest. */
    private void each(int first, int end, int srcOffset, int outOffset, Rows rows) {
        int outer = shape.length - 2;
        int[] index = new int[outer];
        int at = srcOffset;
        int position = outOffset;
        int rest = first;
        for (int d = outer - 1; d >= 0 && rest > 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
            at += index[d] * from[d];
            position += index[d] * to[d];
        }
        for (int plane = first; plane < end; plane++) {
            rows.move(at, position, shape[outer]);
            int d = outer - 1;
            while (d >= 0 && index[d] == shape[d] - 1) {
                at -= index[d] * from[d];
                position -= index[d] * to[d];
                index[d--] = 0;
            }
            if (d >= 0) {
                index[d]++;
                at += from[d];
                position += to[d];
            }
        }
    }
}
