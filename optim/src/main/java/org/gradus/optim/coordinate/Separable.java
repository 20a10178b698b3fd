package org.gradus.optim.coordinate;

import org.gradus.error.ArgumentException;

/** A convex term of each coordinate, Σ r(xᵢ), which need not be smooth. */
public sealed interface Separable {

    /** No term. */
    Separable NONE = new None();

    /**
     * The term of a coordinate.
     *
     * @param x a number
     * @return r(x); infinite outside of bounds
     */
    double value(double x);

    /**
     * The proximal point.
     *
     * @param x a number
     * @param step s, positive
     * @return the minimizer of r(y) + (y − x)²/(2·s)
     */
    double prox(double x, double step);

    /**
     * The subgradient of f + r nearest to 0.
     *
     * @param x a coordinate
     * @param slope ∂f there
     * @return 0 where the coordinate is optimal
     */
    double steepest(double x, double slope);

    /**
     * Whether a coordinate lies on a kink or bound that it will not leave: small changes of the slope leave it optimal.
     *
     * @param x a coordinate
     * @param slope ∂f there
     * @return by how much the slope may change; 0 or less where the coordinate is free
     */
    double margin(double x, double slope);

    /** r = 0. */
    record None() implements Separable {
        @Override
        public double value(double x) {
            return 0;
        }

        @Override
        public double prox(double x, double step) {
            return x;
        }

        @Override
        public double steepest(double x, double slope) {
            return slope;
        }

        @Override
        public double margin(double x, double slope) {
            return 0;
        }
    }

    /**
     * r(x) = λ·|x|.
     *
     * @param lambda λ, positive
     */
    record L1(double lambda) implements Separable {
        /**
         * Checks the factor.
         *
         * @throws ArgumentException when it is not positive
         */
        public L1 {
            if (!(lambda > 0)) {
                throw new ArgumentException("L1: lambda " + lambda + " is not positive", "use NONE for no term");
            }
        }

        @Override
        public double value(double x) {
            return lambda * Math.abs(x);
        }

        @Override
        public double prox(double x, double step) {
            return Math.signum(x) * Math.max(0, Math.abs(x) - step * lambda);
        }

        @Override
        public double steepest(double x, double slope) {
            return x == 0
                    ? Math.signum(slope) * Math.max(0, Math.abs(slope) - lambda)
                    : slope + Math.signum(x) * lambda;
        }

        @Override
        public double margin(double x, double slope) {
            return x == 0 ? lambda - Math.abs(slope) : 0;
        }
    }

    /**
     * 0 within bounds, infinite outside.
     *
     * @param lower may be minus infinity
     * @param upper may be infinity
     */
    record Box(double lower, double upper) implements Separable {
        /**
         * Checks the bounds.
         *
         * @throws ArgumentException when nothing lies between them
         */
        public Box {
            if (!(lower <= upper)) {
                throw new ArgumentException("Box: " + lower + " to " + upper + " is empty", "give lower <= upper");
            }
        }

        @Override
        public double value(double x) {
            return x >= lower && x <= upper ? 0 : Double.POSITIVE_INFINITY;
        }

        @Override
        public double prox(double x, double step) {
            return Math.min(upper, Math.max(lower, x));
        }

        @Override
        public double steepest(double x, double slope) {
            return x <= lower ? Math.min(0, slope) : x >= upper ? Math.max(0, slope) : slope;
        }

        @Override
        public double margin(double x, double slope) {
            return x <= lower ? slope : x >= upper ? -slope : 0;
        }
    }
}
