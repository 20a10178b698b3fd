package org.gradus.kernel;

import java.util.Arrays;
import org.gradus.error.ConvergenceException;
import org.gradus.error.EnvironmentException;

/**
 * Decompositions of batches of matrices, row-major, computed in double and rounded once for f32.
 *
 * <p>Matrices whose shorter side has more than 32 entries go through LAPACK where {@link Natives} found OpenBLAS; others,
 * and all without it, are done in Java (Jacobi's rotations, Householder's reflections), except general eigenvalues, which
 * need LAPACK. Which of the two depends on the sizes alone. NaN and infinities are refused.
 *
 * <p>Signs are made unique, so that small changes of a matrix change its vectors little: of an eigenvector, or a left
 * singular vector, the first component that reaches 0.9 of the largest is positive; the diagonal of R is not negative.
 */
public final class Decompositions {
    private static final int LARGE = 32;
    private static final double NEARLY_LARGEST = 0.9;

    private Decompositions() {}

    private static boolean isNative(int m, int n) {
        return Math.min(m, n) > LARGE && Natives.available();
    }

    /**
     * LU factorization with partial pivoting, A[order] = L·U, k = min(m, n).
     *
     * @param a matrices [batch, m, n], double[] or float[]
     * @param lower receives [batch, m, k], of a's type
     * @param upper receives [batch, k, n], of a's type
     * @param order receives [batch, m]
     * @param batch the number of matrices
     * @param m rows
     * @param n columns
     */
    public static void lu(Object a, Object lower, Object upper, long[] order, int batch, int m, int n) {
        int k = Math.min(m, n);
        Matrices.each(batch, (double) m * n * k, e -> {
            double[] t = Matrices.readFinite("lu", a, e, batch, m, n);
            int[] rows = new int[m];
            lu(t, rows, m, n);
            double[] l = new double[m * k];
            double[] u = new double[k * n];
            for (int i = 0; i < m; i++) {
                order[e * m + i] = rows[i];
                System.arraycopy(t, i * n, l, i * k, Math.min(i, k));
                if (i < k) {
                    l[i * k + i] = 1;
                    System.arraycopy(t, i * n + i, u, i * n + i, n - i);
                }
            }
            Matrices.write(l, lower, e * m * k);
            Matrices.write(u, upper, e * k * n);
        });
    }

    static void lu(double[] a, int[] order, int m, int n) {
        if (isNative(m, n)) {
            NativeDecompositions.lu(a, order, m, n);
        } else {
            PlainDecompositions.lu(a, order, m, n);
        }
    }

    /**
     * QR factorization, A = Q·R.
     *
     * @param full whether Q is square
     * @param a matrices [batch, m, n], double[] or float[]
     * @param q receives [batch, m, k], k = m if full, else min(m, n)
     * @param r receives [batch, k, n]
     * @param batch the number of matrices
     * @param m rows
     * @param n columns
     */
    public static void qr(boolean full, Object a, Object q, Object r, int batch, int m, int n) {
        int least = Math.min(m, n);
        int k = full ? m : least;
        Matrices.each(batch, (double) m * n * k, e -> {
            double[] matrix = Matrices.readFinite("qr", a, e, batch, m, n);
            double[] rows = new double[k * m];
            double[] upper = new double[m * n];
            if (isNative(m, n)) {
                NativeDecompositions.qr(matrix, rows, upper, m, n, k);
            } else {
                double[] columns = Matrices.transposed(matrix, m, n);
                PlainDecompositions.qr(columns, rows, m, n, k);
                for (int i = 0; i < least; i++) {
                    for (int j = i; j < n; j++) {
                        upper[i * n + j] = columns[j * m + i];
                    }
                }
            }
            for (int i = 0; i < k; i++) {
                boolean negative = i < least ? upper[i * n + i] < 0 : isNegative(rows, i * m, m);
                if (negative) {
                    negate(rows, i * m, m);
                    negate(upper, i * n, n);
                }
            }
            Matrices.write(Matrices.transposed(rows, k, m), q, e * m * k);
            Matrices.write(Arrays.copyOf(upper, k * n), r, e * k * n);
        });
    }

    private static boolean isNegative(double[] x, int at, int n) {
        return n > 0 && x[at + anchor(x, at, x, -1, n)] < 0;
    }

    /** The first component whose absolute value reaches nearly the largest; imaginary parts count where there are some. */
    private static int anchor(double[] x, int at, double[] y, int atY, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, atY < 0 ? Math.abs(x[at + i]) : Math.hypot(x[at + i], y[atY + i]));
        }
        for (int i = 0; i < n; i++) {
            double size = atY < 0 ? Math.abs(x[at + i]) : Math.hypot(x[at + i], y[atY + i]);
            if (size >= NEARLY_LARGEST * largest) {
                return i;
            }
        }
        return 0;
    }

    private static void negate(double[] x, int at, int n) {
        for (int i = 0; i < n; i++) {
            x[at + i] = 0 - x[at + i];
        }
    }

    /**
     * Eigenvalues in ascending order and orthonormal eigenvectors of symmetric matrices, whose lower triangles are read.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param values receives [batch, n]
     * @param vectors receives [batch, n, n], vectors as columns
     * @param batch the number of matrices
     * @param n the size
     * @throws ConvergenceException if LAPACK finds none
     */
    public static void eigh(Object a, Object values, Object vectors, int batch, int n) {
        Matrices.each(batch, 10.0 * n * n * n, e -> {
            double[] matrix = Matrices.mirrored(Matrices.readFinite("eigh", a, e, batch, n, n), n);
            double[] w = new double[n];
            double[] rows = new double[n * n];
            eigh(matrix, w, rows, n);
            Matrices.write(w, values, e * n);
            Matrices.write(Matrices.transposed(rows, n, n), vectors, e * n * n);
        });
    }

    /** Values in ascending order and vectors as rows; changes the matrix. */
    static void eigh(double[] matrix, double[] w, double[] rows, int n) {
        if (isNative(n, n)) {
            if (!NativeDecompositions.eigh(matrix, w, rows, n)) {
                throw notFound("eigh");
            }
        } else {
            double[] values = new double[n];
            double[] unsorted = new double[n * n];
            PlainDecompositions.eigh(matrix, values, unsorted, n);
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (i, j) -> Double.compare(values[i], values[j]));
            for (int i = 0; i < n; i++) {
                w[i] = values[order[i]];
                System.arraycopy(unsorted, order[i] * n, rows, i * n, n);
            }
        }
        for (int i = 0; i < n; i++) {
            if (isNegative(rows, i * n, n)) {
                negate(rows, i * n, n);
            }
        }
    }

    private static ConvergenceException notFound(String operation) {
        return new ConvergenceException(
                operation + ": LAPACK did not converge", "scale the matrix, or compute in f64 if it came from f32");
    }

    /**
     * Singular value decomposition, A = U·diag(s)·Vᵀ, s in descending order.
     *
     * @param full whether U and V are square, else of k = min(m, n) columns
     * @param a matrices [batch, m, n], double[] or float[]
     * @param u receives [batch, m, m or k]
     * @param s receives [batch, k]
     * @param vt receives [batch, n or k, n]
     * @param batch the number of matrices
     * @param m rows
     * @param n columns
     */
    public static void svd(boolean full, Object a, Object u, Object s, Object vt, int batch, int m, int n) {
        int k = Math.min(m, n);
        int left = full ? m : k;
        int right = full ? n : k;
        Matrices.each(batch, 10.0 * m * n * Math.max(left, right), e -> {
            double[] matrix = Matrices.readFinite("svd", a, e, batch, m, n);
            double[] us = new double[m * left];
            double[] values = new double[k];
            double[] vs = new double[right * n];
            svd(full, matrix, us, values, vs, m, n);
            Matrices.write(us, u, e * m * left);
            Matrices.write(values, s, e * k);
            Matrices.write(vs, vt, e * right * n);
        });
    }

    static void svd(boolean full, double[] a, double[] u, double[] s, double[] vt, int m, int n) {
        int k = Math.min(m, n);
        int left = full ? m : k;
        int right = full ? n : k;
        double[] columns = new double[left * m];
        if (isNative(m, n) && NativeDecompositions.svd(full, a, u, s, vt, m, n)) {
            System.arraycopy(Matrices.transposed(u, m, left), 0, columns, 0, columns.length);
        } else if (m >= n) {
            double[] b = Matrices.transposed(a, m, n);
            PlainDecompositions.svd(b, s, vt, n, m);
            System.arraycopy(b, 0, columns, 0, b.length);
            PlainDecompositions.complete(columns, k, left, m);
        } else {
            double[] b = a.clone();
            PlainDecompositions.svd(b, s, columns, m, n);
            System.arraycopy(b, 0, vt, 0, b.length);
            PlainDecompositions.complete(vt, k, right, n);
        }
        for (int i = 0; i < Math.max(left, right); i++) {
            boolean negative = i < left ? isNegative(columns, i * m, m) : isNegative(vt, i * n, n);
            if (negative && i < left) {
                negate(columns, i * m, m);
            }
            if (i < right && (i < k ? negative : isNegative(vt, i * n, n))) {
                negate(vt, i * n, n);
            }
        }
        System.arraycopy(Matrices.transposed(columns, left, m), 0, u, 0, u.length);
    }

    /**
     * Eigenvalues and eigenvectors of general matrices: by ascending real part, of conjugate values the one with positive
     * imaginary part first. A vector has length 1 and one component, its anchor, that is real and positive: the first that
     * reaches 0.9 of the largest absolute value.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param wr receives [batch, n], real parts
     * @param wi receives [batch, n], imaginary parts
     * @param vr receives [batch, n, n], vectors as columns
     * @param vi receives [batch, n, n]
     * @param anchors receives [batch, n]
     * @param batch the number of matrices
     * @param n the size
     * @throws EnvironmentException if there is no LAPACK
     * @throws ConvergenceException if LAPACK finds none
     */
    public static void eig(Object a, Object wr, Object wi, Object vr, Object vi, long[] anchors, int batch, int n) {
        Matrices.each(batch, 25.0 * n * n * n, e -> {
            double[] matrix = Matrices.readFinite("eig", a, e, batch, n, n);
            double[] real = new double[n];
            double[] imaginary = new double[n];
            double[] rows = new double[n * n];
            if (n > 0) {
                eig(matrix, real, imaginary, rows, n);
            }
            EigenvectorPairs pairs = new EigenvectorPairs(real, imaginary, rows, n);
            Matrices.write(pairs.values(false), wr, e * n);
            Matrices.write(pairs.values(true), wi, e * n);
            Matrices.write(pairs.vectors(false), vr, e * n * n);
            Matrices.write(pairs.vectors(true), vi, e * n * n);
            System.arraycopy(pairs.anchors(), 0, anchors, e * n, n);
        });
    }

    private static void eig(double[] matrix, double[] real, double[] imaginary, double[] rows, int n) {
        if (!Natives.available()) {
            throw new EnvironmentException(
                    "eig: eigenvalues of general matrices need LAPACK. " + Natives.description(),
                    "use eigh if the matrix is symmetric, or put the OpenBLAS jar on the class path");
        }
        if (!NativeDecompositions.eig(matrix, real, imaginary, rows, n)) {
            throw notFound("eig");
        }
    }

    /** LAPACK's eigenvectors, sorted, with unique phases, as columns of real and of imaginary parts. */
    private static final class EigenvectorPairs {
        private final double[][] values = new double[2][];
        private final double[][] columns = new double[2][];
        private final long[] anchors;

        EigenvectorPairs(double[] real, double[] imaginary, double[] rows, int n) {
            values[0] = new double[n];
            values[1] = new double[n];
            columns[0] = new double[n * n];
            columns[1] = new double[n * n];
            anchors = new long[n];
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (i, j) -> {
                int byReal = Double.compare(real[i], real[j]);
                int bySize = Double.compare(Math.abs(imaginary[i]), Math.abs(imaginary[j]));
                return byReal != 0 ? byReal : bySize != 0 ? bySize : Double.compare(imaginary[j], imaginary[i]);
            });
            for (int i = 0; i < n; i++) {
                int from = order[i];
                values[0][i] = real[from];
                values[1][i] = imaginary[from];
                double sign = Math.signum(imaginary[from]);
                // LAPACK stores the vector of the value with positive imaginary part; the other one is its conjugate.
                int first = sign < 0 ? from - 1 : from;
                double[] x = Arrays.copyOfRange(rows, first * n, (first + 1) * n);
                double[] y = sign == 0 ? new double[n] : Arrays.copyOfRange(rows, (first + 1) * n, (first + 2) * n);
                anchors[i] = turn(x, y, n);
                for (int r = 0; r < n; r++) {
                    columns[0][r * n + i] = x[r];
                    columns[1][r * n + i] = sign == 0 ? 0 : sign * y[r];
                }
            }
        }

        /** Multiplies by the phase that makes the anchor real and positive, and the length 1. */
        private static int turn(double[] x, double[] y, int n) {
            int anchor = anchor(x, 0, y, 0, n);
            double size = Math.hypot(x[anchor], y[anchor]);
            double cos = x[anchor] / size;
            double sin = -y[anchor] / size;
            double norm = Math.sqrt(Matrices.dot(x, 0, x, 0, n) + Matrices.dot(y, 0, y, 0, n));
            for (int r = 0; r < n; r++) {
                double u = (x[r] * cos - y[r] * sin) / norm;
                y[r] = (x[r] * sin + y[r] * cos) / norm;
                x[r] = u;
            }
            x[anchor] = size / norm;
            y[anchor] = 0;
            return anchor;
        }

        double[] values(boolean imaginary) {
            return values[imaginary ? 1 : 0];
        }

        double[] vectors(boolean imaginary) {
            return columns[imaginary ? 1 : 0];
        }

        long[] anchors() {
            return anchors;
        }
    }
}
