package org.gradus.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * LAPACK's decompositions in OpenBLAS, bound once, in double, column by column, on memory outside the heap. Touch this
 * class only where {@link Natives#available()}. Each returns LAPACK's info: 0, or positive for a failure.
 */
@SuppressWarnings("restricted") // native code is what this class is about
final class OpenBlasDecompositions {
    private static final int COLUMN_MAJOR = 102;

    private static final MethodHandle GETRF =
            bind("LAPACKE_dgetrf_work", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle GELQF =
            bind("LAPACKE_dgelqf_work", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle ORGLQ = bind(
            "LAPACKE_dorglq_work",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT);
    private static final MethodHandle SYEVD = bind(
            "LAPACKE_dsyevd_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT);
    private static final MethodHandle GESDD = bind(
            "LAPACKE_dgesdd_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS);
    private static final MethodHandle GEEV = bind(
            "LAPACKE_dgeev_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT);

    private OpenBlasDecompositions() {}

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(Natives.function(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** One call with given working memory. */
    private interface Call {
        int run(MemorySegment work, int size, MemorySegment whole, int wholeSize) throws Throwable;
    }

    /** Asks for the size of the working memory, then calls with that much. */
    private static int call(Call call) {
        int size;
        int wholeSize;
        try (Scratch number = Scratch.take(Double.BYTES);
                Scratch whole = Scratch.take(Integer.BYTES)) {
            whole.block().set(JAVA_INT, 0, 1);
            check(call.run(number.block(), -1, whole.block(), -1));
            size = Math.max(1, (int) number.block().get(JAVA_DOUBLE, 0));
            wholeSize = Math.max(1, whole.block().get(JAVA_INT, 0));
        } catch (Throwable e) {
            throw unexpected(e);
        }
        try (Scratch work = Scratch.take((long) size * Double.BYTES);
                Scratch whole = Scratch.take((long) wholeSize * Integer.BYTES)) {
            return check(call.run(work.block(), size, whole.block(), wholeSize));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int check(int info) {
        if (info < 0) {
            throw new IllegalStateException("LAPACK refused argument " + -info);
        }
        return info;
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException r -> r;
            case Error error -> throw error;
            default -> new IllegalStateException("a call of OpenBLAS failed", e);
        };
    }

    static int getrf(int m, int n, MemorySegment a, MemorySegment pivots) {
        try {
            return check((int) GETRF.invokeExact(COLUMN_MAJOR, m, n, a, Math.max(1, m), pivots));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int gelqf(int m, int n, MemorySegment a, MemorySegment tau) {
        return call((work, size, _, _) -> (int) GELQF.invokeExact(COLUMN_MAJOR, m, n, a, m, tau, work, size));
    }

    /** The first m rows of Q, from k reflectors in the first k rows of a. */
    static int orglq(int m, int n, int k, MemorySegment a, int lda, MemorySegment tau) {
        return call((work, size, _, _) -> (int) ORGLQ.invokeExact(COLUMN_MAJOR, m, n, k, a, lda, tau, work, size));
    }

    /** Eigenvalues in ascending order and vectors in place of the symmetric matrix. */
    static int syevd(int n, MemorySegment a, MemorySegment w) {
        return call((work, size, whole, wholeSize) -> (int)
                SYEVD.invokeExact(COLUMN_MAJOR, (byte) 'V', (byte) 'U', n, a, n, w, work, size, whole, wholeSize));
    }

    static int gesdd(
            boolean full,
            int m,
            int n,
            MemorySegment a,
            MemorySegment s,
            MemorySegment u,
            MemorySegment vt,
            MemorySegment whole) {
        int rows = full ? n : Math.min(m, n);
        byte job = (byte) (full ? 'A' : 'S');
        return call((work, size, _, _) ->
                (int) GESDD.invokeExact(COLUMN_MAJOR, job, m, n, a, m, s, u, m, vt, rows, work, size, whole));
    }

    /** Eigenvalues and right eigenvectors, pairs of columns for pairs of conjugate values. */
    static int geev(int n, MemorySegment a, MemorySegment wr, MemorySegment wi, MemorySegment v) {
        return call((work, size, _, _) -> (int) GEEV.invokeExact(
                COLUMN_MAJOR, (byte) 'N', (byte) 'V', n, a, n, wr, wi, MemorySegment.NULL, 1, v, n, work, size));
    }
}
