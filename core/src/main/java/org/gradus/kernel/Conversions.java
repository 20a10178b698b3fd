package org.gradus.kernel;

/** The loops of {@link Loops#convert}: one a pair of types. */
final class Conversions {
    private Conversions() {}

    static void convert(Object x, Object out, int n) {
        if (n == 0) {
            return;
        }
        if (!Kinds.differ(x, out)) {
            System.arraycopy(x, 0, out, 0, n);
            return;
        }
        switch (x) {
            case double[] a -> convert(a, out, n);
            case float[] a -> convert(a, out, n);
            case int[] a -> convert(a, out, n);
            case long[] a -> convert(a, out, n);
            case boolean[] a -> convert(a, out, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void convert(double[] x, Object out, int n) {
        switch (out) {
            case float[] o -> loop(x, o, n);
            case int[] o -> loop(x, o, n);
            case long[] o -> loop(x, o, n);
            case boolean[] o -> loop(x, o, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void convert(float[] x, Object out, int n) {
        switch (out) {
            case double[] o -> loop(x, o, n);
            case int[] o -> loop(x, o, n);
            case long[] o -> loop(x, o, n);
            case boolean[] o -> loop(x, o, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void convert(int[] x, Object out, int n) {
        switch (out) {
            case double[] o -> loop(x, o, n);
            case float[] o -> loop(x, o, n);
            case long[] o -> loop(x, o, n);
            case boolean[] o -> loop(x, o, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void convert(long[] x, Object out, int n) {
        switch (out) {
            case double[] o -> loop(x, o, n);
            case float[] o -> loop(x, o, n);
            case int[] o -> loop(x, o, n);
            case boolean[] o -> loop(x, o, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void convert(boolean[] x, Object out, int n) {
        switch (out) {
            case double[] o -> loop(x, o, n);
            case float[] o -> loop(x, o, n);
            case int[] o -> loop(x, o, n);
            case long[] o -> loop(x, o, n);
            case null, default -> throw Kinds.unsupported("convert", x, out);
        }
    }

    private static void loop(double[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) x[i];
        }
    }

    private static void loop(double[] x, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (int) x[i];
        }
    }

    private static void loop(double[] x, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (long) x[i];
        }
    }

    private static void loop(double[] x, boolean[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != 0;
        }
    }

    private static void loop(float[] x, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(float[] x, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (int) x[i];
        }
    }

    private static void loop(float[] x, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (long) x[i];
        }
    }

    private static void loop(float[] x, boolean[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != 0;
        }
    }

    private static void loop(int[] x, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(int[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(int[] x, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(int[] x, boolean[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != 0;
        }
    }

    private static void loop(long[] x, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(long[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    private static void loop(long[] x, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (int) x[i];
        }
    }

    private static void loop(long[] x, boolean[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != 0;
        }
    }

    private static void loop(boolean[] x, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] ? 1 : 0;
        }
    }

    private static void loop(boolean[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] ? 1 : 0;
        }
    }

    private static void loop(boolean[] x, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] ? 1 : 0;
        }
    }

    private static void loop(boolean[] x, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] ? 1 : 0;
        }
    }
}
