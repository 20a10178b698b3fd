package org.gradus.kernel;

/** The loops of {@link Arithmetic} for double[]: one loop a method, so that each is compiled to vector code. */
final class DoubleArithmetic {
    private DoubleArithmetic() {}

    static void add(double[] x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y[i];
        }
    }

    static void add(double x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x + y[i];
        }
    }

    static void add(double[] x, double y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y;
        }
    }

    static void subtract(double[] x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y[i];
        }
    }

    static void subtract(double x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x - y[i];
        }
    }

    static void subtract(double[] x, double y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y;
        }
    }

    static void multiply(double[] x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y[i];
        }
    }

    static void multiply(double x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x * y[i];
        }
    }

    static void multiply(double[] x, double y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y;
        }
    }

    static void divide(double[] x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y[i];
        }
    }

    static void divide(double x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x / y[i];
        }
    }

    static void divide(double[] x, double y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y;
        }
    }

    static void annihilatingMultiply(double[] x, int dx, double[] y, int dy, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            double a = x[i * dx];
            double b = y[i * dy];
            double product = a * b;
            out[i] = Double.isNaN(product) && (a == 0 || b == 0) ? 0 : product;
        }
    }

    /** The largest is NaN if any is, and the JVM finds it in vectors. */
    static boolean hasNan(double[] x, int n) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[i]);
        }
        return Double.isNaN(largest);
    }
}
