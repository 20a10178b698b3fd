package org.gradus.kernel;

/**
 * Elementwise loops over Java arrays: a function applied to each element, a pair of elements, a comparison, a choice,
 * a conversion.
 *
 * <p>Arrays are {@code double[]}, {@code float[]}, {@code int[]}, {@code long[]} or {@code boolean[]}. A <em>splat</em>
 * operand is an array whose first element stands for n equal elements. {@code float[]} is computed in double and
 * rounded once; for + - · / √ that is the correctly rounded f32 result. {@code int[]} is computed in long and wraps.
 * The output may be one of the operands. Long loops run on {@link Workers}; functions must be free of side effects.
 * Lambdas without parameter types fit two overloads: write {@code (double x) -> …} or a method reference.
 */
// One name for an operation on floating and on integer arrays; logic without branches, for vector code.
@SuppressWarnings({"overloads", "ShortCircuitBoolean"})
public final class Loops {
    /** Elements below which a loop stays on one thread, and pieces of longer ones. */
    static final int GRAIN = 1 << 14;

    private Loops() {}

    /** A function of one double. */
    @FunctionalInterface
    public interface DoubleUnary {
        /**
         * The function's value.
         *
         * @param x the argument
         * @return the value
         */
        double apply(double x);
    }

    /** A function of two doubles. */
    @FunctionalInterface
    public interface DoubleBinary {
        /**
         * The function's value.
         *
         * @param x the first argument
         * @param y the second argument
         * @return the value
         */
        double apply(double x, double y);
    }

    /** A function of three doubles. */
    @FunctionalInterface
    public interface DoubleTernary {
        /**
         * The function's value.
         *
         * @param x the first argument
         * @param y the second argument
         * @param z the third argument
         * @return the value
         */
        double apply(double x, double y, double z);
    }

    /** A comparison of two doubles. */
    @FunctionalInterface
    public interface DoubleCompare {
        /**
         * Compares.
         *
         * @param x the first argument
         * @param y the second argument
         * @return whether it holds
         */
        boolean test(double x, double y);
    }

    /** A function of one long. */
    @FunctionalInterface
    public interface LongUnary {
        /**
         * The function's value.
         *
         * @param x the argument
         * @return the value
         */
        long apply(long x);
    }

    /** A function of two longs. */
    @FunctionalInterface
    public interface LongBinary {
        /**
         * The function's value.
         *
         * @param x the first argument
         * @param y the second argument
         * @return the value
         */
        long apply(long x, long y);
    }

    /** A comparison of two longs. */
    @FunctionalInterface
    public interface LongCompare {
        /**
         * Compares.
         *
         * @param x the first argument
         * @param y the second argument
         * @return whether it holds
         */
        boolean test(long x, long y);
    }

    /**
     * out[i] = f(x[i]) for double[] or float[].
     *
     * @param f the function
     * @param x n elements
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void map(DoubleUnary f, Object x, Object out, int n) {
        if (x instanceof double[] a && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> map(f, a, o, from, to));
        } else if (x instanceof float[] a && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> map(f, a, o, from, to));
        } else {
            throw Kinds.unsupported("map", x, out);
        }
    }

    private static void map(DoubleUnary f, double[] x, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.apply(x[i]);
        }
    }

    private static void map(DoubleUnary f, float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) f.apply(x[i]);
        }
    }

    /**
     * out[i] = f(x[i]) for long[] or int[].
     *
     * @param f the function
     * @param x n elements
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void map(LongUnary f, Object x, Object out, int n) {
        if (x instanceof long[] a && out instanceof long[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> map(f, a, o, from, to));
        } else if (x instanceof int[] a && out instanceof int[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> map(f, a, o, from, to));
        } else {
            throw Kinds.unsupported("map", x, out);
        }
    }

    private static void map(LongUnary f, long[] x, long[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.apply(x[i]);
        }
    }

    private static void map(LongUnary f, int[] x, int[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (int) f.apply(x[i]);
        }
    }

    /**
     * out[i] = f(x[i], y[i]) for double[] or float[].
     *
     * @param f the function
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void zip(DoubleBinary f, Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> zip(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> zip(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, o, from, to));
        } else {
            throw Kinds.unsupported("zip", x, y, out);
        }
    }

    private static void zip(DoubleBinary f, double[] x, int dx, double[] y, int dy, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.apply(x[i * dx], y[i * dy]);
        }
    }

    private static void zip(DoubleBinary f, float[] x, int dx, float[] y, int dy, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) f.apply(x[i * dx], y[i * dy]);
        }
    }

    /**
     * out[i] = f(x[i], y[i]) for long[] or int[].
     *
     * @param f the function
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void zip(LongBinary f, Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof long[] a && y instanceof long[] b && out instanceof long[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> zip(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, o, from, to));
        } else if (x instanceof int[] a && y instanceof int[] b && out instanceof int[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> zip(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, o, from, to));
        } else {
            throw Kinds.unsupported("zip", x, y, out);
        }
    }

    private static void zip(LongBinary f, long[] x, int dx, long[] y, int dy, long[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.apply(x[i * dx], y[i * dy]);
        }
    }

    private static void zip(LongBinary f, int[] x, int dx, int[] y, int dy, int[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (int) f.apply(x[i * dx], y[i * dy]);
        }
    }

    /**
     * out[i] = f(x[i], y[i]) for double[] or float[].
     *
     * @param f the comparison
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void compare(
            DoubleCompare f, Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        if (x instanceof double[] a && y instanceof double[] b) {
            Workers.ranges(n, GRAIN, (from, to) -> compare(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, out, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b) {
            Workers.ranges(n, GRAIN, (from, to) -> compare(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void compare(
            DoubleCompare f, double[] x, int dx, double[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.test(x[i * dx], y[i * dy]);
        }
    }

    private static void compare(
            DoubleCompare f, float[] x, int dx, float[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.test(x[i * dx], y[i * dy]);
        }
    }

    /**
     * out[i] = f(x[i], y[i]) for long[] or int[].
     *
     * @param f the comparison
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void compare(
            LongCompare f, Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        if (x instanceof long[] a && y instanceof long[] b) {
            Workers.ranges(n, GRAIN, (from, to) -> compare(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, out, from, to));
        } else if (x instanceof int[] a && y instanceof int[] b) {
            Workers.ranges(n, GRAIN, (from, to) -> compare(f, a, xSplat ? 0 : 1, b, ySplat ? 0 : 1, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void compare(LongCompare f, long[] x, int dx, long[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.test(x[i * dx], y[i * dy]);
        }
    }

    private static void compare(LongCompare f, int[] x, int dx, int[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.test(x[i * dx], y[i * dy]);
        }
    }

    /**
     * out[i] = c[i] ? x[i] : y[i], for all five types.
     *
     * @param c the condition
     * @param cSplat whether c[0] stands for all
     * @param x the elements where it holds
     * @param xSplat whether x[0] stands for all
     * @param y the elements where it does not, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void select(
            boolean[] c, boolean cSplat, Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        Choices.select(c, cSplat, x, xSplat, y, ySplat, out, n);
    }

    /**
     * Conversion between any two of the five types, as Java does it: fractions are cut off, numbers out of range go to
     * the nearest of the range and NaN to 0 from floating to integer types, the upper bits go from long to int; true
     * is 1; a number is true if it is not 0 (NaN is true).
     *
     * @param x n elements
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void convert(Object x, Object out, int n) {
        Conversions.convert(x, out, n);
    }

    /**
     * out[i] = x[i] and y[i].
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void and(boolean[] x, boolean xSplat, boolean[] y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        for (int i = 0; i < n; i++) {
            out[i] = x[i * dx] & y[i * dy];
        }
    }

    /**
     * out[i] = x[i] or y[i].
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void or(boolean[] x, boolean xSplat, boolean[] y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        for (int i = 0; i < n; i++) {
            out[i] = x[i * dx] | y[i * dy];
        }
    }

    /**
     * out[i] = exactly one of x[i] and y[i].
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void xor(boolean[] x, boolean xSplat, boolean[] y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        for (int i = 0; i < n; i++) {
            out[i] = x[i * dx] ^ y[i * dy];
        }
    }

    /**
     * out[i] = not x[i].
     *
     * @param x n elements
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void not(boolean[] x, boolean[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = !x[i];
        }
    }
}
