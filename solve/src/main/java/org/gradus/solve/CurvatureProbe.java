package org.gradus.solve;

import org.gradus.error.ArgumentException;
import org.gradus.linear.Lanczos;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Tensor;

/**
 * The extreme eigenvalues of a symmetric operator as seen by a few steps of Lanczos' method from a random vector, with full
 * reorthogonalization. What is found lies within the spectrum: a smallest value below zero proves negative curvature, a
 * positive one does not prove that there is none, but makes it unlikely (Golub and Van Loan, Matrix Computations, 4th ed.,
 * section 10.1).
 */
public final class CurvatureProbe {
    private final int steps;

    /**
     * A probe.
     *
     * @param steps products with the operator, one or more
     * @throws ArgumentException when there are none
     */
    public CurvatureProbe(int steps) {
        if (steps < 1) {
            throw new ArgumentException("curvature: " + steps + " steps see nothing", "take one or more");
        }
        this.steps = steps;
    }

    /**
     * What was seen.
     *
     * @param smallest the least Ritz value, an upper bound of the smallest eigenvalue
     * @param largest the greatest Ritz value, a lower bound of the largest eigenvalue
     * @param smallestError how far, at most, the least Ritz value is from an eigenvalue
     * @param products with the operator
     */
    public record Seen(double smallest, double largest, double smallestError, int products) {

        /**
         * Whether a direction of negative curvature was seen, beyond rounding.
         *
         * @return true when there surely is one
         */
        public boolean negative() {
            return smallest < -1e-10 * Math.max(Math.abs(largest), Math.abs(smallest));
        }

        /**
         * The largest curvature in size.
         *
         * @return a lower bound of the operator's norm
         */
        public double magnitude() {
            return Math.max(Math.abs(smallest), Math.abs(largest));
        }
    }

    /**
     * Probes.
     *
     * @param operator a symmetric operator on vectors
     * @param like a vector of the operator's size and type
     * @return what was seen
     * @throws org.gradus.error.NonFiniteException when a product is not finite
     */
    public Seen of(LinearOperator<Tensor> operator, Tensor like) {
        Lanczos.Ritz ritz = new Lanczos(steps).of(operator.as(Kind.SYMMETRIC), like);
        return new Seen(ritz.smallest(), ritz.largest(), ritz.errors().get(0).item(), ritz.products());
    }
}
