package org.gradus.kernel;

import java.util.function.IntToLongFunction;
import org.gradus.kernel.Loops.LongBinary;

/** Reductions of int[] and long[]; the order of exact operations does not matter. */
final class LongReductions {
    private LongReductions() {}

    /** Folds in long and cuts to the type; false when the arrays are not of one integer type. */
    static boolean fold(LongBinary f, long start, Object x, Object out, int outer, int n, int inner) {
        if (x instanceof long[] a && out instanceof long[] o) {
            each(outer, n, inner, (at, to) -> o[to] = fold(f, start, a, at, n, inner));
        } else if (x instanceof int[] a && out instanceof int[] o) {
            each(outer, n, inner, (at, to) -> o[to] = (int) fold(f, start, a, at, n, inner));
        } else {
            return false;
        }
        return true;
    }

    private static long fold(LongBinary f, long start, long[] x, int at, int n, int step) {
        long result = start;
        for (int j = 0; j < n; j++) {
            result = f.apply(result, x[at + j * step]);
        }
        return result;
    }

    private static long fold(LongBinary f, long start, int[] x, int at, int n, int step) {
        long result = start;
        for (int j = 0; j < n; j++) {
            result = f.apply(result, x[at + j * step]);
        }
        return result;
    }

    static void argmax(IntToLongFunction x, long[] out, int outer, int n, int inner) {
        each(outer, n, inner, (at, to) -> {
            int best = 0;
            for (int j = 1; j < n; j++) {
                if (x.applyAsLong(at + j * inner) > x.applyAsLong(at + best * inner)) {
                    best = j;
                }
            }
            out[to] = best;
        });
    }

    private interface Line {
        void accept(int at, int to);
    }

    private static void each(int outer, int n, int inner, Line line) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                line.accept(o * n * inner + i, o * inner + i);
            }
        }
    }
}
