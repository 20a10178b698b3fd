package org.gradus.kernel;

/**
 * Products of matrices through OpenBLAS, in tiles.
 *
 * <p>A tile is a rectangle of the result, computed by calls over pieces of the summed index, one after the other; a
 * call does at most 2^24 multiplications, about 0.7 ms on a core of 8 double fused multiply-adds a cycle. Where the
 * result is too small for several tiles but the sum is long, the sum is cut into parts with results of their own,
 * which are added in order. All sizes follow from m, n and k alone, so neither threads nor the batch change a bit.
 */
final class NativeProducts {
    private static final int WORK = 1 << 24;
    private static final int SIDE = 256;
    private static final int PARTS = 16;
    private static final long WORK_A_TASK = 1 << 20;

    private final boolean transA;
    private final boolean transB;
    private final int m;
    private final int n;
    private final int k;
    private final Object a;
    private final Object b;
    private final Object out;
    private final int rows;
    private final int columns;
    private final int depth;
    private final int down;
    private final int across;
    private final int parts;

    private NativeProducts(boolean transA, boolean transB, int m, int n, int k, Object a, Object b, Object out) {
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.b = b;
        this.out = out;
        long work = (long) m * n * k;
        int height = even(m, Math.max(SIDE, SIDE * SIDE / n));
        int width = even(n, Math.max(SIDE, SIDE * SIDE / m));
        // Two threads gain by two tiles from 160³ on, four by four from 320³.
        int wanted = work < 1 << 22 ? 1 : work < 1 << 25 ? 2 : 4;
        while (pieces(m, height) * pieces(n, width) < wanted && Math.max(height, width) > 64) {
            if (height >= width) {
                height = even(m, height / 2);
            } else {
                width = even(n, width / 2);
            }
        }
        rows = height;
        columns = width;
        depth = even(k, WORK / (rows * columns));
        down = pieces(m, rows);
        across = pieces(n, columns);
        parts = down * across >= wanted ? 1 : Math.clamp(work / WORK, 1, PARTS / (down * across));
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
        if (parts > 1) {
            for (int e = 0; e < batch; e++) {
                runInParts(e, even(k, (k - 1) / parts + 1));
            }
            return;
        }
        int grain = Math.clamp(WORK_A_TASK / ((long) rows * columns * k), 1, 1 << 30);
        Workers.ranges(batch * down * across, grain, (from, to) -> {
            for (int t = from; t < to; t++) {
                int e = t / (down * across);
                tile(e, t / across % down * rows, t % across * columns, 0, k, out, e * m * n);
            }
        });
    }

    private void runInParts(int e, int length) {
        int count = pieces(k, length);
        Object sums = Kinds.array(out, count * m * n);
        Workers.run(count * down * across, t -> {
            int part = t / (down * across);
            int from = part * length;
            int to = Math.min(k, from + length);
            tile(e, t / across % down * rows, t % across * columns, from, to, sums, part * m * n);
        });
        System.arraycopy(sums, 0, out, e * m * n, m * n);
        for (int part = 1; part < count; part++) {
            Kinds.add(sums, part * m * n, out, e * m * n, m * n);
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
