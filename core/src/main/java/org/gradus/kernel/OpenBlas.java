package org.gradus.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenBLAS, bound once. Touch this class only where {@link Natives#available()}.
 *
 * <p>The {@code critical} ones take heap arrays without a copy and hold up the garbage collector until they return, so
 * they are for calls of less than about a millisecond; the LAPACK ones take memory outside the heap.
 */
@SuppressWarnings("restricted") // native code is what this class is about
final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int COLUMN_MAJOR = 102;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final int UPPER = 121;
    private static final int LOWER = 122;
    private static final int NON_UNIT = 131;
    private static final int UNIT = 132;
    private static final int LEFT = 141;

    private static final MethodHandle DGEMM = products("cblas_dgemm", JAVA_DOUBLE);
    private static final MethodHandle SGEMM = products("cblas_sgemm", JAVA_FLOAT);
    private static final MethodHandle DGEMV = vectorProducts("cblas_dgemv", JAVA_DOUBLE);
    private static final MethodHandle SGEMV = vectorProducts("cblas_sgemv", JAVA_FLOAT);
    private static final MethodHandle DTRSM = triangular("cblas_dtrsm", JAVA_DOUBLE);
    private static final MethodHandle STRSM = triangular("cblas_strsm", JAVA_FLOAT);
    private static final MethodHandle DPOTRF = cholesky("LAPACKE_dpotrf_work");
    private static final MethodHandle SPOTRF = cholesky("LAPACKE_spotrf_work");
    private static final MethodHandle DGETRF = factor("LAPACKE_dgetrf_work");
    private static final MethodHandle SGETRF = factor("LAPACKE_sgetrf_work");
    private static final MethodHandle DGETRS = solve("LAPACKE_dgetrs_work");
    private static final MethodHandle SGETRS = solve("LAPACKE_sgetrs_work");

    private OpenBlas() {}

    private static MethodHandle bind(String name, FunctionDescriptor type, boolean critical) {
        MemorySegment function = Natives.function(name);
        Linker linker = Linker.nativeLinker();
        return critical
                ? linker.downcallHandle(function, type, Linker.Option.critical(true))
                : linker.downcallHandle(function, type);
    }

    private static MethodHandle products(String name, MemoryLayout number) {
        return bind(
                name,
                FunctionDescriptor.ofVoid(
                        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT, ADDRESS,
                        JAVA_INT, number, ADDRESS, JAVA_INT),
                true);
    }

    private static MethodHandle vectorProducts(String name, MemoryLayout number) {
        return bind(
                name,
                FunctionDescriptor.ofVoid(
                        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, number,
                        ADDRESS, JAVA_INT),
                true);
    }

    private static MethodHandle triangular(String name, MemoryLayout number) {
        return bind(
                name,
                FunctionDescriptor.ofVoid(
                        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT,
                        ADDRESS, JAVA_INT),
                false);
    }

    private static MethodHandle cholesky(String name) {
        return bind(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT), false);
    }

    private static MethodHandle factor(String name) {
        return bind(
                name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), false);
    }

    private static MethodHandle solve(String name) {
        return bind(
                name,
                FunctionDescriptor.of(
                        JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS,
                        JAVA_INT),
                false);
    }

    /** C = op(A)·op(B) + beta·C, row-major, from the given elements on; a short call on heap arrays. */
    static void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            double[] a,
            int atA,
            int lda,
            double[] b,
            int atB,
            int ldb,
            double beta,
            double[] c,
            int atC,
            int ldc) {
        try {
            DGEMM.invokeExact(
                    ROW_MAJOR,
                    transA ? TRANSPOSED : PLAIN,
                    transB ? TRANSPOSED : PLAIN,
                    m,
                    n,
                    k,
                    1.0,
                    from(a, atA),
                    lda,
                    from(b, atB),
                    ldb,
                    beta,
                    from(c, atC),
                    ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** C = op(A)·op(B) + beta·C, row-major, from the given elements on; a short call on heap arrays. */
    static void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float[] a,
            int atA,
            int lda,
            float[] b,
            int atB,
            int ldb,
            float beta,
            float[] c,
            int atC,
            int ldc) {
        try {
            SGEMM.invokeExact(
                    ROW_MAJOR,
                    transA ? TRANSPOSED : PLAIN,
                    transB ? TRANSPOSED : PLAIN,
                    m,
                    n,
                    k,
                    1f,
                    from(a, atA),
                    lda,
                    from(b, atB),
                    ldb,
                    beta,
                    from(c, atC),
                    ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** y = op(A)·x + beta·y for A of rows × columns, row-major; a short call on heap arrays. */
    static void gemv(
            boolean transposed,
            int rows,
            int columns,
            double[] a,
            int atA,
            int lda,
            double[] x,
            int atX,
            double beta,
            double[] y,
            int atY) {
        try {
            DGEMV.invokeExact(
                    ROW_MAJOR,
                    transposed ? TRANSPOSED : PLAIN,
                    rows,
                    columns,
                    1.0,
                    from(a, atA),
                    lda,
                    from(x, atX),
                    1,
                    beta,
                    from(y, atY),
                    1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** y = op(A)·x + beta·y for A of rows × columns, row-major; a short call on heap arrays. */
    static void gemv(
            boolean transposed,
            int rows,
            int columns,
            float[] a,
            int atA,
            int lda,
            float[] x,
            int atX,
            float beta,
            float[] y,
            int atY) {
        try {
            SGEMV.invokeExact(
                    ROW_MAJOR,
                    transposed ? TRANSPOSED : PLAIN,
                    rows,
                    columns,
                    1f,
                    from(a, atA),
                    lda,
                    from(x, atX),
                    1,
                    beta,
                    from(y, atY),
                    1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** B ← op(A)⁻¹·B, row-major, outside the heap. */
    static void trsm(
            boolean single,
            boolean lower,
            boolean transposed,
            boolean unit,
            int n,
            int columns,
            MemorySegment a,
            MemorySegment b) {
        try {
            int triangle = lower ? LOWER : UPPER;
            int op = transposed ? TRANSPOSED : PLAIN;
            int diagonal = unit ? UNIT : NON_UNIT;
            if (single) {
                STRSM.invokeExact(ROW_MAJOR, LEFT, triangle, op, diagonal, n, columns, 1f, a, n, b, columns);
            } else {
                DTRSM.invokeExact(ROW_MAJOR, LEFT, triangle, op, diagonal, n, columns, 1.0, a, n, b, columns);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * The lower Cholesky factor in place, row-major, outside the heap. Column by column the same memory is the upper
     * triangle of the same symmetric matrix, which saves a transposition.
     *
     * @return 0, or the number of the first pivot that is not positive, counted from 1
     */
    static int potrf(boolean single, int n, MemorySegment a) {
        try {
            return single
                    ? (int) SPOTRF.invokeExact(COLUMN_MAJOR, (byte) 'U', n, a, n)
                    : (int) DPOTRF.invokeExact(COLUMN_MAJOR, (byte) 'U', n, a, n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * LU factorization in place with partial pivoting, column-major, outside the heap.
     *
     * @return 0, or the number of the first pivot that is zero, counted from 1
     */
    static int getrf(boolean single, int n, MemorySegment a, MemorySegment pivots) {
        try {
            return single
                    ? (int) SGETRF.invokeExact(COLUMN_MAJOR, n, n, a, n, pivots)
                    : (int) DGETRF.invokeExact(COLUMN_MAJOR, n, n, a, n, pivots);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** B ← A⁻ᵀ·B from the factors of {@link #getrf}, column-major, outside the heap. */
    static void getrs(boolean single, int n, int columns, MemorySegment a, MemorySegment pivots, MemorySegment b) {
        try {
            int info = single
                    ? (int) SGETRS.invokeExact(COLUMN_MAJOR, (byte) 'T', n, columns, a, n, pivots, b, n)
                    : (int) DGETRS.invokeExact(COLUMN_MAJOR, (byte) 'T', n, columns, a, n, pivots, b, n);
            if (info != 0) {
                throw new IllegalStateException("getrs refused argument " + -info);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment from(double[] array, int at) {
        return MemorySegment.ofArray(array).asSlice((long) at * Double.BYTES);
    }

    private static MemorySegment from(float[] array, int at) {
        return MemorySegment.ofArray(array).asSlice((long) at * Float.BYTES);
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException r -> r;
            case Error error -> throw error;
            default -> new IllegalStateException("a call of OpenBLAS failed", e);
        };
    }
}
