package org.gradus.optim;

/** Arithmetic of arrays, for methods that work on {@code double[]}. */
public final class Vectors {
    private Vectors() {}

    /**
     * The inner product.
     *
     * @param a a vector
     * @param b of a's length
     * @return aᵀb
     */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * ‖a‖₂, without overflow or underflow of the squares.
     *
     * @param a a vector
     * @return the norm
     */
    public static double norm(double[] a) {
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

    /**
     * ‖a‖∞.
     *
     * @param a a vector
     * @return the largest entry's size; NaN when an entry is
     */
    public static double maxAbs(double[] a) {
        double largest = 0;
        for (double one : a) {
            largest = Math.max(largest, Math.abs(one));
        }
        return largest;
    }

    /**
     * Whether there is neither NaN nor infinity.
     *
     * @param a a vector
     * @return true when every entry is finite
     */
    public static boolean isFinite(double[] a) {
        return Double.isFinite(maxAbs(a));
    }

    /**
     * a + scale·b.
     *
     * @param a a vector
     * @param scale a number
     * @param b of a's length
     * @return a new array
     */
    public static double[] plus(double[] a, double scale, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + scale * b[i];
        }
        return sum;
    }

    /**
     * a − b.
     *
     * @param a a vector
     * @param b of a's length
     * @return a new array
     */
    public static double[] minus(double[] a, double[] b) {
        return plus(a, -1, b);
    }

    /**
     * A matrix times a vector.
     *
     * @param rows of the matrix
     * @param x a vector
     * @return a new array of as many entries as rows
     */
    public static double[] times(double[][] rows, double[] x) {
        double[] product = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            product[i] = dot(rows[i], x);
        }
        return product;
    }

    /**
     * y += rowsᵀ·x.
     *
     * @param rows of the matrix
     * @param x as many entries as rows
     * @param y is added to
     */
    public static void addTransposed(double[][] rows, double[] x, double[] y) {
        for (int i = 0; i < rows.length; i++) {
            if (x[i] != 0) {
                for (int j = 0; j < y.length; j++) {
                    y[j] += x[i] * rows[i][j];
                }
            }
        }
    }
}
