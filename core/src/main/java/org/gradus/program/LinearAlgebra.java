package org.gradus.program;

import java.util.Locale;

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

    /**
     * LU factorization with partial pivoting of {@code [..., m, n]}, k = min(m, n): L {@code [..., m, k]} with a unit
     * diagonal, U {@code [..., k, n]}, and rows p {@code i64[..., m]} with A[p] = L·U.
     */
    record Lu() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "lu";
        }
    }

    /**
     * QR factorization: Q with orthonormal columns, and R upper triangular with a diagonal that is not negative.
     *
     * @param full whether Q is square, else {@code [..., m, k]}, k = min(m, n)
     */
    record Qr(boolean full) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "qr";
        }

        @Override
        public String attributes() {
            return full ? "full" : "";
        }
    }

    /**
     * Eigenvalues in ascending order and orthonormal eigenvectors, as columns, of a symmetric matrix of which the lower
     * triangle is read.
     */
    record Eigh() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "eigh";
        }
    }

    /**
     * Eigenvalues and eigenvectors of a real matrix, as real and imaginary parts: wr, wi {@code [..., n]}, vr, vi {@code
     * [..., n, n]}, and for each vector the row {@code i64[..., n]} of the component that is real and positive.
     */
    record Eig() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "eig";
        }
    }

    /**
     * Singular value decomposition A = U·diag(s)·Vᵀ: U, s in descending order, Vᵀ.
     *
     * @param full whether U and V are square, else they have k = min(m, n) columns
     */
    record Svd(boolean full) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "svd";
        }

        @Override
        public String attributes() {
            return full ? "full" : "";
        }
    }

    /** {@code pinv(rtol, a)}: the Moore-Penrose inverse; singular values of at most rtol times the largest count as 0. */
    record Pinv() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "pinv";
        }
    }

    /** The determinant. */
    record Det() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "det";
        }
    }

    /** The sign of the determinant, −1, 0 or 1, and the logarithm of its absolute value. */
    record SlogDet() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "slogdet";
        }
    }

    /** The matrix of cofactors, which is the gradient of the determinant, also where A is singular. */
    record Cofactor() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "cofactor";
        }
    }

    /** {@code cofactor_tangent(a, e)}: the derivative of the cofactors of A along E, also where A is singular. */
    record CofactorTangent() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "cofactor_tangent";
        }
    }

    /** The exponential of a matrix. */
    record Expm() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "expm";
        }
    }

    /** {@code expm_tangent(a, e)}: the derivative of the exponential of A along E. */
    record ExpmTangent() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "expm_tangent";
        }
    }

    /** The square root, symmetric positive semidefinite, of such a matrix, of which the lower triangle is read. */
    record Sqrtm() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "sqrtm";
        }
    }

    /** {@code lyapunov(a, c)}: X of A·X + X·A = C for a symmetric A, of which the lower triangle is read. */
    record Lyapunov() implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "lyapunov";
        }
    }

    /**
     * {@code spectral_tangent(w, n)}: what a perturbation N, in the basis of the eigenvectors, makes of eigenvalues w and
     * of the vectors: dw = diag N and Ω with Ω_ij = N_ij/(w_j−w_i), 0 on the diagonal.
     *
     * <p>Values that are equal to rounding form a cluster: each gets the cluster's mean of diag N, and Ω has there 0 where
     * the cluster's block of N is a multiple of the identity, else NaN, because no vectors of the cluster are
     * differentiable. Singular values that are zero to rounding form a cluster, even of one, and their dw is 0.
     *
     * @param singular whether the values are singular values
     */
    record SpectralTangent(boolean singular) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "spectral_tangent";
        }

        @Override
        public String attributes() {
            return singular ? "singular" : "";
        }
    }

    /**
     * {@code spectral_cotangent(w, dw, o)}: the transpose of {@link SpectralTangent}, from cotangents of dw and Ω to that
     * of N. Where vectors matter, a cotangent that is not zero in a cluster throws.
     *
     * @param singular whether the values are singular values
     * @param vectors whether the vectors matter; else o is not read
     */
    record SpectralCotangent(boolean singular, boolean vectors) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "spectral_cotangent";
        }

        @Override
        public String attributes() {
            return (singular ? "singular" : "") + (singular && vectors ? " " : "") + (vectors ? "vectors" : "");
        }
    }

    /**
     * {@code guarded_quotient(d, x)}: x/d for matrices d and x of the same shape. Where d is 0 the quotient is 0 if x is 0
     * to rounding, else undetermined.
     *
     * @param strict whether an undetermined quotient throws, else it is NaN
     */
    record GuardedQuotient(boolean strict) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "guarded_quotient";
        }

        @Override
        public String attributes() {
            return strict ? "strict" : "";
        }
    }

    /** What a derivative needs of a witness. */
    enum Condition {
        /** No two eigenvalues, given as rows of real and of imaginary parts, are equal to rounding. */
        DISTINCT,
        /** The diagonal of R, of a QR factorization, is not zero to rounding. */
        FULL_RANK,
        /** The diagonal of U, of an LU factorization, has no zero. */
        PIVOTS,
        /** No sign of a determinant is zero. */
        NONSINGULAR
    }

    /**
     * {@code regular(witness, x)}: x itself, after the witness was found to meet a condition without which there is no
     * derivative; else throws.
     *
     * @param condition which
     */
    record Regular(Condition condition) implements LinearAlgebra {
        @Override
        public String mnemonic() {
            return "regular";
        }

        @Override
        public String attributes() {
            return condition.name().toLowerCase(Locale.ROOT);
        }
    }
}
