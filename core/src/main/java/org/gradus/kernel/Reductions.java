package org.gradus.kernel;

import java.util.Arrays;

/**
 * Reductions of the middle axis of an array seen as [outer, n, inner], row by row.
 *
 * <p><b>The order of sums</b> is fixed and depends on n alone, neither on threads nor on the layout: the axis is cut
 * into chunks of 1024 elements; in a chunk, element j is added to lane j mod 8, and the lanes are combined as
 * ((l0+l4)+(l2+l6))+((l1+l5)+(l3+l7)); the chunks' sums are added in pairs, neighbors first, an odd last one going up
 * unchanged. Products, and the sums of exponentials, go the same way. f32 is accumulated in double and rounded once.
 */
public final class Reductions {
    private Reductions() {}

    /**
     * out[o, i] = Σ_j x[o, j, i]; 0 when n is 0. int and long wrap.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner elements, of x's type
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void sum(Object x, Object out, int outer, int n, int inner) {
        if (x instanceof double[] a && out instanceof double[] o) {
            Sums.sum(a, o, outer, n, inner);
        } else if (x instanceof float[] a && out instanceof float[] o) {
            Sums.sum(a, o, outer, n, inner);
        } else if (!LongReductions.fold(Long::sum, 0, x, out, outer, n, inner)) {
            throw Kinds.unsupported("sum", x, out);
        }
    }

    /**
     * out[o, i] = Π_j x[o, j, i]; 1 when n is 0. int and long wrap.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner elements, of x's type
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void prod(Object x, Object out, int outer, int n, int inner) {
        if (Kinds.floating(x, out)) {
            Rows.reduce(x, out, outer, n, inner, RowReductions::product);
        } else if (!LongReductions.fold((a, b) -> a * b, 1, x, out, outer, n, inner)) {
            throw Kinds.unsupported("prod", x, out);
        }
    }

    /**
     * out[o, i] = max_j x[o, j, i]; NaN if any is NaN; +0 is larger than -0.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner elements, of x's type
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @throws org.gradus.error.ShapeException if n is 0
     */
    public static void max(Object x, Object out, int outer, int n, int inner) {
        requireSome("max", n);
        if (Kinds.floating(x, out)) {
            Rows.reduce(x, out, outer, n, inner, RowReductions::max);
        } else if (!LongReductions.fold(Math::max, Long.MIN_VALUE, x, out, outer, n, inner)) {
            throw Kinds.unsupported("max", x, out);
        }
    }

    /**
     * out[o, i] = min_j x[o, j, i]; NaN if any is NaN; -0 is smaller than +0.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner elements, of x's type
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @throws org.gradus.error.ShapeException if n is 0
     */
    public static void min(Object x, Object out, int outer, int n, int inner) {
        requireSome("min", n);
        if (Kinds.floating(x, out)) {
            Rows.reduce(x, out, outer, n, inner, RowReductions::min);
        } else if (!LongReductions.fold(Math::min, Long.MAX_VALUE, x, out, outer, n, inner)) {
            throw Kinds.unsupported("min", x, out);
        }
    }

    /**
     * out[o, i] = the first j whose x[o, j, i] is the largest, or the first that is NaN. ±0 are equal.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner indices
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @throws org.gradus.error.ShapeException if n is 0
     */
    public static void argmax(Object x, long[] out, int outer, int n, int inner) {
        requireSome("argmax", n);
        switch (x) {
            case double[] _, float[] _ -> Rows.find(x, out, outer, n, inner, RowReductions::argmax);
            case long[] a -> LongReductions.argmax(i -> a[i], out, outer, n, inner);
            case int[] a -> LongReductions.argmax(i -> a[i], out, outer, n, inner);
            case null, default -> throw Kinds.unsupported("argmax", x);
        }
    }

    /**
     * out[o, i] = the first j whose x[o, j, i] is the smallest, or the first that is NaN. ±0 are equal.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives outer·inner indices
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @throws org.gradus.error.ShapeException if n is 0
     */
    public static void argmin(Object x, long[] out, int outer, int n, int inner) {
        requireSome("argmin", n);
        switch (x) {
            case double[] _, float[] _ -> Rows.find(x, out, outer, n, inner, RowReductions::argmin);
            // ~v reverses the order of whole numbers, and unlike −v has no overflow.
            case long[] a -> LongReductions.argmax(i -> ~a[i], out, outer, n, inner);
            case int[] a -> LongReductions.argmax(i -> ~a[i], out, outer, n, inner);
            case null, default -> throw Kinds.unsupported("argmin", x);
        }
    }

    /**
     * out[o, i] = ln Σ_j e^x[o, j, i], shifted by the largest element, so without overflow. All -∞, or nothing, give
     * -∞; an element ∞ gives ∞; NaN propagates.
     *
     * @param x outer·n·inner elements: double[] or float[]
     * @param out receives outer·inner elements, of x's type
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void logSumExp(Object x, Object out, int outer, int n, int inner) {
        if (!Kinds.floating(x, out)) {
            throw Kinds.unsupported("logSumExp", x, out);
        }
        LogSums.logSumExp(x, out, outer, n, inner);
    }

    /**
     * out[o, j, i] = x[o, j, i] - ln Σ_l e^x[o, l, i], computed as (x - max) - ln Σ e^(x - max). A row that is all -∞
     * or holds ∞ has no such value: it gives NaN.
     *
     * @param x outer·n·inner elements: double[] or float[]
     * @param out receives as many elements, of x's type; may be x
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void logSoftmax(Object x, Object out, int outer, int n, int inner) {
        if (!Kinds.floating(x, out)) {
            throw Kinds.unsupported("logSoftmax", x, out);
        }
        LogSums.logSoftmax(x, out, outer, n, inner);
    }

    /**
     * out[o, i] = whether any x[o, j, i] is true; false when n is 0.
     *
     * @param x outer·n·inner elements
     * @param out receives outer·inner elements
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void any(boolean[] x, boolean[] out, int outer, int n, int inner) {
        Arrays.fill(out, 0, outer * inner, false);
        for (int row = 0; row < outer * n; row++) {
            int to = row / n * inner;
            for (int i = 0; i < inner; i++) {
                out[to + i] |= x[row * inner + i];
            }
        }
    }

    /**
     * out[o, i] = whether all x[o, j, i] are true; true when n is 0.
     *
     * @param x outer·n·inner elements
     * @param out receives outer·inner elements
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void all(boolean[] x, boolean[] out, int outer, int n, int inner) {
        Arrays.fill(out, 0, outer * inner, true);
        for (int row = 0; row < outer * n; row++) {
            int to = row / n * inner;
            for (int i = 0; i < inner; i++) {
                out[to + i] &= x[row * inner + i];
            }
        }
    }

    private static void requireSome(String operation, int n) {
        if (n == 0) {
            throw Kinds.empty(operation);
        }
    }
}
