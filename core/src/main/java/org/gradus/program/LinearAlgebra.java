package org.gradus.program;

/** Factorizations and solutions of linear systems in the last two axes; leading axes are batches. */
public sealed interface LinearAlgebra extends Op {

    /** Lower factor L of A = L·Lᵀ, of a symmetric positive definite A of which the lower triangle is read. */
    record Cholesky() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "cholesky";
        }
    }

    /**
     * {@code triangular_solve(a, b)}: X of op(A)·X = B, of which one triangle of A is read.
     *
     * @param lower whether the lower triangle is read
     * @param transposed whether op is transposition
     * @param unitDiagonal whether the diagonal counts as ones
     */
    record TriangularSolve(boolean lower, boolean transposed, boolean unitDiagonal) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "triangular_solve";
        }

        @Override
        public String attributes() {
            return (lower ? "lower" : "upper") + (transposed ? " transposed" : "") + (unitDiagonal ? " unit" : "");
        }
    }

    /**
     * {@code solve(a, b)}: X of op(A)·X = B by LU factorization with partial pivoting.
     *
     * @param transposed whether op is transposition
     */
    record Solve(boolean transposed) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "solve";
        }

        @Override
        public String attributes() {
            return transposed ? "transposed" : "";
        }
    }
}
