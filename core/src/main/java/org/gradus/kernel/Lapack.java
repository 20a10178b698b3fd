package org.gradus.kernel;

import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;

/**
 * Factorizations and solutions of linear systems, row-major.
 *
 * <p>Matrices of more than 32 rows go through LAPACK where {@link Natives} found OpenBLAS, in copies outside the heap;
 * others, and all without it, are done in Java, f32 in double and rounded once. Which of the two depends on n alone,
 * so the bits do not depend on the number of threads; the elements of a batch are spread over {@link Workers}.
 */
public final class Lapack {
    private static final int LARGE = 32;

    private Lapack() {}

    private static boolean isNative(int n) {
        return n > LARGE && Natives.available();
    }

    /**
     * Cholesky factorization: out[b] = L with L·Lᵀ = a[b], L lower triangular with a positive diagonal, zeros above.
     * Only the lower triangle of a is read.
     *
     * @param a symmetric positive definite matrices [batch, n, n], double[] or float[]
     * @param out receives [batch, n, n], of a's type; may be a
     * @param batch the number of matrices
     * @param n the size
     * @throws ArgumentException if a pivot is zero, negative or NaN; out is undefined then
     */
    public static void cholesky(Object a, Object out, int batch, int n) {
        requireMatching("cholesky", a, out, out, batch, n, n);
        boolean large = isNative(n);
        eachMatrix(batch, n, e -> {
            if (!large || !NativeFactorizations.cholesky(a, out, e, n)) {
                PlainFactorizations.cholesky(a, out, e, batch, n);
            }
        });
    }

    /**
     * Solves op(A) X = B for triangular A. A zero on the diagonal is divided by, so it gives ±∞ or NaN and no error, as
     * in LAPACK's trsm.
     *
     * @param lower whether A is lower triangular; the other triangle is not read
     * @param transposed whether op transposes
     * @param unitDiagonal whether the diagonal counts as ones and is not read
     * @param a matrices [batch, n, n], double[] or float[]
     * @param b right-hand sides [batch, n, columns], of a's type
     * @param out receives [batch, n, columns], of a's type; may be b
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
        requireMatching("triangularSolve", a, b, out, batch, n, columns);
        boolean large = isNative(n) && columns > 1;
        eachMatrix(batch, n, e -> {
            if (large) {
                NativeFactorizations.triangularSolve(lower, transposed, unitDiagonal, a, b, out, e, n, columns);
            } else {
                PlainFactorizations.triangularSolve(lower, transposed, unitDiagonal, a, b, out, e, n, columns);
            }
        });
    }

    /**
     * Solves A X = B by LU factorization with partial pivoting.
     *
     * @param a matrices [batch, n, n], double[] or float[]
     * @param b right-hand sides [batch, n, columns], of a's type
     * @param out receives [batch, n, columns], of a's type; may be b
     * @param batch the number of systems
     * @param n the size
     * @param columns the number of right-hand sides of a system
     * @throws ArgumentException if a pivot is zero or NaN; out is undefined then
     */
    public static void solve(Object a, Object b, Object out, int batch, int n, int columns) {
        requireMatching("solve", a, b, out, batch, n, columns);
        boolean large = isNative(n);
        eachMatrix(batch, n, e -> {
            if (!large || !NativeFactorizations.solve(a, b, out, e, n, columns)) {
                PlainFactorizations.solve(a, b, out, e, batch, n, columns);
            }
        });
    }

    private static void eachMatrix(int batch, int n, java.util.function.IntConsumer matrix) {
        int grain = Math.clamp((1L << 18) / Math.max(1, (long) n * n * n), 1, 1 << 30);
        Workers.ranges(batch, grain, (from, to) -> {
            for (int e = from; e < to; e++) {
                matrix.accept(e);
            }
        });
    }

    private static void requireMatching(
            String operation, Object a, Object b, Object out, int batch, int n, int columns) {
        if (!Kinds.floating(a, b) || !Kinds.floating(b, out)) {
            throw Kinds.unsupported(operation, a, b, out);
        }
        boolean fits = batch >= 0
                && n >= 0
                && columns >= 0
                && Kinds.length(a) >= (long) batch * n * n
                && Kinds.length(b) >= (long) batch * n * columns
                && Kinds.length(out) >= (long) batch * n * columns;
        if (!fits) {
            throw new ShapeException(
                    operation + ": " + batch + " matrices [" + n + "," + n + "] and [" + n + "," + columns
                            + "] do not fit arrays of " + Kinds.length(a) + ", " + Kinds.length(b) + " and "
                            + Kinds.length(out) + " elements",
                    "check the sizes");
        }
    }
}
