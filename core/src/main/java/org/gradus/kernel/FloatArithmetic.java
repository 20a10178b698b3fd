package org.gradus.kernel;

/** The loops of {@link Arithmetic} for float[]: one loop a method, so that each is compiled to vector code. */
final class FloatArithmetic {
    private FloatArithmetic() {}

    static void add(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y[i];
        }
    }

    static void add(float x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x + y[i];
        }
    }

    static void add(float[] x, float y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y;
        }
    }

    static void subtract(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y[i];
        }
    }

    static void subtract(float x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x - y[i];
        }
    }

    static void subtract(float[] x, float y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y;
        }
    }

    static void multiply(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y[i];
        }
    }

    static void multiply(float x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x * y[i];
        }
    }

    static void multiply(float[] x, float y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y;
        }
    }

    static void divide(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y[i];
        }
    }

    static void divide(float x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x / y[i];
        }
    }

    static void divide(float[] x, float y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y;
        }
    }

    static void annihilatingMultiply(float[] x, int dx, float[] y, int dy, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            float a = x[i * dx];
            float b = y[i * dy];
            float product = a * b;
            out[i] = Float.isNaN(product) && (a == 0 || b == 0) ? 0 : product;
        }
    }

    /** The largest is NaN if any is, and the JVM finds it in vectors. */
    static boolean hasNan(float[] x, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[i]);
        }
        return Float.isNaN(largest);
    }
}
