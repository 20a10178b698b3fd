package org.gradus.kernel;

/**
 * Products of float matrices in Java. Each element of a result is one chain of fused multiply-adds over the summed
 * index, ascending, in every branch here; so its bits do not depend on sizes, blocks or threads.
 *
 * <p>The JVM compiles a loop to vector code only where all its arrays are indexed alike, so rows of the right factor
 * are first copied into arrays of their own, and a row of the result is summed in a buffer.
 */
final class FloatProducts {
    private static final int DEPTH = 64;
    private static final int WIDTH = 512;
    private static final int NARROW = 24;
    private static final int ROWS_A_TASK = 64;
    private static final long WORK_A_TASK = 1 << 19;

    private FloatProducts() {}

    /** C = op(A)·op(B), row-major and contiguous from the given elements on. */
    static void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float[] a,
            int atA,
            float[] b,
            int atB,
            float[] c,
            int atC) {
        int aRow = transA ? 1 : k;
        int aStep = transA ? m : 1;
        int bRow = transB ? 1 : n;
        int bColumn = transB ? k : 1;
        if (n == 1) {
            row(m, k, b, atB, bRow, a, atA, aStep, aRow, c, atC);
        } else if (m == 1) {
            row(n, k, a, atA, aStep, b, atB, bRow, bColumn, c, atC);
        } else if (n < NARROW || m < 4) {
            long work = Math.max(1, (long) n * k);
            int grain = Math.clamp(WORK_A_TASK / work & -2, 2, 1 << 30);
            Workers.ranges(
                    m, grain, (from, to) -> narrow(from, to, n, k, a, atA, aRow, aStep, b, atB, bRow, bColumn, c, atC));
        } else {
            Workers.ranges(
                    m,
                    ROWS_A_TASK,
                    (from, to) -> blocks(from, to, n, k, a, atA, aRow, aStep, b, atB, bRow, bColumn, c, atC));
        }
    }

    private static void blocks(
            int from,
            int to,
            int n,
            int k,
            float[] a,
            int atA,
            int aRow,
            int aStep,
            float[] b,
            int atB,
            int bRow,
            int bColumn,
            float[] c,
            int atC) {
        java.util.Arrays.fill(c, atC + from * n, atC + to * n, 0);
        int width = Math.min(WIDTH, n);
        float[][] rows = new float[Math.min(DEPTH, k)][width];
        float[] sum = new float[width];
        for (int j = 0; j < n; j += WIDTH) {
            int w = Math.min(WIDTH, n - j);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                for (int r = 0; r < depth; r++) {
                    copyRow(b, atB + (p + r) * bRow + j * bColumn, bColumn, rows[r], w);
                }
                for (int i = from; i < to; i++) {
                    int target = atC + i * n + j;
                    System.arraycopy(c, target, sum, 0, w);
                    addRows(a, atA + i * aRow + p * aStep, aStep, rows, depth, sum, w);
                    System.arraycopy(sum, 0, c, target, w);
                }
            }
        }
    }

    private static void copyRow(float[] b, int at, int step, float[] row, int width) {
        if (step == 1) {
            System.arraycopy(b, at, row, 0, width);
        } else {
            for (int j = 0; j < width; j++) {
                row[j] = b[at + j * step];
            }
        }
    }

    /** sum += Σ_p a_p · rows[p]. */
    private static void addRows(float[] a, int at, int step, float[][] rows, int depth, float[] sum, int width) {
        int p = 0;
        for (; p < depth - 3; p += 4) {
            int i = at + p * step;
            addFour(
                    a[i],
                    rows[p],
                    a[i + step],
                    rows[p + 1],
                    a[i + 2 * step],
                    rows[p + 2],
                    a[i + 3 * step],
                    rows[p + 3],
                    sum,
                    width);
        }
        for (; p < depth; p++) {
            addOne(a[at + p * step], rows[p], sum, width);
        }
    }

    private static void addFour(
            float a0,
            float[] b0,
            float a1,
            float[] b1,
            float a2,
            float[] b2,
            float a3,
            float[] b3,
            float[] sum,
            int width) {
        for (int j = 0; j < width; j++) {
            float s = Math.fma(a0, b0[j], sum[j]);
            s = Math.fma(a1, b1[j], s);
            s = Math.fma(a2, b2[j], s);
            sum[j] = Math.fma(a3, b3[j], s);
        }
    }

    private static void addOne(float a, float[] b, float[] sum, int width) {
        for (int j = 0; j < width; j++) {
            sum[j] = Math.fma(a, b[j], sum[j]);
        }
    }

    /** Rows of a narrow result, two by two, four columns at a time: eight chains run at once. */
    private static void narrow(
            int from,
            int to,
            int n,
            int k,
            float[] a,
            int atA,
            int aRow,
            int aStep,
            float[] b,
            int atB,
            int bRow,
            int bColumn,
            float[] c,
            int atC) {
        int i = from;
        for (; i < to - 1; i += 2) {
            int at = atA + i * aRow;
            int target = atC + i * n;
            int j = 0;
            for (; j < n - 3; j += 4) {
                eightDots(k, a, at, aRow, aStep, b, atB + j * bColumn, bRow, bColumn, c, target + j, n);
            }
            for (; j < n; j++) {
                twoDots(k, a, at, aRow, aStep, b, atB + j * bColumn, bRow, c, target + j, n);
            }
        }
        if (i < to) {
            elements(0, n, k, a, atA + i * aRow, aStep, b, atB, bRow, bColumn, c, atC + i * n);
        }
    }

    /** One row of a result, pieces of it on all threads. */
    private static void row(
            int n,
            int k,
            float[] a,
            int atA,
            int aStep,
            float[] b,
            int atB,
            int bRow,
            int bColumn,
            float[] c,
            int atC) {
        int grain = Math.clamp(WORK_A_TASK / Math.max(1, k) & -8, 8, 1 << 30);
        Workers.ranges(n, grain, (from, to) -> elements(from, to, k, a, atA, aStep, b, atB, bRow, bColumn, c, atC));
    }

    private static void elements(
            int from,
            int to,
            int k,
            float[] a,
            int atA,
            int aStep,
            float[] b,
            int atB,
            int bRow,
            int bColumn,
            float[] c,
            int atC) {
        int j = from;
        for (; j < to - 7; j += 8) {
            eightOfRow(k, a, atA, aStep, b, atB + j * bColumn, bRow, bColumn, c, atC + j);
        }
        for (; j < to; j++) {
            c[atC + j] = dot(k, a, atA, aStep, b, atB + j * bColumn, bRow);
        }
    }

    private static void eightOfRow(
            int k, float[] a, int atA, int aStep, float[] b, int atB, int bRow, int bColumn, float[] c, int atC) {
        float c0 = 0;
        float c1 = 0;
        float c2 = 0;
        float c3 = 0;
        float c4 = 0;
        float c5 = 0;
        float c6 = 0;
        float c7 = 0;
        for (int p = 0; p < k; p++) {
            float factor = a[atA + p * aStep];
            int at = atB + p * bRow;
            c0 = Math.fma(factor, b[at], c0);
            c1 = Math.fma(factor, b[at + bColumn], c1);
            c2 = Math.fma(factor, b[at + 2 * bColumn], c2);
            c3 = Math.fma(factor, b[at + 3 * bColumn], c3);
            c4 = Math.fma(factor, b[at + 4 * bColumn], c4);
            c5 = Math.fma(factor, b[at + 5 * bColumn], c5);
            c6 = Math.fma(factor, b[at + 6 * bColumn], c6);
            c7 = Math.fma(factor, b[at + 7 * bColumn], c7);
        }
        c[atC] = c0;
        c[atC + 1] = c1;
        c[atC + 2] = c2;
        c[atC + 3] = c3;
        c[atC + 4] = c4;
        c[atC + 5] = c5;
        c[atC + 6] = c6;
        c[atC + 7] = c7;
    }

    private static void eightDots(
            int k,
            float[] a,
            int atA,
            int aRow,
            int aStep,
            float[] b,
            int atB,
            int bRow,
            int bColumn,
            float[] c,
            int atC,
            int n) {
        float c00 = 0;
        float c01 = 0;
        float c02 = 0;
        float c03 = 0;
        float c10 = 0;
        float c11 = 0;
        float c12 = 0;
        float c13 = 0;
        for (int p = 0; p < k; p++) {
            float a0 = a[atA + p * aStep];
            float a1 = a[atA + aRow + p * aStep];
            int at = atB + p * bRow;
            float b0 = b[at];
            float b1 = b[at + bColumn];
            float b2 = b[at + 2 * bColumn];
            float b3 = b[at + 3 * bColumn];
            c00 = Math.fma(a0, b0, c00);
            c01 = Math.fma(a0, b1, c01);
            c02 = Math.fma(a0, b2, c02);
            c03 = Math.fma(a0, b3, c03);
            c10 = Math.fma(a1, b0, c10);
            c11 = Math.fma(a1, b1, c11);
            c12 = Math.fma(a1, b2, c12);
            c13 = Math.fma(a1, b3, c13);
        }
        c[atC] = c00;
        c[atC + 1] = c01;
        c[atC + 2] = c02;
        c[atC + 3] = c03;
        c[atC + n] = c10;
        c[atC + n + 1] = c11;
        c[atC + n + 2] = c12;
        c[atC + n + 3] = c13;
    }

    private static void twoDots(
            int k, float[] a, int atA, int aRow, int aStep, float[] b, int atB, int bRow, float[] c, int atC, int n) {
        float c0 = 0;
        float c1 = 0;
        for (int p = 0; p < k; p++) {
            float factor = b[atB + p * bRow];
            c0 = Math.fma(a[atA + p * aStep], factor, c0);
            c1 = Math.fma(a[atA + aRow + p * aStep], factor, c1);
        }
        c[atC] = c0;
        c[atC + n] = c1;
    }

    private static float dot(int k, float[] a, int atA, int aStep, float[] b, int atB, int bRow) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
            sum = Math.fma(a[atA + p * aStep], b[atB + p * bRow], sum);
        }
        return sum;
    }
}
