package org.gradus.kernel;

/** The loops of {@link Loops#select}: one a type. */
final class Choices {
    private Choices() {}

    static void select(
            boolean[] c, boolean cSplat, Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n) {
        if (Kinds.differ(x, y, out)) {
            throw Kinds.unsupported("select", x, y, out);
        }
        int dc = cSplat ? 0 : 1;
        int dx = xSplat ? 0 : 1;
        int dy = ySplat ? 0 : 1;
        switch (x) {
            case double[] a ->
                Workers.ranges(
                        n, Loops.GRAIN, (from, to) -> select(c, dc, a, dx, (double[]) y, dy, (double[]) out, from, to));
            case float[] a ->
                Workers.ranges(
                        n, Loops.GRAIN, (from, to) -> select(c, dc, a, dx, (float[]) y, dy, (float[]) out, from, to));
            case int[] a ->
                Workers.ranges(
                        n, Loops.GRAIN, (from, to) -> select(c, dc, a, dx, (int[]) y, dy, (int[]) out, from, to));
            case long[] a ->
                Workers.ranges(
                        n, Loops.GRAIN, (from, to) -> select(c, dc, a, dx, (long[]) y, dy, (long[]) out, from, to));
            case boolean[] a ->
                Workers.ranges(
                        n,
                        Loops.GRAIN,
                        (from, to) -> select(c, dc, a, dx, (boolean[]) y, dy, (boolean[]) out, from, to));
            case null, default -> throw Kinds.unsupported("select", x, y, out);
        }
    }

    private static void select(
            boolean[] c, int dc, double[] x, int dx, double[] y, int dy, double[] out, int from, int to) {
        // By bits: a branch that goes one way as often as the other costs ten times as much.
        for (int i = from; i < to; i++) {
            long mask = c[i * dc] ? -1L : 0;
            long a = Double.doubleToRawLongBits(x[i * dx]) & mask;
            long b = Double.doubleToRawLongBits(y[i * dy]) & ~mask;
            out[i] = Double.longBitsToDouble(a | b);
        }
    }

    private static void select(
            boolean[] c, int dc, float[] x, int dx, float[] y, int dy, float[] out, int from, int to) {
        // By bits: a branch that goes one way as often as the other costs ten times as much.
        for (int i = from; i < to; i++) {
            int mask = c[i * dc] ? -1 : 0;
            int a = Float.floatToRawIntBits(x[i * dx]) & mask;
            int b = Float.floatToRawIntBits(y[i * dy]) & ~mask;
            out[i] = Float.intBitsToFloat(a | b);
        }
    }

    private static void select(boolean[] c, int dc, int[] x, int dx, int[] y, int dy, int[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = c[i * dc] ? x[i * dx] : y[i * dy];
        }
    }

    private static void select(boolean[] c, int dc, long[] x, int dx, long[] y, int dy, long[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = c[i * dc] ? x[i * dx] : y[i * dy];
        }
    }

    private static void select(
            boolean[] c, int dc, boolean[] x, int dx, boolean[] y, int dy, boolean[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = c[i * dc] ? x[i * dx] : y[i * dy];
        }
    }
}
