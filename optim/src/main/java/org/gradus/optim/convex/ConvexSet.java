package org.gradus.optim.convex;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensors;

/** A bounded convex set, by its projection and its linear minimizer. */
public interface ConvexSet {

    /**
     * The number of coordinates.
     *
     * @return one or more
     */
    int dimension();

    /**
     * The nearest point.
     *
     * @param x anywhere
     * @return a new array
     */
    double[] project(double[] x);

    /**
     * A point where a linear function is least.
     *
     * @param c its coefficients
     * @return a minimizer of cᵀx in the set, an extreme point; the first of several
     */
    double[] minimizer(double[] c);

    /**
     * The largest distance of two points.
     *
     * @return D
     */
    double diameter();

    /**
     * A point in the middle.
     *
     * @return where methods may begin
     */
    double[] center();

    /**
     * The nearest point in the norm of a matrix, by accelerated projected gradients with restarts.
     *
     * @param x anywhere
     * @param matrix A, symmetric and positive definite
     * @return the minimizer of (y − x)ᵀA(y − x) in the set, to 1e-12 of its scale or 10 000 steps
     */
    default double[] project(double[] x, double[][] matrix) {
        double[] start = project(x);
        if (Vectors.norm(Vectors.minus(start, x)) == 0) {
            return start;
        }
        double[] values = Linalg.eigvalsh(Tensors.tensor(matrix)).toDoubles();
        double rate = 1 / values[values.length - 1];
        double[] y = start;
        double[] before = start;
        double momentum = 1;
        for (int k = 0; k < 10_000; k++) {
            double[] g = Vectors.times(matrix, Vectors.minus(y, x));
            double[] next = project(Vectors.plus(y, -rate, g));
            double[] step = Vectors.minus(next, before);
            double[] last = Vectors.minus(next, y);
            if (Vectors.norm(last) <= 1e-13 * (1 + Vectors.norm(next))) {
                return next;
            }
            double after = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            boolean uphill = Vectors.dot(last, step) < 0;
            y = uphill ? next : Vectors.plus(next, (momentum - 1) / after, step);
            momentum = uphill ? 1 : after;
            before = next;
        }
        return before;
    }

    /**
     * A ball around 0.
     *
     * @param dimension one or more
     * @param radius positive
     */
    record Ball(int dimension, double radius) implements ConvexSet {
        /**
         * Checks the settings.
         *
         * @throws ArgumentException when one is out of its range
         */
        public Ball {
            check("Ball", dimension, radius);
        }

        @Override
        public double[] project(double[] x) {
            double norm = Vectors.norm(x);
            return norm <= radius ? x.clone() : Vectors.plus(new double[x.length], radius / norm, x);
        }

        @Override
        public double[] minimizer(double[] c) {
            double norm = Vectors.norm(c);
            double[] x = new double[c.length];
            if (norm == 0) {
                x[0] = radius;
                return x;
            }
            return Vectors.plus(x, -radius / norm, c);
        }

        @Override
        public double diameter() {
            return 2 * radius;
        }

        @Override
        public double[] center() {
            return new double[dimension];
        }
    }

    /**
     * Probabilities: zero or more each, with a sum of 1.
     *
     * @param dimension one or more
     */
    record Simplex(int dimension) implements ConvexSet {
        /**
         * Checks the dimension.
         *
         * @throws ArgumentException when it is not positive
         */
        public Simplex {
            check("Simplex", dimension, 1);
        }

        @Override
        public double[] project(double[] x) {
            double[] sorted = x.clone();
            Arrays.sort(sorted);
            double sum = 0;
            double shift = 0;
            for (int k = 1; k <= sorted.length; k++) {
                double one = sorted[sorted.length - k];
                sum += one;
                if (one > (sum - 1) / k) {
                    shift = (sum - 1) / k;
                }
            }
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.max(0, x[i] - shift);
            }
            return y;
        }

        @Override
        public double[] minimizer(double[] c) {
            int best = 0;
            for (int i = 1; i < c.length; i++) {
                best = c[i] < c[best] ? i : best;
            }
            double[] x = new double[c.length];
            x[best] = 1;
            return x;
        }

        @Override
        public double diameter() {
            return dimension == 1 ? 0 : Math.sqrt(2);
        }

        @Override
        public double[] center() {
            double[] x = new double[dimension];
            Arrays.fill(x, 1.0 / dimension);
            return x;
        }
    }

    /**
     * Equal bounds for every coordinate.
     *
     * @param dimension one or more
     * @param lower finite
     * @param upper above lower, finite
     */
    record Box(int dimension, double lower, double upper) implements ConvexSet {
        /**
         * Checks the settings.
         *
         * @throws ArgumentException when one is out of its range
         */
        public Box {
            check("Box", dimension, upper - lower);
        }

        @Override
        public double[] project(double[] x) {
            return Arrays.stream(x)
                    .map(one -> Math.min(upper, Math.max(lower, one)))
                    .toArray();
        }

        @Override
        public double[] minimizer(double[] c) {
            return Arrays.stream(c).map(one -> one > 0 ? lower : upper).toArray();
        }

        @Override
        public double diameter() {
            return (upper - lower) * Math.sqrt(dimension);
        }

        @Override
        public double[] center() {
            double[] x = new double[dimension];
            Arrays.fill(x, 0.5 * (lower + upper));
            return x;
        }
    }

    private static void check(String name, int dimension, double size) {
        if (dimension < 1 || !(size > 0 && size < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    name + ": dimension " + dimension + ", size " + size,
                    "give one coordinate or more and a finite set");
        }
    }
}
