package org.gradus.kernel;

import org.gradus.error.ArgumentException;

/** Factorizations and solutions of linear systems, row-major. */
public final class Lapack {
    private Lapack() {}

    /**
     * out[b] = L with L·Lᵀ = a[b], lower triangular, zeros above; reads the lower triangle of a alone.
     *
     * @param a symmetric positive definite matrices [batch, n, n], double[] or float[]
     * @param out receives [batch, n, n]; may be a
     * @param batch the number of matrices
     * @param n the size
     * @throws ArgumentException if a pivot is not positive
     */
    public static void cholesky(Object a, Object out, int batch, int n) {
        double[] x = new double[batch * n * n];
        Loops.convert(a, x, x.length);
        for (int e = 0; e < batch; e++) {
            int at = e * n * n;
            for (int j = 0; j < n; j++) {
                for (int i = j; i < n; i++) {
                    double s = x[at + i * n + j];
                    for (int p = 0; p < j; p++) {
                        s -= x[at + i * n + p] * x[at + j * n + p];
                    }
                    if (i == j) {
                        if (!(s > 0)) {
                            throw new ArgumentException(
                                    "cholesky: matrix is not positive definite: pivot " + j + " is " + s,
                                    "add a small multiple of the identity, or check that the matrix is symmetric positive definite");
                        }
                        x[at + j * n + j] = Math.sqrt(s);
                    } else {
                        x[at + i * n + j] = s / x[at + j * n + j];
                    }
                }
                for (int i = 0; i < j; i++) {
                    x[at + i * n + j] = 0;
                }
            }
        }
        Loops.convert(x, out, x.length);
    }

    /**
     * Solves op(A) X = B for triangular A. A zero on the diagonal gives ±∞ or NaN.
     *
     * @param lower whether A is lower triangular; the other triangle is not read
     * @param transposed whether op transposes
     * @param unitDiagonal whether the diagonal counts as ones and is not read
     * @param a matrices [batch, n, n], double[] or float[]
     * @param b right-hand sides [batch, n, columns]
     * @param out receives [batch, n, columns]; may be b
     * @param batch the number of systems
     * @param n the size
     * @param columns the number of right-hand sides of a system
     */
    public static void triangularSolve(
            boolean lower,
            boolean transposed,
            boolean unitDiagonal,
            Object a,
            Object b,
            Object out,
            int batch,
            int n,
            int columns) {
        double[] t = new double[batch * n * n];
        Loops.convert(a, t, t.length);
        double[] x = new double[batch * n * columns];
        Loops.convert(b, x, x.length);
        boolean forward = lower != transposed;
        for (int e = 0; e < batch; e++) {
            for (int step = 0; step < n; step++) {
                int i = forward ? step : n - 1 - step;
                for (int c = 0; c < columns; c++) {
                    double s = x[(e * n + i) * columns + c];
                    for (int before = 0; before < step; before++) {
                        int p = forward ? before : n - 1 - before;
                        s -= t[e * n * n + (transposed ? p * n + i : i * n + p)] * x[(e * n + p) * columns + c];
                    }
                    x[(e * n + i) * columns + c] = unitDiagonal ? s : s / t[e * n * n + i * n + i];
                }
            }
        }
        Loops.convert(x, out, x.length);
    }

    /**
     * Solves A X = B by LU factorization with partial pivoting.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param b right-hand sides [batch, n, columns]
     * @param out receives [batch, n, columns]; may be b
     * @param batch the number of systems
     * @param n the size
     * @param columns the number of right-hand sides of a system
     * @throws ArgumentException if a pivot is zero or NaN
     */
    public static void solve(Object a, Object b, Object out, int batch, int n, int columns) {
        double[] t = new double[batch * n * n];
        Loops.convert(a, t, t.length);
        double[] x = new double[batch * n * columns];
        Loops.convert(b, x, x.length);
        for (int e = 0; e < batch; e++) {
            int at = e * n * n;
            int to = e * n * columns;
            for (int j = 0; j < n; j++) {
                int pivot = j;
                for (int i = j + 1; i < n; i++) {
                    if (Math.abs(t[at + i * n + j]) > Math.abs(t[at + pivot * n + j])) {
                        pivot = i;
                    }
                }
                double p = t[at + pivot * n + j];
                if (!(Math.abs(p) > 0)) {
                    throw new ArgumentException("solve: matrix is singular: pivot " + j + " is " + p, "check the matrix");
                }
                for (int c = 0; c < n; c++) {
                    double kept = t[at + pivot * n + c];
                    t[at + pivot * n + c] = t[at + j * n + c];
                    t[at + j * n + c] = kept;
                }
                for (int c = 0; c < columns; c++) {
                    double kept = x[to + pivot * columns + c];
                    x[to + pivot * columns + c] = x[to + j * columns + c];
                    x[to + j * columns + c] = kept;
                }
                for (int i = 0; i < n; i++) {
                    if (i == j) {
                        continue;
                    }
                    double f = t[at + i * n + j] / p;
                    for (int c = j; c < n; c++) {
                        t[at + i * n + c] -= f * t[at + j * n + c];
                    }
                    for (int c = 0; c < columns; c++) {
                        x[to + i * columns + c] -= f * x[to + j * columns + c];
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < columns; c++) {
                    x[to + i * columns + c] /= t[at + i * n + i];
                }
            }
        }
        Loops.convert(x, out, x.length);
    }
}
