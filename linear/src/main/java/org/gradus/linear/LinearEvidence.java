package org.gradus.linear;

import java.util.Locale;

/**
 * What is known of the answer of a linear solve.
 *
 * @param status how it ended
 * @param iterations products with the operator, or 1 for a factorization
 * @param residualNorm ‖b − A·x‖₂, computed afresh from the answer
 * @param rightNorm ‖b‖₂
 * @param condition estimate of the condition number λmax/λmin seen by the solver; NaN when it made none
 */
public record LinearEvidence(Status status, int iterations, double residualNorm, double rightNorm, double condition) {

    /** How a linear solve ended. */
    public enum Status {
        /** The residual met the tolerance. */
        CONVERGED("the residual met the tolerance"),
        /** The solver did the part that was asked of it, and no more; the residual tells how far it came. */
        TRUNCATED("the solver did the part that was asked of it; the residual tells how far it came"),
        /** The answer is farther from a solution than zero is. */
        DIVERGED("the series diverges; give a smaller step, one below 2 / (largest eigenvalue)"),
        /** The limit of iterations was reached. */
        ITERATION_LIMIT(
                "the iteration limit was reached; likely (a) ill-conditioned: add damping or a preconditioner, or"
                        + " (b) the tolerance is below what rounding allows"),
        /** vᵀAv ≤ 0 was met, so A is not positive definite. */
        NOT_POSITIVE_DEFINITE(
                "a direction of zero or negative curvature was met; likely (a) the point is no strict minimum:"
                        + " add a penalty or damping, or (b) the operator is not symmetric"),
        /** A matrix had no inverse. */
        SINGULAR("the matrix is singular; add damping, or solve in the least-squares sense"),
        /** A NaN or an infinity was met. */
        NON_FINITE("a NaN or an infinity was met in the right-hand side or in a product");

        private final String meaning;

        Status(String meaning) {
            this.meaning = meaning;
        }

        /**
         * What it means, with likely causes.
         *
         * @return a phrase
         */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * Tells whether the answer can be relied on.
     *
     * @return true when the residual met the tolerance
     */
    public boolean converged() {
        return status == Status.CONVERGED;
    }

    /**
     * Tells whether the solver did what was asked of it, whether or not that is a solution.
     *
     * @return true when it converged, or was asked for an approximation and gave it
     */
    public boolean asAsked() {
        return converged() || status == Status.TRUNCATED;
    }

    /**
     * ‖b − A·x‖ / ‖b‖.
     *
     * @return the relative residual; 0 when b is 0 and the residual too
     */
    public double relativeResidual() {
        return residualNorm == 0 ? 0 : residualNorm / rightNorm;
    }

    @Override
    public String toString() {
        String known = Double.isNaN(condition) ? "unknown" : String.format(Locale.ROOT, "about %.1e", condition);
        return String.format(
                Locale.ROOT,
                "%s after %d products: residual %.2e of right-hand side %.2e, condition %s",
                status,
                iterations,
                residualNorm,
                rightNorm,
                known);
    }
}
