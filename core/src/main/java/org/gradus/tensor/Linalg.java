package org.gradus.tensor;

import org.gradus.error.ShapeException;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Structural;

/** Factorizations and linear systems, in the last two axes. */
public final class Linalg {
    private Linalg() {}

    /**
     * Lower factor L of A = L·Lᵀ. The symmetric part (A + Aᵀ)/2 is factored, so the derivative is symmetric.
     *
     * @param a symmetric positive definite matrices {@code [..., n, n]}
     * @return lower triangular matrices {@code [..., n, n]}
     * @throws org.gradus.error.ArgumentException when a matrix is not positive definite; the pivot is named
     */
    public static Tensor cholesky(Tensor a) {
        checkSquare("cholesky", Operations.operand(a, "cholesky"));
        Tensor symmetric = a.plus(a.t()).times(0.5);
        return Operations.apply(new LinearAlgebra.Cholesky(), symmetric);
    }

    private static void checkSquare(String operation, Tensor a) {
        if (a.rank() < 2 || a.dim(-1) != a.dim(-2)) {
            throw new ShapeException(
                    operation + ": " + a.type() + " is not a square matrix", "give a matrix of shape [..., n, n]");
        }
    }

    /**
     * Solution X of L·X = B (or U·X = B) for a triangular matrix.
     *
     * @param a matrices {@code [..., n, n]}, of which only one triangle is read
     * @param b right-hand sides {@code [..., n, columns]}
     * @param lower whether the lower triangle is read, else the upper
     * @return solutions {@code [..., n, columns]}; infinite or NaN where the diagonal has a zero
     */
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower) {
        return triangularSolve(a, b, lower, false);
    }

    /**
     * Solution X of op(A)·X = B for a triangular matrix A.
     *
     * @param a matrices {@code [..., n, n]}, of which only one triangle is read
     * @param b right-hand sides {@code [..., n, columns]}
     * @param lower whether the lower triangle is read, else the upper
     * @param transposed whether op is transposition
     * @return solutions {@code [..., n, columns]}; infinite or NaN where the diagonal has a zero
     */
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower, boolean transposed) {
        return Operations.apply(new LinearAlgebra.TriangularSolve(lower, transposed, false), a, b);
    }

    /**
     * Solution X of A·X = B by LU factorization with partial pivoting.
     *
     * @param a matrices {@code [..., n, n]}
     * @param b right-hand sides {@code [..., n, columns]}
     * @return solutions {@code [..., n, columns]}
     * @throws org.gradus.error.ArgumentException when a matrix is singular; the pivot is named
     */
    public static Tensor solve(Tensor a, Tensor b) {
        return Operations.apply(new LinearAlgebra.Solve(false), a, b);
    }

    /**
     * The lower triangle, zeros above.
     *
     * @param a matrices
     * @param diagonal the last diagonal kept: 0 the main one, −1 the one below
     * @return matrices of the same shape
     */
    public static Tensor tril(Tensor a, int diagonal) {
        return Operations.apply(new Structural.Triangle(true, diagonal), a);
    }

    /**
     * The upper triangle, zeros below.
     *
     * @param a matrices
     * @param diagonal the first diagonal kept: 0 the main one, 1 the one above
     * @return matrices of the same shape
     */
    public static Tensor triu(Tensor a, int diagonal) {
        return Operations.apply(new Structural.Triangle(false, diagonal), a);
    }
}
