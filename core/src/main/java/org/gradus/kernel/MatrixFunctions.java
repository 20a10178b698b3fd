package org.gradus.kernel;

import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;

/** Determinants, inverses, exponentials and roots of batches of matrices, computed in double and rounded once for f32. */
public final class MatrixFunctions {
    private MatrixFunctions() {}

    /**
     * Determinants, from LU factorizations.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param out receives [batch], of a's type
     * @param batch the number of matrices
     * @param n the size
     */
    public static void det(Object a, Object out, int batch, int n) {
        Matrices.each(
                batch,
                (double) n * n * n,
                e -> Matrices.write(new double[] {det(Matrices.readFinite("det", a, e, batch, n, n), n)}, out, e));
    }

    /** The determinant; changes the matrix. */
    private static double det(double[] a, int n) {
        int[] order = new int[n];
        Decompositions.lu(a, order, n, n);
        double det = sign(order);
        for (int i = 0; i < n; i++) {
            det *= a[i * n + i];
        }
        return det;
    }

    /** The sign of a permutation. Changes it. */
    private static int sign(int[] order) {
        int sign = 1;
        for (int i = 0; i < order.length; i++) {
            while (order[i] != i) {
                int other = order[i];
                order[i] = order[other];
                order[other] = other;
                sign = -sign;
            }
        }
        return sign;
    }

    /**
     * Signs and logarithms of absolute values of determinants.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param signs receives [batch]: −1, 0 or 1
     * @param logs receives [batch]: −∞ where the sign is 0
     * @param batch the number of matrices
     * @param n the size
     */
    public static void slogdet(Object a, Object signs, Object logs, int batch, int n) {
        Matrices.each(batch, (double) n * n * n, e -> {
            double[] t = Matrices.readFinite("slogdet", a, e, batch, n, n);
            int[] order = new int[n];
            Decompositions.lu(t, order, n, n);
            double sign = sign(order);
            double log = 0;
            for (int i = 0; i < n; i++) {
                sign *= Math.signum(t[i * n + i]);
                log += Elementary.log(Math.abs(t[i * n + i]));
            }
            Matrices.write(new double[] {sign + 0.0}, signs, e);
            Matrices.write(new double[] {log}, logs, e);
        });
    }

    /** A = U·diag(s)·Vᵀ with the product of the signs of det U and det V. */
    private static final class Singular {
        private final double[] u;
        private final double[] s;
        private final double[] vt;
        private final double sign;

        Singular(double[] u, double[] s, double[] vt, double sign) {
            this.u = u;
            this.s = s;
            this.vt = vt;
            this.sign = sign;
        }

        static Singular of(double[] a, int n) {
            double[] u = new double[n * n];
            double[] s = new double[n];
            double[] vt = new double[n * n];
            Decompositions.svd(false, a, u, s, vt, n, n);
            return new Singular(u, s, vt, Math.signum(det(u.clone(), n)) * Math.signum(det(vt.clone(), n)));
        }

        /** The product of all singular values but two, times the sign. */
        double without(int i, int j) {
            double product = sign;
            for (int k = 0; k < s.length; k++) {
                product *= k == i || k == j ? 1 : s[k];
            }
            return product;
        }

        /** U·M·Vᵀ. */
        double[] back(double[] m) {
            int n = s.length;
            return Matrices.product(false, false, n, n, n, Matrices.product(false, false, n, n, n, u, m), vt);
        }
    }

    /**
     * Matrices of cofactors, from singular values: U·diag(∏_{k≠i} s_k)·Vᵀ times det U·det V.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param out receives [batch, n, n], of a's type
     * @param batch the number of matrices
     * @param n the size
     */
    public static void cofactor(Object a, Object out, int batch, int n) {
        Matrices.each(batch, 10.0 * n * n * n, e -> {
            Singular d = Singular.of(Matrices.readFinite("cofactor", a, e, batch, n, n), n);
            double[] m = new double[n * n];
            for (int i = 0; i < n; i++) {
                m[i * n + i] = d.without(i, i);
            }
            Matrices.write(d.back(m), out, e * n * n);
        });
    }

    /**
     * Derivatives of cofactors along E. With F = Uᵀ·E·V and p_ij the product of all singular values but two it is, in the
     * basis of the singular vectors, Σ_{j≠i} F_jj·p_ij on the diagonal and −F_ji·p_ij elsewhere.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param along directions, of the same shape and type
     * @param out receives [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     */
    public static void cofactorTangent(Object a, Object along, Object out, int batch, int n) {
        Matrices.each(batch, 10.0 * n * n * n, e -> {
            Singular d = Singular.of(Matrices.readFinite("cofactor", a, e, batch, n, n), n);
            double[] x = Matrices.read(along, e * n * n, n * n);
            double[] f = Matrices.product(true, true, n, n, n, d.u, Matrices.product(false, true, n, n, n, d.vt, x));
            double[] m = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        double rest = d.without(i, j);
                        m[i * n + i] += f[j * n + j] * rest;
                        m[i * n + j] = -f[j * n + i] * rest;
                    }
                }
            }
            Matrices.write(d.back(m), out, e * n * n);
        });
    }

    /**
     * Moore-Penrose inverses.
     *
     * @param rtol [batch]: singular values of at most this times the largest count as 0
     * @param a matrices [batch, m, n], double[] or float[]
     * @param out receives [batch, n, m]
     * @param batch the number of matrices
     * @param m rows
     * @param n columns
     */
    public static void pinv(Object rtol, Object a, Object out, int batch, int m, int n) {
        int k = Math.min(m, n);
        Matrices.each(batch, 10.0 * m * n * k, e -> {
            double[] u = new double[m * k];
            double[] s = new double[k];
            double[] vt = new double[k * n];
            Decompositions.svd(false, Matrices.readFinite("pinv", a, e, batch, m, n), u, s, vt, m, n);
            double smallest = k == 0 ? 0 : Matrices.read(rtol, e, 1)[0] * s[0];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < n; j++) {
                    vt[i * n + j] = s[i] > smallest ? vt[i * n + j] / s[i] : 0;
                }
            }
            Matrices.write(Matrices.product(true, true, n, m, k, vt, u), out, e * n * m);
        });
    }

    /**
     * Exponentials, by Padé approximants with scaling and squaring (Higham 2005).
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param out receives [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     */
    public static void expm(Object a, Object out, int batch, int n) {
        Matrices.each(
                batch,
                20.0 * n * n * n,
                e -> Matrices.write(
                        MatrixExponential.of(Matrices.readFinite("expm", a, e, batch, n, n), n), out, e * n * n));
    }

    /**
     * Derivatives of exponentials along E: the upper right block of exp [[A, E], [0, A]].
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param along directions, of the same shape and type
     * @param out receives [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     */
    public static void expmTangent(Object a, Object along, Object out, int batch, int n) {
        Matrices.each(batch, 160.0 * n * n * n, e -> {
            double[] x = Matrices.readFinite("expm", a, e, batch, n, n);
            double[] direction = Matrices.read(along, e * n * n, n * n);
            Matrices.write(MatrixExponential.along(x, direction, n), out, e * n * n);
        });
    }

    /**
     * Square roots of symmetric positive semidefinite matrices, whose lower triangles are read.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param out receives [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     * @throws ArgumentException if an eigenvalue is negative beyond rounding
     */
    public static void sqrtm(Object a, Object out, int batch, int n) {
        Matrices.each(batch, 10.0 * n * n * n, e -> {
            double[] matrix = Matrices.mirrored(Matrices.readFinite("sqrtm", a, e, batch, n, n), n);
            double[] w = new double[n];
            double[] rows = new double[n * n];
            Decompositions.eigh(matrix, w, rows, n);
            double small = 4 * n * Matrices.epsilon(a) * Matrices.largest(w);
            double[] scaled = rows.clone();
            for (int i = 0; i < n; i++) {
                if (w[i] < -small) {
                    throw new ArgumentException(
                            "sqrtm: matrix" + Matrices.ofBatch(e, batch)
                                    + " is not positive semidefinite: its eigenvalue " + i + " is " + w[i],
                            "check that the matrix is symmetric and positive semidefinite");
                }
                double root = Math.sqrt(Math.max(0, w[i]));
                for (int j = 0; j < n; j++) {
                    scaled[i * n + j] *= root;
                }
            }
            Matrices.write(Matrices.product(true, false, n, n, n, scaled, rows), out, e * n * n);
        });
    }

    /**
     * Solves A·X + X·A = C for symmetric A, whose lower triangles are read. Where two eigenvalues of A add up to zero to
     * rounding, that part of C must be zero.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param c right-hand sides, of the same shape and type
     * @param out receives [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     * @throws NotDifferentiableException if that part of C is not zero
     */
    public static void lyapunov(Object a, Object c, Object out, int batch, int n) {
        double epsilon = Matrices.epsilon(a);
        Matrices.each(batch, 10.0 * n * n * n, e -> {
            double[] matrix = Matrices.mirrored(Matrices.readFinite("lyapunov", a, e, batch, n, n), n);
            double[] w = new double[n];
            double[] rows = new double[n * n];
            Decompositions.eigh(matrix, w, rows, n);
            double[] right = Matrices.read(c, e * n * n, n * n);
            double[] half = Matrices.product(false, false, n, n, n, rows, right);
            double[] m = Matrices.product(false, true, n, n, n, half, rows);
            double small = 8 * n * epsilon * Matrices.largest(m);
            double zero = 4 * n * epsilon * Matrices.largest(w);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = w[i] + w[j];
                    if (Math.abs(sum) > zero) {
                        m[i * n + j] /= sum;
                    } else if (Math.abs(m[i * n + j]) <= small) {
                        m[i * n + j] = 0;
                    } else {
                        throw new NotDifferentiableException(
                                "sqrtm: the root of matrix" + Matrices.ofBatch(e, batch)
                                        + " has no derivative, because the matrix is singular to rounding",
                                "add a small multiple of the identity to the matrix");
                    }
                }
            }
            double[] back = Matrices.product(true, false, n, n, n, rows, m);
            Matrices.write(Matrices.product(false, false, n, n, n, back, rows), out, e * n * n);
        });
    }
}
