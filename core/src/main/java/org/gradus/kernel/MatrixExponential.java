package org.gradus.kernel;

/** The exponential of one matrix by diagonal Padé approximants, scaling and squaring (Higham, SIAM J. Matrix Anal. 2005). */
final class MatrixExponential {
    /** The largest 1-norm for which the approximant of a degree is exact to rounding in double. */
    private static final double[] BOUNDS = {
        1.495585217958292e-2, 2.539398330063230e-1, 9.504178996162932e-1, 2.097847961257068, 5.371920351148152
    };

    private static final int[] DEGREES = {3, 5, 7, 9, 13};

    private MatrixExponential() {}

    /** eᴬ; changes a. */
    static double[] of(double[] a, int n) {
        double norm = norm(a, n);
        int choice = 0;
        while (choice < DEGREES.length - 1 && norm > BOUNDS[choice]) {
            choice++;
        }
        int squarings = 0;
        double largest = BOUNDS[DEGREES.length - 1];
        while (norm > largest && squarings < 2000) {
            norm /= 2;
            squarings++;
        }
        Matrices.scale(a, -squarings);
        double[] result = approximant(a, n, DEGREES[choice]);
        for (int i = 0; i < squarings; i++) {
            result = Matrices.product(false, false, n, n, n, result, result);
        }
        return result;
    }

    /** The derivative along a direction, which is scaled to the size of the matrix meanwhile. */
    static double[] along(double[] a, double[] direction, int n) {
        double largest = Matrices.largest(direction);
        if (!Double.isFinite(largest)) {
            java.util.Arrays.fill(direction, Double.NaN);
            return direction;
        }
        if (largest == 0) {
            return direction;
        }
        double size = Matrices.largest(a);
        int exponent = Math.getExponent(largest) - (size == 0 ? 0 : Math.min(0, Math.getExponent(size)));
        Matrices.scale(direction, -exponent);
        int twice = 2 * n;
        double[] block = new double[twice * twice];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n, block, i * twice, n);
            System.arraycopy(direction, i * n, block, i * twice + n, n);
            System.arraycopy(a, i * n, block, (n + i) * twice + n, n);
        }
        double[] whole = of(block, twice);
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(whole, i * twice + n, out, i * n, n);
        }
        Matrices.scale(out, exponent);
        return out;
    }

    private static double norm(double[] a, int n) {
        double norm = 0;
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += Math.abs(a[i * n + j]);
            }
            norm = Math.max(norm, sum);
        }
        return norm;
    }

    /** (V−U)⁻¹(V+U), U the odd and V the even part of Σ b_j Aʲ. */
    private static double[] approximant(double[] a, int n, int degree) {
        double[] b = new double[degree + 1];
        b[0] = 1;
        for (int j = 1; j <= degree; j++) {
            b[j] = b[j - 1] * (degree - j + 1) / ((2.0 * degree - j + 1) * j);
        }
        double[] square = Matrices.product(false, false, n, n, n, a, a);
        double[] fourth = Matrices.product(false, false, n, n, n, square, square);
        double[] sixth = Matrices.product(false, false, n, n, n, fourth, square);
        double[] odd = Matrices.product(false, false, n, n, n, a, polynomial(b, 1, square, fourth, sixth, n));
        double[] even = polynomial(b, 0, square, fourth, sixth, n);
        double[] below = new double[n * n];
        for (int i = 0; i < below.length; i++) {
            below[i] = even[i] - odd[i];
            even[i] += odd[i];
        }
        double[] out = new double[n * n];
        Lapack.solve(below, even, out, 1, n, n);
        return out;
    }

    /** Σ b_{first+2i} (A²)ⁱ: three terms at a time, in powers of A⁶. */
    private static double[] polynomial(double[] b, int first, double[] square, double[] fourth, double[] sixth, int n) {
        int last = (b.length - 1 - first) / 2;
        double[] sum = null;
        for (int group = last / 3; group >= 0; group--) {
            double[] part = sum == null ? new double[n * n] : Matrices.product(false, false, n, n, n, sum, sixth);
            for (int i = Math.min(last, 3 * group + 2); i >= 3 * group; i--) {
                double factor = b[first + 2 * i];
                switch (i - 3 * group) {
                    case 2 -> Matrices.add(factor, fourth, 0, part, 0, n * n);
                    case 1 -> Matrices.add(factor, square, 0, part, 0, n * n);
                    default -> {
                        for (int d = 0; d < n; d++) {
                            part[d * n + d] += factor;
                        }
                    }
                }
            }
            sum = part;
        }
        return sum;
    }
}
