package org.gradus.workbench.minimize;

/** The methods of {@code --method}. */
public enum SolverName {
    /** The one that suits the problem. */
    AUTO("auto"),
    /** Least squares. */
    LEVENBERG_MARQUARDT("levenberg-marquardt"),
    /** Second derivatives, bounds. */
    TRUST_REGION("trust-region-newton-cg"),
    /** Many variables. */
    LBFGS("lbfgs"),
    /** Many bounded variables. */
    LBFGSB("lbfgs-b"),
    /** Constraints. */
    SQP("sqp"),
    /** Constraints, many variables. */
    AUGMENTED_LAGRANGIAN("augmented-lagrangian");

    private final String word;

    SolverName(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
