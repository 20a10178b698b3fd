package org.gradus.solve;

/** Arithmetic of arrays. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** ‖a‖₂ without overflow or underflow of the squares. */
    static double norm(double[] a) {
        double largest = maxAbs(a);
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
            return largest;
        }
        if (largest > 1e-140 && largest < 1e140) {
            return Math.sqrt(dot(a, a));
        }
        double sum = 0;
        for (double one : a) {
            sum += (one / largest) * (one / largest);
        }
        return largest * Math.sqrt(sum);
    }

    /** ‖a‖∞; NaN when an entry is. */
    static double maxAbs(double[] a) {
        double largest = 0;
        for (double one : a) {
            largest = Math.max(largest, Math.abs(one));
        }
        return largest;
    }

    static boolean isFinite(double[] a) {
        return Double.isFinite(maxAbs(a));
    }

    static double[] plus(double[] a, double scale, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + scale * b[i];
        }
        return sum;
    }

    static double[] minus(double[] a, double[] b) {
        return plus(a, -1, b);
    }

    /** Rows of a matrix times a vector. */
    static double[] times(double[][] rows, double[] x) {
        double[] product = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            product[i] = dot(rows[i], x);
        }
        return product;
    }

    /** y += rowsᵀ·x. */
    static void addTransposed(double[][] rows, double[] x, double[] y) {
        for (int i = 0; i < rows.length; i++) {
            if (x[i] != 0) {
                for (int j = 0; j < y.length; j++) {
                    y[j] += x[i] * rows[i][j];
                }
            }
        }
    }
}
