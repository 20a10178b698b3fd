package org.gradus.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * The factorizations and solutions of {@link Lapack} through LAPACK: of one matrix e of a batch, in a copy outside the
 * heap. Those that can fail return false then, and the caller repeats them in Java, which finds the pivot to name.
 */
final class NativeFactorizations {
    private NativeFactorizations() {}

    private static boolean isSingle(Object array) {
        return array instanceof float[];
    }

    private static long bytes(Object array, long elements) {
        return elements * (isSingle(array) ? Float.BYTES : Double.BYTES);
    }

    private static void read(Object from, int at, MemorySegment to, int n) {
        if (from instanceof double[] a) {
            MemorySegment.copy(a, at, to, JAVA_DOUBLE, 0, n);
        } else {
            MemorySegment.copy((float[]) from, at, to, JAVA_FLOAT, 0, n);
        }
    }

    private static void write(MemorySegment from, Object to, int at, int n) {
        if (to instanceof double[] a) {
            MemorySegment.copy(from, JAVA_DOUBLE, 0, a, at, n);
        } else {
            MemorySegment.copy(from, JAVA_FLOAT, 0, (float[]) to, at, n);
        }
    }

    private static double element(boolean single, MemorySegment matrix, long index) {
        return single ? matrix.getAtIndex(JAVA_FLOAT, index) : matrix.getAtIndex(JAVA_DOUBLE, index);
    }

    static boolean cholesky(Object a, Object out, int e, int n) {
        boolean single = isSingle(a);
        int size = n * n;
        try (Scratch scratch = Scratch.take(bytes(a, size))) {
            MemorySegment l = scratch.block();
            read(a, e * size, l, size);
            if (OpenBlas.potrf(single, n, l) != 0) {
                return false;
            }
            for (int i = 0; i < n; i++) {
                // LAPACK may let NaN pass.
                if (!(element(single, l, (long) i * n + i) > 0)) {
                    return false;
                }
            }
            write(l, out, e * size, size);
        }
        for (int i = 0; i < n - 1; i++) {
            int from = e * size + i * n + i + 1;
            int to = e * size + (i + 1) * n;
            if (out instanceof double[] o) {
                java.util.Arrays.fill(o, from, to, 0);
            } else {
                java.util.Arrays.fill((float[]) out, from, to, 0);
            }
        }
        return true;
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
        int size = n * n;
        int rightSize = n * columns;
        try (Scratch matrix = Scratch.take(bytes(a, size));
                Scratch right = Scratch.take(bytes(a, rightSize))) {
            read(a, e * size, matrix.block(), size);
            read(b, e * rightSize, right.block(), rightSize);
            OpenBlas.trsm(isSingle(a), lower, transposed, unitDiagonal, n, columns, matrix.block(), right.block());
            write(right.block(), out, e * rightSize, rightSize);
        }
    }

    static boolean solve(Object a, Object b, Object out, int e, int n, int columns) {
        boolean single = isSingle(a);
        int size = n * n;
        int rightSize = n * columns;
        try (Scratch matrix = Scratch.take(bytes(a, size));
                Scratch right = Scratch.take(bytes(a, rightSize));
                Scratch pivots = Scratch.take((long) n * Integer.BYTES)) {
            MemorySegment t = matrix.block();
            // LAPACK reads columns: the same memory is the transposed matrix, whose factors solve the system as well.
            read(a, e * size, t, size);
            if (OpenBlas.getrf(single, n, t, pivots.block()) != 0) {
                return false;
            }
            for (int i = 0; i < n; i++) {
                if (!(Math.abs(element(single, t, (long) i * n + i)) > 0)) {
                    return false;
                }
            }
            Object columnwise = Kinds.array(b, rightSize);
            Layout.gather(b, e * rightSize, new int[] {1, columns}, columnwise, new int[] {columns, n});
            read(columnwise, 0, right.block(), rightSize);
            OpenBlas.getrs(single, n, columns, t, pivots.block(), right.block());
            write(right.block(), columnwise, 0, rightSize);
            Layout.scatter(columnwise, out, e * rightSize, new int[] {1, columns}, new int[] {columns, n});
        }
        return true;
    }
}
