package org.gradus.kernel;

/**
 * Products of matrices through OpenBLAS, in tiles.
 *
 * <p>A tile is a rectangle of the result, computed by calls over pieces of the summed index, one after the other. Sizes
 * of tiles and pieces follow from m, n and k alone. Where the result is too small for several tiles but the sum is
 * long, the sum is cut into parts with results of their own, which are added in order.
 */
final class NativeProducts {
    /** Multiplications of one native call: about 0.3 ms on a core of 2 · 8 double operations a cycle. */
    private static final long WORK = 1 << 23;

    private static final int DEPTH = 512;
    private static final int SIDE = 256;
    private static final long WORK_A_TASK = 1 << 20;
    private static final int PARTS = 16;

    private final boolean transA;
    private final boolean transB;
    private final int m;
    private final int n;
    private final int k;
    private final Object a;
    private final Object b;
    private final Object out;
    private final int depth;
    private final int rows;
    private final int columns;

    private NativeProducts(boolean transA, boolean transB, int m, int n, int k, Object a, Object b, Object out) {
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.b = b;
        this.out = out;
        depth = even(k, DEPTH);
        long area = WORK / depth;
        columns = even(n, Math.clamp(area / m, SIDE, 1 << 30));
        rows = even(m, Math.clamp(area / columns, 8, 1 << 30));
    }

    /** The size of pieces that cut a size evenly into as few as possible of at most {@code most}; a multiple of 8. */
    private static int even(int size, int most) {
        int pieces = (size - 1) / most + 1;
        return Math.min(size, ((size - 1) / pieces + 8) & -8);
    }

    private static int pieces(int size, int piece) {
        return (size - 1) / piece + 1;
    }

    static void gemm(boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        new NativeProducts(transA, transB, m, n, k, a, b, out).run(batch);
    }

    private void run(int batch) {
        int down = pieces(m, rows);
        int across = pieces(n, columns);
        int tiles = batch * down * across;
        long work = (long) m * n * k;
        int parts = (int) Math.min(PARTS / tiles, work / WORK);
        if (parts > 1 && batch == 1) {
            runInParts(even(k, (k - 1) / parts + 1));
            return;
        }
        long workOfTile = (long) rows * columns * k;
        int grain = Math.clamp(WORK_A_TASK / workOfTile, 1, 1 << 30);
        Workers.ranges(tiles, grain, (from, to) -> {
            for (int t = from; t < to; t++) {
                int e = t / (down * across);
                tile(e, t / across % down * rows, t % across * columns, 0, k, out, e * m * n);
            }
        });
    }

    private void runInParts(int length) {
        int parts = pieces(k, length);
        Object sums = Kinds.array(out, parts * m * n);
        int down = pieces(m, rows);
        int across = pieces(n, columns);
        Workers.run(parts * down * across, t -> {
            int part = t / (down * across);
            int from = part * length;
            tile(
                    0,
                    t / across % down * rows,
                    t % across * columns,
                    from,
                    Math.min(k, from + length),
                    sums,
                    part * m * n);
        });
        System.arraycopy(sums, 0, out, 0, m * n);
        for (int part = 1; part < parts; part++) {
            Kinds.add(sums, part * m * n, out, 0, m * n);
        }
    }

    /** One tile of one product, summed over from … to - 1. */
    private void tile(int e, int row, int column, int from, int to, Object c, int atC) {
        int height = Math.min(rows, m - row);
        int width = Math.min(columns, n - column);
        int lda = transA ? m : k;
        int ldb = transB ? k : n;
        int target = atC + row * n + column;
        for (int p = from; p < to; p += depth) {
            int d = Math.min(depth, to - p);
            int atA = e * m * k + (transA ? p * m + row : row * k + p);
            int atB = e * k * n + (transB ? column * k + p : p * n + column);
            int beta = p == from ? 0 : 1;
            if (c instanceof double[] x) {
                OpenBlas.gemm(
                        transA,
                        transB,
                        height,
                        width,
                        d,
                        (double[]) a,
                        atA,
                        lda,
                        (double[]) b,
                        atB,
                        ldb,
                        beta,
                        x,
                        target,
                        n);
            } else {
                OpenBlas.gemm(
                        transA,
                        transB,
                        height,
                        width,
                        d,
                        (float[]) a,
                        atA,
                        lda,
                        (float[]) b,
                        atB,
                        ldb,
                        beta,
                        (float[]) c,
                        target,
                        n);
            }
        }
    }
}
