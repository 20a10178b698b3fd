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

    static void annihilatingMultiply(double[] x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            double product = x[i] * y[i];
            out[i] = Double.isNaN(product) && (x[i] == 0 || y[i] == 0) ? 0 : product;
        }
    }

    static void annihilatingMultiply(double x, double[] y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            double product = x * y[i];
            out[i] = Double.isNaN(product) && (x == 0 || y[i] == 0) ? 0 : product;
        }
    }

    static void annihilatingMultiply(double[] x, double y, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            double product = x[i] * y;
            out[i] = Double.isNaN(product) && (x[i] == 0 || y == 0) ? 0 : product;
        }
    }
}
