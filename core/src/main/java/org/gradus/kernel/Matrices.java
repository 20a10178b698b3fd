package org.gradus.kernel;

import java.util.function.IntConsumer;
import org.gradus.error.NonFiniteException;

/** What the kernels of matrices share: a batch's loop, and reading and writing one matrix in double. */
final class Matrices {
    private Matrices() {}

    /** Does something with each matrix of a batch; {@code work} is about the number of operations for one of them. */
    static void each(int batch, double work, IntConsumer matrix) {
        int grain = (int) Math.clamp((1L << 18) / Math.max(1, work), 1, 1 << 30);
        Workers.ranges(batch, grain, (from, to) -> {
            for (int e = from; e < to; e++) {
                matrix.accept(e);
            }
        });
    }

    static double[] read(Object from, int at, int n) {
        double[] to = new double[n];
        if (from instanceof double[] a) {
            System.arraycopy(a, at, to, 0, n);
        } else {
            float[] a = (float[]) from;
            for (int i = 0; i < n; i++) {
                to[i] = a[at + i];
            }
        }
        return to;
    }

    /** Reads matrix e and refuses NaN and infinities, with which LAPACK may not return. */
    static double[] readFinite(String operation, Object from, int e, int batch, int rows, int columns) {
        double[] a = read(from, e * rows * columns, rows * columns);
        for (int i = 0; i < a.length; i++) {
            if (!Double.isFinite(a[i])) {
                throw new NonFiniteException(
                        operation + ": matrix" + ofBatch(e, batch) + " has " + a[i] + " in row " + i / columns
                                + ", column " + i % columns,
                        "find where the NaN or infinity in the matrix comes from");
            }
        }
        return a;
    }

    static void write(double[] from, Object to, int at) {
        if (to instanceof double[] a) {
            System.arraycopy(from, 0, a, at, from.length);
        } else {
            float[] a = (float[]) to;
            for (int i = 0; i < from.length; i++) {
                a[at + i] = (float) from[i];
            }
        }
    }

    static String ofBatch(int e, int batch) {
        return batch == 1 ? "" : " " + e + " of the batch of " + batch;
    }

    /** The unit roundoff times two of the numbers that an array holds. */
    static double epsilon(Object array) {
        return array instanceof double[] ? 0x1p-52 : 0x1p-23;
    }

    static double[] transposed(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    static double[] identity(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 1;
        }
        return a;
    }

    /** The symmetric matrix of a lower triangle. */
    static double[] mirrored(double[] a, int n) {
        double[] s = a.clone();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                s[i * n + j] = a[j * n + i];
            }
        }
        return s;
    }

    /** op(A)·op(B) = [m,k]·[k,n]. */
    static double[] product(boolean transA, boolean transB, int m, int n, int k, double[] a, double[] b) {
        double[] c = new double[m * n];
        if (m > 0 && n > 0 && k > 0) {
            Blas.gemm(transA, transB, 1, m, n, k, a, b, c);
        }
        return c;
    }

    static double largest(double[] a) {
        double largest = 0;
        for (double v : a) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    /** Divides by the power of two that brings the largest element near 1; its exponent. */
    static int normalize(double[] a) {
        double largest = largest(a);
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        if (Math.abs(exponent) > 100) {
            scale(a, -exponent);
            return exponent;
        }
        return 0;
    }

    static void scale(double[] a, int exponent) {
        if (exponent != 0) {
            for (int i = 0; i < a.length; i++) {
                a[i] = Math.scalb(a[i], exponent);
            }
        }
    }

    static double dot(double[] x, int atX, double[] y, int atY, int n) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i < n - 1; i += 2) {
            s0 = Math.fma(x[atX + i], y[atY + i], s0);
            s1 = Math.fma(x[atX + i + 1], y[atY + i + 1], s1);
        }
        if (i < n) {
            s0 = Math.fma(x[atX + i], y[atY + i], s0);
        }
        return s0 + s1;
    }

    /** y += factor·x. */
    static void add(double factor, double[] x, int atX, double[] y, int atY, int n) {
        for (int i = 0; i < n; i++) {
            y[atY + i] = Math.fma(factor, x[atX + i], y[atY + i]);
        }
    }
}
