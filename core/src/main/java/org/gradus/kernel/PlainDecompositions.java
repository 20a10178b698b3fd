package org.gradus.kernel;

import java.util.Arrays;

/**
 * Decompositions of one matrix in Java. Vectors are rows of the arrays here, so that loops run along memory. Signs are as
 * they come; {@link Decompositions} fixes them.
 */
final class PlainDecompositions {
    private static final int SWEEPS = 100;

    private PlainDecompositions() {}

    /** Eigenvalues, unsorted, and eigenvectors as rows, by Jacobi's rotations. Changes a, which must be symmetric. */
    static void eigh(double[] a, double[] w, double[] v, int n) {
        Arrays.fill(v, 0);
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        int exponent = Matrices.normalize(a);
        double small = Matrices.largest(a) * 0x1p-60;
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (Math.abs(a[p * n + q]) > small) {
                        rotateSymmetric(a, v, n, p, q);
                        rotated = true;
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            w[i] = Math.scalb(a[i * n + i], exponent);
        }
    }

    private static void rotateSymmetric(double[] a, double[] v, int n, int p, int q) {
        double t = tangent(a[p * n + p], a[q * n + q], a[p * n + q]);
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        double shift = t * a[p * n + q];
        double app = a[p * n + p] - shift;
        double aqq = a[q * n + q] + shift;
        rotate(a, p * n, q * n, c, s, n);
        for (int i = 0; i < n; i++) {
            a[i * n + p] = a[p * n + i];
            a[i * n + q] = a[q * n + i];
        }
        a[p * n + p] = app;
        a[q * n + q] = aqq;
        a[p * n + q] = 0;
        a[q * n + p] = 0;
        rotate(v, p * n, q * n, c, s, n);
    }

    /** The tangent of the smaller angle that makes the off-diagonal element x of [[a, x], [x, b]] zero. */
    private static double tangent(double a, double b, double x) {
        double theta = (b - a) / (2 * x);
        double t = 1 / (Math.abs(theta) + Math.hypot(1, theta));
        return theta < 0 ? -t : t;
    }

    /** Rows x and y become c·x − s·y and s·x + c·y. */
    private static void rotate(double[] a, int x, int y, double c, double s, int n) {
        for (int i = 0; i < n; i++) {
            double u = a[x + i];
            double v = a[y + i];
            a[x + i] = c * u - s * v;
            a[y + i] = s * u + c * v;
        }
    }

    /**
     * Singular values in descending order by one-sided Jacobi rotations of the rows of B = Aᵀ [n, m], n ≤ m. B becomes the
     * left vectors as rows, v the right vectors as rows.
     */
    static void svd(double[] b, double[] s, double[] v, int n, int m) {
        int exponent = Matrices.normalize(b);
        double[] right = Matrices.identity(n);
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= orthogonalize(b, right, n, m, p, q);
                }
            }
        }
        double[] norms = new double[n];
        for (int i = 0; i < n; i++) {
            norms[i] = Math.sqrt(Matrices.dot(b, i * m, b, i * m, m));
        }
        int[] order = descending(norms);
        double[] left = b.clone();
        for (int i = 0; i < n; i++) {
            int from = order[i];
            s[i] = norms[from];
            System.arraycopy(right, from * n, v, i * n, n);
            System.arraycopy(left, from * m, b, i * m, m);
            if (s[i] > s[0] * 0x1p-40) {
                divide(b, i * m, m, s[i]);
            } else if (!unit(b, i, m)) {
                s[i] = 0;
                complete(b, i, i + 1, m);
            }
        }
        for (int i = 0; i < n; i++) {
            s[i] = Math.scalb(s[i], exponent);
        }
    }

    private static boolean orthogonalize(double[] b, double[] v, int n, int m, int p, int q) {
        double alpha = Matrices.dot(b, p * m, b, p * m, m);
        double beta = Matrices.dot(b, q * m, b, q * m, m);
        double gamma = Matrices.dot(b, p * m, b, q * m, m);
        if (!(Math.abs(gamma) > 0x1p-53 * Math.sqrt(alpha) * Math.sqrt(beta)) || Math.abs(gamma) < 0x1p-1000) {
            return false;
        }
        double t = tangent(alpha, beta, gamma);
        double c = 1 / Math.sqrt(1 + t * t);
        rotate(b, p * m, q * m, c, t * c, m);
        rotate(v, p * n, q * n, c, t * c, n);
        return true;
    }

    private static int[] descending(double[] norms) {
        Integer[] order = new Integer[norms.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(norms[j], norms[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static void divide(double[] x, int at, int n, double divisor) {
        for (int i = 0; i < n; i++) {
            x[at + i] /= divisor;
        }
    }

    /** Makes row i a unit vector orthogonal to those before; false when nothing of it is left. */
    private static boolean unit(double[] rows, int i, int n) {
        double norm = Math.sqrt(Matrices.dot(rows, i * n, rows, i * n, n));
        for (int pass = 0; pass < 3; pass++) {
            if (!(norm > 0x1p-500)) {
                return false;
            }
            divide(rows, i * n, n, norm);
            for (int j = 0; j < i; j++) {
                Matrices.add(-Matrices.dot(rows, i * n, rows, j * n, n), rows, j * n, rows, i * n, n);
            }
            norm = Math.sqrt(Matrices.dot(rows, i * n, rows, i * n, n));
            if (pass == 0 && norm < 0.01) {
                return false;
            }
        }
        divide(rows, i * n, n, norm);
        return true;
    }

    /** Fills rows from {@code have} to {@code count} with unit vectors orthogonal to all before. */
    static void complete(double[] rows, int have, int count, int n) {
        double[] covered = new double[n];
        for (int i = 0; i < have; i++) {
            for (int j = 0; j < n; j++) {
                covered[j] = Math.fma(rows[i * n + j], rows[i * n + j], covered[j]);
            }
        }
        for (int i = have; i < count; i++) {
            int least = 0;
            for (int j = 1; j < n; j++) {
                if (covered[j] < covered[least]) {
                    least = j;
                }
            }
            Arrays.fill(rows, i * n, (i + 1) * n, 0);
            rows[i * n + least] = 1;
            // Twice, because once leaves rounding errors that are large beside a short rest.
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    Matrices.add(-Matrices.dot(rows, i * n, rows, j * n, n), rows, j * n, rows, i * n, n);
                }
                divide(rows, i * n, n, Math.sqrt(Matrices.dot(rows, i * n, rows, i * n, n)));
            }
            for (int j = 0; j < n; j++) {
                covered[j] = Math.fma(rows[i * n + j], rows[i * n + j], covered[j]);
            }
        }
    }

    /**
     * Householder's QR of A = Bᵀ, B [n, m]: q gets rows that are the first {@code count} columns of Q, [count, m]; B gets
     * Rᵀ in its lower triangle.
     */
    static void qr(double[] b, double[] q, int m, int n, int count) {
        int k = Math.min(m, n);
        double[] reflectors = new double[k * m];
        double[] factors = new double[k];
        for (int i = 0; i < k; i++) {
            int row = i * m;
            double scale = 0;
            for (int j = i; j < m; j++) {
                scale = Math.max(scale, Math.abs(b[row + j]));
            }
            if (scale == 0) {
                continue;
            }
            for (int j = i; j < m; j++) {
                reflectors[row + j] = b[row + j] / scale;
            }
            double norm = Math.sqrt(Matrices.dot(reflectors, row + i, reflectors, row + i, m - i));
            double alpha = reflectors[row + i];
            reflectors[row + i] = alpha + (alpha < 0 ? -norm : norm);
            factors[i] = 2 / Matrices.dot(reflectors, row + i, reflectors, row + i, m - i);
            for (int j = i; j < n; j++) {
                reflect(reflectors, row + i, factors[i], b, j * m + i, m - i);
            }
        }
        Arrays.fill(q, 0);
        for (int i = 0; i < count; i++) {
            q[i * m + i] = 1;
        }
        for (int i = k - 1; i >= 0; i--) {
            for (int j = 0; j < count; j++) {
                reflect(reflectors, i * m + i, factors[i], q, j * m + i, m - i);
            }
        }
    }

    private static void reflect(double[] u, int atU, double factor, double[] x, int atX, int n) {
        double projection = factor * Matrices.dot(u, atU, x, atX, n);
        if (projection != 0) {
            Matrices.add(-projection, u, atU, x, atX, n);
        }
    }

    /** LU factorization in place with partial pivoting; a column without a pivot is passed over. */
    static void lu(double[] a, int[] order, int m, int n) {
        Arrays.setAll(order, i -> i);
        for (int j = 0; j < Math.min(m, n); j++) {
            int best = j;
            for (int i = j + 1; i < m; i++) {
                if (Math.abs(a[i * n + j]) > Math.abs(a[best * n + j])) {
                    best = i;
                }
            }
            if (a[best * n + j] == 0) {
                continue;
            }
            swap(a, order, best, j, n);
            for (int i = j + 1; i < m; i++) {
                double factor = a[i * n + j] / a[j * n + j];
                a[i * n + j] = factor;
                if (factor != 0) {
                    Matrices.add(-factor, a, j * n + j + 1, a, i * n + j + 1, n - j - 1);
                }
            }
        }
    }

    private static void swap(double[] a, int[] order, int i, int j, int n) {
        if (i == j) {
            return;
        }
        for (int c = 0; c < n; c++) {
            double kept = a[i * n + c];
            a[i * n + c] = a[j * n + c];
            a[j * n + c] = kept;
        }
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}
