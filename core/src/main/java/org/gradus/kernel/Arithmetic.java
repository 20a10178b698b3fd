package org.gradus.kernel;

import java.util.Arrays;

/**
 * The four operations on arrays as loops of their own, which the JVM compiles to vector code.
 *
 * <p>Each takes double[] or float[], all operands of one type; float is computed in float. A splat operand is an array
 * whose first element stands for n equal elements; the output may be one of the operands.
 */
public final class Arithmetic {
    private static final int GRAIN = 1 << 16;

    private Arithmetic() {}

    /**
     * out = x + y, element by element.
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void add(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> add(a, xSplat, b, ySplat, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> add(a, xSplat, b, ySplat, o, from, to));
        } else {
            throw Kinds.unsupported("add", x, y, out);
        }
    }

    private static void add(double[] x, boolean xs, double[] y, boolean ys, double[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] + y[0]);
        } else if (xs) {
            DoubleArithmetic.add(x[0], y, out, from, to);
        } else if (ys) {
            DoubleArithmetic.add(x, y[0], out, from, to);
        } else {
            DoubleArithmetic.add(x, y, out, from, to);
        }
    }

    private static void add(float[] x, boolean xs, float[] y, boolean ys, float[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] + y[0]);
        } else if (xs) {
            FloatArithmetic.add(x[0], y, out, from, to);
        } else if (ys) {
            FloatArithmetic.add(x, y[0], out, from, to);
        } else {
            FloatArithmetic.add(x, y, out, from, to);
        }
    }

    /**
     * out = x - y, element by element.
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void subtract(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> subtract(a, xSplat, b, ySplat, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> subtract(a, xSplat, b, ySplat, o, from, to));
        } else {
            throw Kinds.unsupported("subtract", x, y, out);
        }
    }

    private static void subtract(double[] x, boolean xs, double[] y, boolean ys, double[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] - y[0]);
        } else if (xs) {
            DoubleArithmetic.subtract(x[0], y, out, from, to);
        } else if (ys) {
            DoubleArithmetic.subtract(x, y[0], out, from, to);
        } else {
            DoubleArithmetic.subtract(x, y, out, from, to);
        }
    }

    private static void subtract(float[] x, boolean xs, float[] y, boolean ys, float[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] - y[0]);
        } else if (xs) {
            FloatArithmetic.subtract(x[0], y, out, from, to);
        } else if (ys) {
            FloatArithmetic.subtract(x, y[0], out, from, to);
        } else {
            FloatArithmetic.subtract(x, y, out, from, to);
        }
    }

    /**
     * out = x · y, element by element.
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void multiply(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> multiply(a, xSplat, b, ySplat, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> multiply(a, xSplat, b, ySplat, o, from, to));
        } else {
            throw Kinds.unsupported("multiply", x, y, out);
        }
    }

    private static void multiply(double[] x, boolean xs, double[] y, boolean ys, double[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] * y[0]);
        } else if (xs) {
            DoubleArithmetic.multiply(x[0], y, out, from, to);
        } else if (ys) {
            DoubleArithmetic.multiply(x, y[0], out, from, to);
        } else {
            DoubleArithmetic.multiply(x, y, out, from, to);
        }
    }

    private static void multiply(float[] x, boolean xs, float[] y, boolean ys, float[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] * y[0]);
        } else if (xs) {
            FloatArithmetic.multiply(x[0], y, out, from, to);
        } else if (ys) {
            FloatArithmetic.multiply(x, y[0], out, from, to);
        } else {
            FloatArithmetic.multiply(x, y, out, from, to);
        }
    }

    /**
     * out = x / y, element by element.
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void divide(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> divide(a, xSplat, b, ySplat, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> divide(a, xSplat, b, ySplat, o, from, to));
        } else {
            throw Kinds.unsupported("divide", x, y, out);
        }
    }

    private static void divide(double[] x, boolean xs, double[] y, boolean ys, double[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] / y[0]);
        } else if (xs) {
            DoubleArithmetic.divide(x[0], y, out, from, to);
        } else if (ys) {
            DoubleArithmetic.divide(x, y[0], out, from, to);
        } else {
            DoubleArithmetic.divide(x, y, out, from, to);
        }
    }

    private static void divide(float[] x, boolean xs, float[] y, boolean ys, float[] out, int from, int to) {
        if (xs && ys) {
            Arrays.fill(out, from, to, x[0] / y[0]);
        } else if (xs) {
            FloatArithmetic.divide(x[0], y, out, from, to);
        } else if (ys) {
            FloatArithmetic.divide(x, y[0], out, from, to);
        } else {
            FloatArithmetic.divide(x, y, out, from, to);
        }
    }

    /**
     * out = x · y, but +0 where that is NaN and either factor is ±0 (0·∞ = 0·NaN = 0), element by element.
     *
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void annihilatingMultiply(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (x instanceof double[] a && y instanceof double[] b && out instanceof double[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> annihilatingMultiply(a, xSplat, b, ySplat, o, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b && out instanceof float[] o) {
            Workers.ranges(n, GRAIN, (from, to) -> annihilatingMultiply(a, xSplat, b, ySplat, o, from, to));
        } else {
            throw Kinds.unsupported("annihilatingMultiply", x, y, out);
        }
    }

    private static void annihilatingMultiply(
            double[] x, boolean xs, double[] y, boolean ys, double[] out, int from, int to) {
        DoubleArithmetic.annihilatingMultiply(x, xs ? 0 : 1, y, ys ? 0 : 1, out, from, to);
    }

    private static void annihilatingMultiply(
            float[] x, boolean xs, float[] y, boolean ys, float[] out, int from, int to) {
        FloatArithmetic.annihilatingMultiply(x, xs ? 0 : 1, y, ys ? 0 : 1, out, from, to);
    }

    /**
     * Whether a number is NaN.
     *
     * @param x double[] or float[]
     * @param n how many elements are looked at
     * @return whether any of them is NaN
     */
    public static boolean hasNan(Object x, int n) {
        return x instanceof double[] a ? DoubleArithmetic.hasNan(a, n) : FloatArithmetic.hasNan((float[]) x, n);
    }
}
