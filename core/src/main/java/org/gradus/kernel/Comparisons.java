package org.gradus.kernel;

/**
 * Comparisons of doubles or floats, one loop for each so that none has a branch. False where either number is NaN, but for
 * {@link #notEqual}. A splat operand is an array whose first element stands for n equal elements.
 */
public final class Comparisons {
    private Comparisons() {}

    /**
     * out[i] = x[i] &gt; y[i].
     *
     * @param x the first operand: double[] or float[]
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void greater(Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        if (x instanceof double[] a && y instanceof double[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> greater(a, dx, b, dy, out, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> greater(a, dx, b, dy, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void greater(double[] x, int dx, double[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] > y[i * dy];
        }
    }

    private static void greater(float[] x, int dx, float[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] > y[i * dy];
        }
    }

    /**
     * out[i] = x[i] ≥ y[i].
     *
     * @param x the first operand: double[] or float[]
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void greaterOrEqual(Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        if (x instanceof double[] a && y instanceof double[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> greaterOrEqual(a, dx, b, dy, out, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> greaterOrEqual(a, dx, b, dy, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void greaterOrEqual(double[] x, int dx, double[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] >= y[i * dy];
        }
    }

    private static void greaterOrEqual(float[] x, int dx, float[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] >= y[i * dy];
        }
    }

    /**
     * out[i] = x[i] = y[i].
     *
     * @param x the first operand: double[] or float[]
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void equal(Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        if (x instanceof double[] a && y instanceof double[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> equal(a, dx, b, dy, out, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> equal(a, dx, b, dy, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void equal(double[] x, int dx, double[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] == y[i * dy];
        }
    }

    private static void equal(float[] x, int dx, float[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] == y[i * dy];
        }
    }

    /**
     * out[i] = x[i] ≠ y[i].
     *
     * @param x the first operand: double[] or float[]
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param out receives n elements
     * @param n the number of elements
     */
    public static void notEqual(Object x, boolean xSplat, Object y, boolean ySplat, boolean[] out, int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        if (x instanceof double[] a && y instanceof double[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> notEqual(a, dx, b, dy, out, from, to));
        } else if (x instanceof float[] a && y instanceof float[] b) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> notEqual(a, dx, b, dy, out, from, to));
        } else {
            throw Kinds.unsupported("compare", x, y);
        }
    }

    private static void notEqual(double[] x, int dx, double[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] != y[i * dy];
        }
    }

    private static void notEqual(float[] x, int dx, float[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i * dx] != y[i * dy];
        }
    }
}
