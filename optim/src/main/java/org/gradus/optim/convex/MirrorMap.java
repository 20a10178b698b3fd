package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * A geometry for mirror descent: Φ by its gradient and the inverse of that, with the Bregman projection on a set.
 */
public sealed interface MirrorMap {

    /**
     * To the dual.
     *
     * @param x where
     * @return ∇Φ(x)
     */
    double[] dual(double[] x);

    /**
     * Back from the dual, onto the set.
     *
     * @param set the set
     * @param theta a dual point
     * @return the point of the set with the least Bregman divergence from (∇Φ)⁻¹(θ)
     */
    double[] primal(ConvexSet set, double[] theta);

    /** Φ = ½·‖x‖²: projected gradients; 1-strongly convex in the 2-norm. */
    record Euclidean() implements MirrorMap {
        @Override
        public double[] dual(double[] x) {
            return x.clone();
        }

        @Override
        public double[] primal(ConvexSet set, double[] theta) {
            return set.project(theta);
        }
    }

    /** Φ = Σ x·log x on a simplex: exponentiated gradients; 1-strongly convex in the 1-norm. */
    record Entropy() implements MirrorMap {
        @Override
        public double[] dual(double[] x) {
            double[] theta = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                theta[i] = Math.log(x[i]) + 1;
            }
            return theta;
        }

        @Override
        public double[] primal(ConvexSet set, double[] theta) {
            if (!(set instanceof ConvexSet.Simplex)) {
                throw new ArgumentException("Entropy: " + set + " is no simplex", "use Euclidean on other sets");
            }
            double largest = Double.NEGATIVE_INFINITY;
            for (double one : theta) {
                largest = Math.max(largest, one);
            }
            double[] x = new double[theta.length];
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.exp(theta[i] - largest);
                sum += x[i];
            }
            for (int i = 0; i < x.length; i++) {
                x[i] /= sum;
            }
            return x;
        }
    }

    /**
     * Φ = ½·‖x‖_p², p in (1, 2]: (p − 1)-strongly convex in the p-norm. The projection is exact on balls around 0 whose norm is that of
     * the map, so the set's radius is read as that of the p-norm; other sets are refused.
     *
     * @param p in (1, 2]
     */
    record PNorm(double p) implements MirrorMap {
        /**
         * Checks the exponent.
         *
         * @throws ArgumentException when it is out of its range
         */
        public PNorm {
            if (!(p > 1 && p <= 2)) {
                throw new ArgumentException("PNorm: p " + p + " is not in (1, 2]", "2 is Euclidean");
            }
        }

        @Override
        public double[] dual(double[] x) {
            return gradient(x, p);
        }

        @Override
        public double[] primal(ConvexSet set, double[] theta) {
            if (!(set instanceof ConvexSet.Ball(int _, double radius))) {
                throw new ArgumentException("PNorm: " + set + " is no ball", "use Euclidean on other sets");
            }
            double[] x = gradient(theta, p / (p - 1));
            double norm = norm(x, p);
            return norm <= radius ? x : Vectors.plus(new double[x.length], radius / norm, x);
        }

        private static double norm(double[] x, double q) {
            double sum = 0;
            for (double one : x) {
                sum += Math.pow(Math.abs(one), q);
            }
            return Math.pow(sum, 1 / q);
        }

        /** ∇½‖x‖_q². */
        private static double[] gradient(double[] x, double q) {
            double norm = norm(x, q);
            double[] g = new double[x.length];
            for (int i = 0; i < x.length && norm > 0; i++) {
                g[i] = Math.signum(x[i]) * Math.pow(Math.abs(x[i]) / norm, q - 1) * norm;
            }
            return g;
        }
    }
}
