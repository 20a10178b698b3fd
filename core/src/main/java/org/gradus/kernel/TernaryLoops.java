package org.gradus.kernel;

import org.gradus.kernel.Loops.DoubleTernary;

/** A function of three numbers over arrays; operands and types as in {@link Loops}. */
public final class TernaryLoops {
    private TernaryLoops() {}

    /**
     * out[i] = f(x[i], y[i], z[i]) for double[] or float[].
     *
     * @param f the function
     * @param x the first operand
     * @param xSplat whether x[0] stands for all
     * @param y the second operand, of x's type
     * @param ySplat whether y[0] stands for all
     * @param z the third operand, of x's type
     * @param zSplat whether z[0] stands for all
     * @param out receives n elements, of x's type
     * @param n the number of elements
     */
    public static void zip(
            DoubleTernary f,
            Object x,
            boolean xSplat,
            Object y,
            boolean ySplat,
            Object z,
            boolean zSplat,
            Object out,
            int n) {
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        int dz = zSplat ? 0 : 1;
        if (x instanceof double[] a
                && y instanceof double[] b
                && z instanceof double[] c
                && out instanceof double[] o) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> zip(f, a, dx, b, dy, c, dz, o, from, to));
        } else if (x instanceof float[] a
                && y instanceof float[] b
                && z instanceof float[] c
                && out instanceof float[] o) {
            Workers.ranges(n, Loops.GRAIN, (from, to) -> zip(f, a, dx, b, dy, c, dz, o, from, to));
        } else {
            throw Kinds.unsupported("zip", x, y, z, out);
        }
    }

    private static void zip(
            DoubleTernary f,
            double[] x,
            int dx,
            double[] y,
            int dy,
            double[] z,
            int dz,
            double[] out,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            out[i] = f.apply(x[i * dx], y[i * dy], z[i * dz]);
        }
    }

    private static void zip(
            DoubleTernary f, float[] x, int dx, float[] y, int dy, float[] z, int dz, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) f.apply(x[i * dx], y[i * dy], z[i * dz]);
        }
    }
}
