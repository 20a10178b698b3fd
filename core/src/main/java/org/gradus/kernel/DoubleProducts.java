package org.gradus.kernel;

/**
 * Products of double matrices in Java. Each element of a result is one chain of fused multiply-adds over the summed
 * index, ascending, in every branch here; so its bits do not depend on sizes, blocks or threads.
 *
 * <p>The JVM compiles a loop to vector code only where all its arrays are indexed alike, so rows of the right factor
 * are first copied into arrays of their own, and a row of the result is summed in a buffer.
 */
final class DoubleProducts {
    private static final int DEPTH = 64;
    private static final int WIDTH = 512;
    private static final int NARROW = 24;
    private static final int ROWS_A_TASK = 64;
    private static final long WORK_A_TASK = 1 << 19;

    private DoubleProducts() {}

    /** C = op(A)·op(B), row-major and contiguous from the given elements on. */
    static void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            double[] a,
            int atA,
            double[] b,
            int atB,
            double[] c,
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
            double[] a,
            int atA,
            int aRow,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            int bColumn,
            double[] c,
            int atC) {
        java.util.Arrays.fill(c, atC + from * n, atC + to * n, 0);
        int width = Math.min(WIDTH, n);
        double[][] rows = new double[Math.min(DEPTH, k)][width];
        double[] sum = new double[width];
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

    private static void copyRow(double[] b, int at, int step, double[] row, int width) {
        if (step == 1) {
            System.arraycopy(b, at, row, 0, width);
        } else {
            for (int j = 0; j < width; j++) {
                row[j] = b[at + j * step];
            }
        }
    }

    /** sum += Σ_p a_p · rows[p]. */
    private static void addRows(double[] a, int at, int step, double[][] rows, int depth, double[] sum, int width) {
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
            double a0,
            double[] b0,
            double a1,
            double[] b1,
            double a2,
            double[] b2,
            double a3,
            double[] b3,
            double[] sum,
            int width) {
        for (int j = 0; j < width; j++) {
            double s = Math.fma(a0, b0[j], sum[j]);
            s = Math.fma(a1, b1[j], s);
            s = Math.fma(a2, b2[j], s);
            sum[j] = Math.fma(a3, b3[j], s);
        }
    }

    private static void addOne(double a, double[] b, double[] sum, int width) {
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
            double[] a,
            int atA,
            int aRow,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            int bColumn,
            double[] c,
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
            double[] a,
            int atA,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            int bColumn,
            double[] c,
            int atC) {
        int grain = Math.clamp(WORK_A_TASK / Math.max(1, k) & -8, 8, 1 << 30);
        Workers.ranges(n, grain, (from, to) -> elements(from, to, k, a, atA, aStep, b, atB, bRow, bColumn, c, atC));
    }

    private static void elements(
            int from,
            int to,
            int k,
            double[] a,
            int atA,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            int bColumn,
            double[] c,
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
            int k, double[] a, int atA, int aStep, double[] b, int atB, int bRow, int bColumn, double[] c, int atC) {
        double c0 = 0;
        double c1 = 0;
        double c2 = 0;
        double c3 = 0;
        double c4 = 0;
        double c5 = 0;
        double c6 = 0;
        double c7 = 0;
        for (int p = 0; p < k; p++) {
            double factor = a[atA + p * aStep];
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
            double[] a,
            int atA,
            int aRow,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            int bColumn,
            double[] c,
            int atC,
            int n) {
        double c00 = 0;
        double c01 = 0;
        double c02 = 0;
        double c03 = 0;
        double c10 = 0;
        double c11 = 0;
        double c12 = 0;
        double c13 = 0;
        for (int p = 0; p < k; p++) {
            double a0 = a[atA + p * aStep];
            double a1 = a[atA + aRow + p * aStep];
            int at = atB + p * bRow;
            double b0 = b[at];
            double b1 = b[at + bColumn];
            double b2 = b[at + 2 * bColumn];
            double b3 = b[at + 3 * bColumn];
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
            int k,
            double[] a,
            int atA,
            int aRow,
            int aStep,
            double[] b,
            int atB,
            int bRow,
            double[] c,
            int atC,
            int n) {
        double c0 = 0;
        double c1 = 0;
        for (int p = 0; p < k; p++) {
            double factor = b[atB + p * bRow];
            c0 = Math.fma(a[atA + p * aStep], factor, c0);
            c1 = Math.fma(a[atA + aRow + p * aStep], factor, c1);
        }
        c[atC] = c0;
        c[atC + n] = c1;
    }

    private static double dot(int k, double[] a, int atA, int aStep, double[] b, int atB, int bRow) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
            sum = Math.fma(a[atA + p * aStep], b[atB + p * bRow], sum);
        }
        return sum;
    }
}
