package org.gradus.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Decompositions of one matrix through LAPACK, with the layouts of {@link PlainDecompositions}. LAPACK reads columns, so a
 * row-major matrix is its transpose there. Those that can fail to converge return false then.
 */
final class NativeDecompositions {
    private NativeDecompositions() {}

    private static Scratch copy(double[] a) {
        Scratch scratch = empty(a.length);
        MemorySegment.copy(a, 0, scratch.block(), JAVA_DOUBLE, 0, a.length);
        return scratch;
    }

    private static Scratch empty(long elements) {
        return Scratch.take(Math.max(1, elements) * Double.BYTES);
    }

    private static void read(Scratch from, double[] to) {
        MemorySegment.copy(from.block(), JAVA_DOUBLE, 0, to, 0, to.length);
    }

    static void lu(double[] a, int[] order, int m, int n) {
        double[] columns = Matrices.transposed(a, m, n);
        int k = Math.min(m, n);
        try (Scratch matrix = copy(columns);
                Scratch pivots = Scratch.take((long) k * Integer.BYTES)) {
            OpenBlasDecompositions.getrf(m, n, matrix.block(), pivots.block());
            read(matrix, columns);
            for (int i = 0; i < m; i++) {
                order[i] = i;
            }
            for (int i = 0; i < k; i++) {
                int with = pivots.block().getAtIndex(JAVA_INT, i) - 1;
                int kept = order[i];
                order[i] = order[with];
                order[with] = kept;
            }
        }
        System.arraycopy(Matrices.transposed(columns, n, m), 0, a, 0, a.length);
    }

    static boolean eigh(double[] a, double[] w, double[] v, int n) {
        try (Scratch matrix = copy(a);
                Scratch values = empty(n)) {
            if (OpenBlasDecompositions.syevd(n, matrix.block(), values.block()) != 0) {
                return false;
            }
            read(values, w);
            read(matrix, v);
            return true;
        }
    }

    /** Of a [m, n]: u [m, m or k] by rows of the matrix, s, vt [n or k, n]. */
    static boolean svd(boolean full, double[] a, double[] u, double[] s, double[] vt, int m, int n) {
        int k = Math.min(m, n);
        try (Scratch matrix = copy(a);
                Scratch values = empty(k);
                Scratch left = empty(vt.length);
                Scratch right = empty(u.length);
                Scratch whole = Scratch.take(8L * k * Integer.BYTES)) {
            int info = OpenBlasDecompositions.gesdd(
                    full, n, m, matrix.block(), values.block(), left.block(), right.block(), whole.block());
            if (info != 0) {
                return false;
            }
            read(values, s);
            read(left, vt);
            read(right, u);
            return true;
        }
    }

    /** As {@link PlainDecompositions#qr}: of a [m, n] by rows, q as rows [count, m], and r [m, n] upper triangular. */
    static void qr(double[] a, double[] q, double[] r, int m, int n, int count) {
        int k = Math.min(m, n);
        int lda = Math.max(n, count);
        try (Scratch matrix = copy(a);
                Scratch wide = empty((long) lda * m);
                Scratch tau = empty(k)) {
            OpenBlasDecompositions.gelqf(n, m, matrix.block(), tau.block());
            read(matrix, r);
            for (int i = 0; i < m; i++) {
                MemorySegment.copy(r, i * n, wide.block(), JAVA_DOUBLE, (long) i * lda * Double.BYTES, n);
                for (int j = 0; j < Math.min(i, n); j++) {
                    r[i * n + j] = 0;
                }
            }
            OpenBlasDecompositions.orglq(count, m, k, wide.block(), lda, tau.block());
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < count; j++) {
                    q[j * m + i] = wide.block().getAtIndex(JAVA_DOUBLE, (long) i * lda + j);
                }
            }
        }
    }

    /** Eigenvectors as rows, pairs of rows for pairs of conjugate values. */
    static boolean eig(double[] a, double[] wr, double[] wi, double[] v, int n) {
        try (Scratch matrix = copy(Matrices.transposed(a, n, n));
                Scratch real = empty(n);
                Scratch imaginary = empty(n);
                Scratch vectors = empty((long) n * n)) {
            int info = OpenBlasDecompositions.geev(n, matrix.block(), real.block(), imaginary.block(), vectors.block());
            if (info != 0) {
                return false;
            }
            read(real, wr);
            read(imaginary, wi);
            read(vectors, v);
            return true;
        }
    }
}
