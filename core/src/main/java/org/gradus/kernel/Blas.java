package org.gradus.kernel;

import org.gradus.error.ShapeException;

/**
 * Products of matrices.
 *
 * <p>Small products run in Java; larger ones through OpenBLAS where {@link Natives} found it, in tiles whose sizes
 * depend on the shape alone, each a call of well under a millisecond on one thread; {@link Workers} run the tiles. So
 * the bits do not depend on the number of threads. Against exact arithmetic, and between OpenBLAS and Java, an element
 * differs by at most 8·k·ε·(|A||B|) of its row and column.
 */
public final class Blas {
    /** Multiplications up to which a product is done in Java; beyond, a native call is faster (measured: 9³, 16²). */
    private static final int SMALL = 512;

    private static final int SMALL_WITH_VECTOR = 256;

    private Blas() {}

    /**
     * out[b] = op(a[b]) · op(b[b]) for each element of the batch: [m,k] · [k,n] = [m,n], row-major and contiguous. An
     * empty k gives zeros.
     *
     * @param transA whether a holds [k,m], to be transposed
     * @param transB whether b holds [n,k], to be transposed
     * @param batch the number of products
     * @param m rows of the result
     * @param n columns of the result
     * @param k the summed size
     * @param a the left factors, double[] or float[]
     * @param b the right factors, of a's type
     * @param out receives batch·m·n elements, of a's type; neither a nor b
     * @throws ShapeException if an array is too short for the sizes
     */
    public static void gemm(
            boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        requireMatching(batch, m, n, k, a, b, out);
        if (batch == 0 || m == 0 || n == 0) {
            return;
        }
        boolean hasVector = m == 1 || n == 1;
        if (k == 0) {
            Kinds.fillZero(out, batch * m * n);
        } else if ((long) m * n * k <= (hasVector ? SMALL_WITH_VECTOR : SMALL) || !Natives.available()) {
            plain(transA, transB, batch, m, n, k, a, b, out);
        } else if (hasVector) {
            NativeVectorProducts.gemv(transA, transB, batch, m, n, k, a, b, out);
        } else {
            NativeProducts.gemm(transA, transB, batch, m, n, k, a, b, out);
        }
    }

    /** The same in Java; the fallback, and the reference of tests. */
    static void plain(boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        int grain = Math.clamp((1L << 19) / ((long) m * n * k), 1, 1 << 30);
        Workers.ranges(batch, grain, (from, to) -> {
            for (int e = from; e < to; e++) {
                if (a instanceof double[] x) {
                    DoubleProducts.gemm(
                            transA, transB, m, n, k, x, e * m * k, (double[]) b, e * k * n, (double[]) out, e * m * n);
                } else {
                    FloatProducts.gemm(
                            transA,
                            transB,
                            m,
                            n,
                            k,
                            (float[]) a,
                            e * m * k,
                            (float[]) b,
                            e * k * n,
                            (float[]) out,
                            e * m * n);
                }
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // whether they are one array is the question
    private static void requireMatching(int batch, int m, int n, int k, Object a, Object b, Object out) {
        if (!Kinds.floating(a, b) || !Kinds.floating(b, out)) {
            throw Kinds.unsupported("gemm", a, b, out);
        }
        boolean fits = batch >= 0
                && m >= 0
                && n >= 0
                && k >= 0
                && Kinds.length(a) >= (long) batch * m * k
                && Kinds.length(b) >= (long) batch * k * n
                && Kinds.length(out) >= (long) batch * m * n;
        if (!fits || out == a || out == b) {
            throw new ShapeException(
                    "gemm: " + batch + " products [" + m + "," + k + "]·[" + k + "," + n + "] do not fit arrays of "
                            + Kinds.length(a) + " and " + Kinds.length(b) + " elements and a result of "
                            + Kinds.length(out),
                    "check the sizes, and give a result array of its own");
        }
    }
}
