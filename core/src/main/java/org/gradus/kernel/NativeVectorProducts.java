package org.gradus.kernel;

/**
 * Products of a matrix and a vector through OpenBLAS, in tiles of at most a million elements of the matrix, whose cuts
 * depend on the shape alone.
 */
final class NativeVectorProducts {
    private static final int ELEMENTS = 1 << 20;
    private static final int ELEMENTS_A_TASK = 1 << 17;
    private static final int WIDTH = 4096;

    private NativeVectorProducts() {}

    static void gemv(boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        boolean vectorRight = n == 1;
        Object matrix = vectorRight ? a : b;
        Object vector = vectorRight ? b : a;
        boolean transposed = vectorRight ? transA : !transB;
        int size = vectorRight ? m : n;
        int rows = transposed ? k : size;
        int columns = transposed ? size : k;
        int grain = Math.clamp(ELEMENTS_A_TASK / ((long) rows * columns), 1, 1 << 30);
        Workers.ranges(batch, grain, (from, to) -> {
            for (int e = from; e < to; e++) {
                int at = e * rows * columns;
                if (transposed) {
                    columnsTimes(rows, columns, matrix, at, vector, e * k, out, e * size);
                } else {
                    rowsTimes(rows, columns, matrix, at, vector, e * k, out, e * size);
                }
            }
        });
    }

    /** y = A·x: blocks of rows, and of a long row pieces one after the other. */
    private static void rowsTimes(int rows, int columns, Object a, int atA, Object x, int atX, Object y, int atY) {
        int height = Math.clamp(ELEMENTS_A_TASK / columns & -8, 8, 1 << 30);
        int width = Math.min(columns, ELEMENTS / 8);
        Workers.ranges(rows, height, (from, to) -> {
            for (int c = 0; c < columns; c += width) {
                int w = Math.min(width, columns - c);
                call(false, c > 0, to - from, w, a, atA + from * columns + c, columns, x, atX + c, y, atY + from);
            }
        });
    }

    /** y = Aᵀ·x: blocks of columns, and of long columns parts with results of their own, added in order. */
    private static void columnsTimes(int rows, int columns, Object a, int atA, Object x, int atX, Object y, int atY) {
        int width = Math.min(columns, WIDTH);
        int height = Math.max(8, ELEMENTS_A_TASK / width & -8);
        int across = (columns - 1) / width + 1;
        int down = (rows - 1) / height + 1;
        Object sums = down == 1 ? y : Kinds.array(y, down * columns);
        int atSums = down == 1 ? atY : 0;
        Workers.run(down * across, t -> {
            int r = t / across * height;
            int c = t % across * width;
            int h = Math.min(height, rows - r);
            int w = Math.min(width, columns - c);
            call(
                    true,
                    false,
                    h,
                    w,
                    a,
                    atA + r * columns + c,
                    columns,
                    x,
                    atX + r,
                    sums,
                    atSums + t / across * columns + c);
        });
        if (down > 1) {
            System.arraycopy(sums, 0, y, atY, columns);
            for (int part = 1; part < down; part++) {
                Kinds.add(sums, part * columns, y, atY, columns);
            }
        }
    }

    private static void call(
            boolean transposed,
            boolean add,
            int rows,
            int columns,
            Object a,
            int atA,
            int lda,
            Object x,
            int atX,
            Object y,
            int atY) {
        int beta = add ? 1 : 0;
        if (a instanceof double[] d) {
            OpenBlas.gemv(transposed, rows, columns, d, atA, lda, (double[]) x, atX, beta, (double[]) y, atY);
        } else {
            OpenBlas.gemv(transposed, rows, columns, (float[]) a, atA, lda, (float[]) x, atX, beta, (float[]) y, atY);
        }
    }
}
