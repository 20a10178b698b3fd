package org.gradus.kernel;

/**
 * A copy from strided to strided positions, brought to its simplest form: dimensions of size 1 dropped, neighbors that
 * are one run in both arrays joined, and the last two dimensions made a plane that {@link Planes} moves at once.
 */
record StridedMove(int[] shape, int[] from, int[] to) {

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
        java.util.Arrays.fill(move.shape, 0, padding, 1);
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

    /** Moves one plane. */
    private interface Plane {
        void move(int from, int to);
    }

    void copy(Object src, int srcOffset, Object out, int outOffset) {
        int r = shape.length - 2;
        Planes planes = Planes.of(src, out, shape[r], shape[r + 1], from[r], from[r + 1], to[r], to[r + 1]);
        each(srcOffset, outOffset, planes::copy);
    }

    void add(Object src, int srcOffset, Object out, int outOffset) {
        int r = shape.length - 2;
        Planes planes = Planes.of(src, out, shape[r], shape[r + 1], from[r], from[r + 1], to[r], to[r + 1]);
        each(srcOffset, outOffset, planes::add);
    }

    private void each(int srcOffset, int outOffset, Plane plane) {
        int outer = shape.length - 2;
        for (int size : shape) {
            if (size == 0) {
                return;
            }
        }
        int[] index = new int[outer];
        int at = srcOffset;
        int position = outOffset;
        while (true) {
            plane.move(at, position);
            int d = outer - 1;
            while (d >= 0 && index[d] == shape[d] - 1) {
                at -= index[d] * from[d];
                position -= index[d] * to[d];
                index[d--] = 0;
            }
            if (d < 0) {
                return;
            }
            index[d]++;
            at += from[d];
            position += to[d];
        }
    }
}
