package org.gradus.kernel;

import org.gradus.error.ArgumentException;

/** The factorizations and solutions of {@link Lapack} in Java, in double: of one matrix e of a batch. */
final class PlainFactorizations {
    private PlainFactorizations() {}

    static void cholesky(Object a, Object out, int e, int batch, int n) {
        double[] l = new double[n * n];
        read(a, e * n * n, l);
        for (int i = 0; i < n; i++) {
            int row = i * n;
            for (int j = 0; j < i; j++) {
                l[row + j] = (l[row + j] - dot(l, row, l, j * n, j)) / l[j * n + j];
            }
            double pivot = l[row + i] - dot(l, row, l, row, i);
            if (!(pivot > 0)) {
                throw new ArgumentException(
                        "cholesky: matrix" + ofBatch(e, batch) + " is not positive definite: pivot " + i + " of " + n
                                + " is " + pivot,
                        Double.isNaN(pivot)
                                ? "find where the NaN or infinity in the matrix comes from"
                                : "add a small multiple of the identity to the matrix, or check that it is symmetric "
                                        + "and positive definite");
            }
            l[row + i] = Math.sqrt(pivot);
            java.util.Arrays.fill(l, row + i + 1, row + n, 0);
        }
        write(l, out, e * n * n);
    }

    static void triangularSolve(
            boolean lower,
            boolean transposed,
            boolean unitDiagonal,
            Object a,
            Object b,
            Object out,
            int e,
            int n,
            int columns) {
        double[] t = new double[n * n];
        read(a, e * n * n, t);
        double[] x = new double[n * columns];
        read(b, e * n * columns, x);
        substitute(lower, transposed, unitDiagonal, t, x, n, columns);
        write(x, out, e * n * columns);
    }

    /** X ← op(T)⁻¹ X: each row of X is finished in turn and then taken out of those that come later. */
    private static void substitute(
            boolean lower, boolean transposed, boolean unitDiagonal, double[] t, double[] x, int n, int columns) {
        boolean forward = lower != transposed;
        for (int step = 0; step < n; step++) {
            int i = forward ? step : n - 1 - step;
            if (!unitDiagonal) {
                divide(x, i * columns, columns, t[i * n + i]);
            }
            for (int later = step + 1; later < n; later++) {
                int r = forward ? later : n - 1 - later;
                double factor = transposed ? t[i * n + r] : t[r * n + i];
                subtract(x, r * columns, factor, x, i * columns, columns);
            }
        }
    }

    static void solve(Object a, Object b, Object out, int e, int batch, int n, int columns) {
        double[] t = new double[n * n];
        read(a, e * n * n, t);
        double[] x = new double[n * columns];
        read(b, e * n * columns, x);
        for (int j = 0; j < n; j++) {
            int best = j;
            for (int i = j + 1; i < n; i++) {
                if (Math.abs(t[i * n + j]) > Math.abs(t[best * n + j])) {
                    best = i;
                }
            }
            double pivot = t[best * n + j];
            if (!(Math.abs(pivot) > 0)) {
                throw new ArgumentException(
                        "solve: matrix" + ofBatch(e, batch) + " is singular: pivot " + j + " of " + n + " is " + pivot,
                        Double.isNaN(pivot)
                                ? "find where the NaN or infinity in the matrix comes from"
                                : "remove rows or columns that depend on others, or solve a least-squares problem "
                                        + "instead");
            }
            swap(t, best * n, j * n, n);
            swap(x, best * columns, j * columns, columns);
            for (int i = j + 1; i < n; i++) {
                double factor = t[i * n + j] / pivot;
                if (factor != 0) {
                    subtract(t, i * n + j + 1, factor, t, j * n + j + 1, n - j - 1);
                    subtract(x, i * columns, factor, x, j * columns, columns);
                }
            }
        }
        substitute(false, false, false, t, x, n, columns);
        write(x, out, e * n * columns);
    }

    private static String ofBatch(int e, int batch) {
        return batch == 1 ? "" : " " + e + " of the batch of " + batch;
    }

    /** Four chains, so that the additions do not wait for each other. */
    private static double dot(double[] x, int atX, double[] y, int atY, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 = Math.fma(x[atX + i], y[atY + i], s0);
            s1 = Math.fma(x[atX + i + 1], y[atY + i + 1], s1);
            s2 = Math.fma(x[atX + i + 2], y[atY + i + 2], s2);
            s3 = Math.fma(x[atX + i + 3], y[atY + i + 3], s3);
        }
        for (; i < n; i++) {
            s0 = Math.fma(x[atX + i], y[atY + i], s0);
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void subtract(double[] x, int atX, double factor, double[] y, int atY, int n) {
        for (int i = 0; i < n; i++) {
            x[atX + i] -= factor * y[atY + i];
        }
    }

    private static void divide(double[] x, int at, int n, double divisor) {
        for (int i = 0; i < n; i++) {
            x[at + i] /= divisor;
        }
    }

    private static void swap(double[] x, int i, int j, int n) {
        if (i != j) {
            for (int c = 0; c < n; c++) {
                double kept = x[i + c];
                x[i + c] = x[j + c];
                x[j + c] = kept;
            }
        }
    }

    private static void read(Object from, int at, double[] to) {
        if (from instanceof double[] a) {
            System.arraycopy(a, at, to, 0, to.length);
        } else {
            float[] a = (float[]) from;
            for (int i = 0; i < to.length; i++) {
                to[i] = a[at + i];
            }
        }
    }

    private static void write(double[] from, Object to, int at) {
        if (to instanceof double[] a) {
            System.arraycopy(from, 0, a, at, from.length);
        } else {
            float[] a = (float[]) to;
            for (int i = 0; i < from.length; i++) {
                a[at + i] = (float) from[i];
            }
        }
    }
}
