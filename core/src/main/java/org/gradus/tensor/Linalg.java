package org.gradus.tensor;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
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
     * @param b right-hand sides {@code [..., n, columns]}, or one {@code [n]}
     * @param lower whether the lower triangle is read, else the upper
     * @return solutions of b's shape; infinite or NaN where the diagonal has a zero
     */
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower) {
        return triangularSolve(a, b, lower, false);
    }

    /**
     * Solution X of op(A)·X = B for a triangular matrix A.
     *
     * @param a matrices {@code [..., n, n]}, of which only one triangle is read
     * @param b right-hand sides {@code [..., n, columns]}, or one {@code [n]}
     * @param lower whether the lower triangle is read, else the upper
     * @param transposed whether op is transposition
     * @return solutions of b's shape; infinite or NaN where the diagonal has a zero
     */
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower, boolean transposed) {
        return solveWith(new LinearAlgebra.TriangularSolve(lower, transposed, false), a, b);
    }

    /** A vector is one column, as in NumPy. */
    private static Tensor solveWith(LinearAlgebra solve, Tensor a, Tensor b) {
        boolean vector = b.rank() == 1 && a.rank() == 2 && b.dim(0) == a.dim(0);
        Tensor x = Operations.apply(solve, a, vector ? b.expandDims(1) : b);
        return vector ? x.squeeze(1) : x;
    }

    /**
     * Solution X of A·X = B by LU factorization with partial pivoting.
     *
     * @param a matrices {@code [..., n, n]}
     * @param b right-hand sides {@code [..., n, columns]}, or one {@code [n]}
     * @return solutions of b's shape
     * @throws org.gradus.error.ArgumentException when a matrix is singular; the pivot is named
     */
    public static Tensor solve(Tensor a, Tensor b) {
        return solveWith(new LinearAlgebra.Solve(false), a, b);
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

    // ---- decompositions
    // ---------------------------------------------------------------------------------------------------

    /**
     * An LU factorization: A[p] = L·U, where p numbers the rows of A.
     *
     * @param lower L, {@code [..., m, k]} with k = min(m, n), unit lower triangular
     * @param upper U, {@code [..., k, n]}, upper triangular
     * @param permutation p, {@code i64[..., m]}
     */
    public record Lu(Tensor lower, Tensor upper, Tensor permutation) {}

    /**
     * A QR factorization: A = Q·R.
     *
     * @param q orthonormal columns
     * @param r upper triangular, its diagonal not negative
     */
    public record Qr(Tensor q, Tensor r) {}

    /**
     * Eigenvalues and eigenvectors of symmetric matrices: A·V = V·diag(λ).
     *
     * @param values λ, {@code [..., n]}, in ascending order
     * @param vectors V, {@code [..., n, n]}, orthonormal columns
     */
    public record Eigh(Tensor values, Tensor vectors) {}

    /**
     * Eigenvalues and eigenvectors of general matrices, as pairs of real tensors: A·(Vr + i·Vi) = (Vr + i·Vi)·diag(wr +
     * i·wi).
     *
     * @param real wr, {@code [..., n]}
     * @param imaginary wi, {@code [..., n]}
     * @param vectorsReal Vr, {@code [..., n, n]}, vectors as columns
     * @param vectorsImaginary Vi, {@code [..., n, n]}
     */
    public record Eig(Tensor real, Tensor imaginary, Tensor vectorsReal, Tensor vectorsImaginary) {}

    /**
     * A singular value decomposition: A = U·diag(s)·Vᵀ.
     *
     * @param u orthonormal columns
     * @param s {@code [..., k]} with k = min(m, n), in descending order
     * @param vt orthonormal rows
     */
    public record Svd(Tensor u, Tensor s, Tensor vt) {}

    /**
     * A determinant in parts: det A = sign·e^logAbs.
     *
     * @param sign −1, 0 or 1, {@code [...]}; its derivative is zero
     * @param logAbs log|det A|, {@code [...]}, −∞ where the sign is 0
     */
    public record SlogDet(Tensor sign, Tensor logAbs) {}

    private static Tensor real(Tensor x, String operation) {
        return Operations.operand(x, operation).dtype().isFloat() ? x : x.to(DType.FLOAT64);
    }

    private static Tensor symmetric(String operation, Tensor a) {
        Tensor x = real(a, operation);
        checkSquare(operation, x);
        return x.plus(x.t()).times(0.5);
    }

    private static Tensor checkedMatrix(String operation, Tensor a) {
        Tensor x = real(a, operation);
        if (x.rank() < 2) {
            throw new ShapeException(
                    operation + ": " + a.type() + " is not a matrix", "give a matrix of shape [..., m, n]");
        }
        return x;
    }

    /** Identity matrices of the type and leading axes of a tensor of matrices. */
    private static Tensor identity(Tensor like, int n) {
        Shape shape = like.shape().slice(0, like.rank() - 2).concat(Shape.of(n, n));
        return Operations.broadcast(Tensors.eye(n).to(like.dtype()), shape, like);
    }

    /**
     * LU factorization with partial pivoting. f32 is computed in f64 and rounded, here and in all that follows.
     *
     * <p>The derivative keeps the row exchanges. It does not exist, and throws, where U has a zero on its diagonal.
     *
     * @param a matrices {@code [..., m, n]}
     * @return L, U and the permutation of rows
     * @throws org.gradus.error.NonFiniteException when a matrix has a NaN or infinity, here and in all that follows
     */
    public static Lu lu(Tensor a) {
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.Lu(), checkedMatrix("lu", a));
        return new Lu(parts.get(0), parts.get(1), parts.get(2));
    }

    /**
     * Reduced QR factorization: Q {@code [..., m, k]}, R {@code [..., k, n]}, k = min(m, n).
     *
     * <p>The diagonal of R is not negative, which makes the factors unique where A has full rank (LAPACK and NumPy leave
     * signs as they come). The derivative also exists for wide matrices whose first m columns are independent; for a
     * matrix without full rank it throws.
     *
     * @param a matrices {@code [..., m, n]}
     * @return the factors
     */
    public static Qr qr(Tensor a) {
        return qr(a, false);
    }

    /**
     * QR factorization, reduced or with a square Q.
     *
     * @param a matrices {@code [..., m, n]}
     * @param full whether Q is {@code [..., m, m]}; its derivative then throws if m &gt; n, because the last columns are
     *     any orthonormal completion
     * @return the factors
     */
    public static Qr qr(Tensor a, boolean full) {
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.Qr(full), checkedMatrix("qr", a));
        return new Qr(parts.get(0), parts.get(1));
    }

    /**
     * Eigenvalues and orthonormal eigenvectors of symmetric matrices. The symmetric part (A + Aᵀ)/2 is decomposed, so the
     * derivative is symmetric. Of each vector the first component that reaches 0.9 of the largest is positive.
     *
     * <p>Derivatives where eigenvalues are equal to rounding (neighbors at most 4·n·ε·max|λ| apart): each of them gets the
     * mean derivative of its cluster, which is right for every function that treats them alike, such as sums, log
     * determinants, and norms, and is an element of the generalized gradient otherwise. Their vectors have no derivative:
     * reverse mode throws {@link org.gradus.error.NotDifferentiableException} when a result depends on vectors and on
     * values or vectors of the cluster; a result that depends to first order on other vectors and values only is right.
     * Forward mode, which cannot know what depends on a vector, gives NaN for the vectors of the cluster. Functions V·f(λ)·Vᵀ
     * are refused too: their derivative exists, but does not follow from those of λ and V; {@link #sqrtm}, {@link #expm},
     * {@link #inverse}, {@link #pinv} have it. Second derivatives at equal eigenvalues are not finite or throw.
     *
     * @param a symmetric matrices {@code [..., n, n]}
     * @return values in ascending order, and vectors as columns
     */
    public static Eigh eigh(Tensor a) {
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.Eigh(), symmetric("eigh", a));
        return new Eigh(parts.get(0), parts.get(1));
    }

    /**
     * Eigenvalues of symmetric matrices, in ascending order; of the symmetric part. Derivatives as {@link #eigh} says.
     *
     * @param a symmetric matrices {@code [..., n, n]}
     * @return values {@code [..., n]}
     */
    public static Tensor eigvalsh(Tensor a) {
        return eigh(a).values();
    }

    /**
     * Eigenvalues and right eigenvectors of general real matrices, by ascending real part; of two conjugate values the one
     * with positive imaginary part comes first. A vector has length 1, and its anchor, the first component that reaches
     * 0.9 of the largest absolute value, is real and positive; the derivative keeps the anchor real.
     *
     * <p>The derivative exists where all eigenvalues are distinct; where two are at most √ε·max|λ| apart, as those of a
     * matrix without a full set of vectors come out, it throws. It needs LAPACK.
     *
     * @param a matrices {@code [..., n, n]}
     * @return values and vectors, as real and imaginary parts
     * @throws org.gradus.error.EnvironmentException when OpenBLAS is not there
     */
    public static Eig eig(Tensor a) {
        Tensor x = real(a, "eig");
        checkSquare("eig", x);
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.Eig(), x);
        return new Eig(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    /**
     * Eigenvalues of general real matrices, as {@link #eig} orders them.
     *
     * @param a matrices {@code [..., n, n]}
     * @return real parts and imaginary parts, in this order, along a new axis: {@code [..., 2, n]}
     */
    public static Tensor eigvals(Tensor a) {
        Eig all = eig(a);
        return Tensors.concatenate(
                -2, all.real().expandDims(-2), all.imaginary().expandDims(-2));
    }

    /**
     * Reduced singular value decomposition: U {@code [..., m, k]}, s, Vᵀ {@code [..., k, n]}, k = min(m, n). Of each left
     * vector the first component that reaches 0.9 of the largest is positive.
     *
     * <p>Derivatives where singular values are equal to rounding are as {@link #eigh} says of eigenvalues. Singular values
     * that are zero to rounding have derivative 0, as |x| has at 0, and their vectors none. So {@code norm(a, NUCLEAR)}
     * gives the subgradient of smallest norm, and a product U·diag(s)·Vᵀ is refused at a matrix without full rank.
     *
     * @param a matrices {@code [..., m, n]}
     * @return the decomposition
     */
    public static Svd svd(Tensor a) {
        return svd(a, false);
    }

    /**
     * Singular value decomposition, reduced or with square U and V.
     *
     * @param a matrices {@code [..., m, n]}
     * @param full whether U and V are square; the derivative then throws unless A is square
     * @return the decomposition
     */
    public static Svd svd(Tensor a, boolean full) {
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.Svd(full), checkedMatrix("svd", a));
        return new Svd(parts.get(0), parts.get(1), parts.get(2));
    }

    /**
     * Singular values in descending order. Derivatives as {@link #svd(Tensor)} says.
     *
     * @param a matrices {@code [..., m, n]}
     * @return values {@code [..., min(m, n)]}
     */
    public static Tensor svdvals(Tensor a) {
        return svd(a).s();
    }

    // ---- determinants and inverses
    // ---------------------------------------------------------------------------------------------------

    /**
     * Determinant. Its first two derivatives are right for singular matrices too, because they are made of cofactors; the
     * third needs an inverse.
     *
     * @param a matrices {@code [..., n, n]}
     * @return determinants {@code [...]}; 1 of an empty matrix
     */
    public static Tensor det(Tensor a) {
        return Operations.apply(new LinearAlgebra.Det(), real(a, "det"));
    }

    /**
     * Sign and logarithm of the determinant, without overflow. The derivative of the logarithm is A⁻ᵀ; for a singular
     * matrix it throws.
     *
     * @param a matrices {@code [..., n, n]}
     * @return sign and log|det A|
     */
    public static SlogDet slogdet(Tensor a) {
        List<Tensor> parts = Operations.applyAll(new LinearAlgebra.SlogDet(), real(a, "slogdet"));
        return new SlogDet(parts.get(0), parts.get(1));
    }

    /**
     * The inverse, by LU factorization. To apply it to something, {@link #solve} is cheaper and more accurate.
     *
     * @param a matrices {@code [..., n, n]}
     * @return their inverses
     * @throws org.gradus.error.ArgumentException when a matrix is singular; the pivot is named
     */
    public static Tensor inverse(Tensor a) {
        Tensor x = real(a, "inverse");
        checkSquare("inverse", x);
        return solve(x, identity(x, x.dim(-1)));
    }

    /**
     * The inverse of a triangular matrix, of which only one triangle is read.
     *
     * @param a matrices {@code [..., n, n]}
     * @param lower whether the lower triangle is read, else the upper
     * @return triangular inverses; infinite or NaN where the diagonal has a zero
     */
    public static Tensor triangularInverse(Tensor a, boolean lower) {
        Tensor x = real(a, "triangularInverse");
        checkSquare("triangularInverse", x);
        return triangularSolve(x, identity(x, x.dim(-1)), lower);
    }

    /**
     * Solution X of A·X = B from the lower Cholesky factor L of A = L·Lᵀ.
     *
     * @param l lower triangular matrices {@code [..., n, n]}
     * @param b right-hand sides {@code [..., n, columns]}, or one {@code [n]}
     * @return solutions of b's shape
     */
    public static Tensor choleskySolve(Tensor l, Tensor b) {
        return triangularSolve(l, triangularSolve(l, b, true, false), true, true);
    }

    /**
     * Solution X of A·X = B for symmetric positive definite A, of which the symmetric part counts.
     *
     * @param a matrices {@code [..., n, n]}
     * @param b right-hand sides {@code [..., n, columns]}, or one {@code [n]}
     * @return solutions of b's shape
     * @throws org.gradus.error.ArgumentException when a matrix is not positive definite
     */
    public static Tensor solveDefinite(Tensor a, Tensor b) {
        return choleskySolve(cholesky(a), b);
    }

    private static double tolerance(Tensor a) {
        double epsilon = a.dtype() == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
        return Math.max(a.dim(-1), a.dim(-2)) * epsilon;
    }

    /**
     * The Moore-Penrose inverse; singular values up to max(m, n)·ε times the largest count as zero.
     *
     * @param a matrices {@code [..., m, n]}
     * @return their pseudoinverses {@code [..., n, m]}
     */
    public static Tensor pinv(Tensor a) {
        return pinv(a, tolerance(checkedMatrix("pinv", a)));
    }

    /**
     * The Moore-Penrose inverse, from singular values. The derivative (Golub and Pereyra 1973) is that along changes which
     * keep the rank; where the rank is not full, other changes make the inverse jump.
     *
     * @param a matrices {@code [..., m, n]}
     * @param rtol singular values up to this times the largest count as zero
     * @return their pseudoinverses {@code [..., n, m]}
     * @throws org.gradus.error.ArgumentException when rtol is negative or NaN
     */
    public static Tensor pinv(Tensor a, double rtol) {
        Tensor x = checkedMatrix("pinv", a);
        if (!(rtol >= 0)) {
            throw new ArgumentException("pinv: rtol is " + rtol, "give a tolerance of zero or more, as in 1e-12");
        }
        ArrayType limits = x.type().with(x.shape().slice(0, x.rank() - 2));
        return Operations.apply(new LinearAlgebra.Pinv(), Tensors.full(rtol, limits), x);
    }

    /**
     * The least-squares solution of smallest norm: X = A⁺·B minimizes ‖A·X − B‖, also where A has not full rank. The
     * derivative has the term of the residual.
     *
     * @param a matrices {@code [..., m, n]}
     * @param b right-hand sides {@code [..., m, columns]}, or one {@code [m]}
     * @return solutions {@code [..., n, columns]}
     */
    public static Tensor lstsq(Tensor a, Tensor b) {
        return lstsq(a, b, tolerance(checkedMatrix("lstsq", a)));
    }

    /**
     * The least-squares solution of smallest norm.
     *
     * @param a matrices {@code [..., m, n]}
     * @param b right-hand sides {@code [..., m, columns]}, or one {@code [m]}
     * @param rtol singular values of A up to this times the largest count as zero
     * @return solutions {@code [..., n, columns]}
     * @throws org.gradus.error.ArgumentException when rtol is negative or NaN
     */
    public static Tensor lstsq(Tensor a, Tensor b, double rtol) {
        Tensor x = checkedMatrix("lstsq", a);
        if (b.rank() == 1 && x.rank() == 2) {
            return lstsq(x, b.expandDims(1), rtol).squeeze(1);
        }
        Tensor right = checkedMatrix("lstsq", b);
        if (right.dim(-2) != x.dim(-2)) {
            throw new ShapeException(
                    "lstsq: right-hand side " + b.type() + " does not fit the matrix " + a.type(),
                    "give a right-hand side of shape [..., m, columns], or [m] for one matrix");
        }
        return pinv(x, rtol).matmul(right);
    }

    /**
     * The number of singular values above max(m, n)·ε times the largest. Its derivative is zero.
     *
     * @param a matrices {@code [..., m, n]}
     * @return ranks {@code i64[...]}
     */
    public static Tensor matrixRank(Tensor a) {
        return matrixRank(a, tolerance(checkedMatrix("matrixRank", a)));
    }

    /**
     * The number of singular values above a tolerance. Its derivative is zero.
     *
     * @param a matrices {@code [..., m, n]}
     * @param rtol the tolerance, relative to the largest singular value
     * @return ranks {@code i64[...]}
     */
    public static Tensor matrixRank(Tensor a, double rtol) {
        Tensor s = svdvals(Tensors.stopGradient(checkedMatrix("matrixRank", a)));
        if (s.dim(-1) == 0) {
            return s.to(DType.INT64).sum(-1);
        }
        return s.gt(s.slice(-1, 0, 1).times(rtol)).to(DType.INT64).sum(-1);
    }

    /**
     * The condition number, largest over smallest singular value; infinite for singular matrices.
     *
     * @param a matrices {@code [..., m, n]}, not empty
     * @return condition numbers {@code [...]}
     */
    public static Tensor cond(Tensor a) {
        Tensor s = svdvals(nonEmpty("cond", a));
        return s.max(-1).div(s.min(-1));
    }

    private static Tensor nonEmpty(String operation, Tensor a) {
        Tensor x = checkedMatrix(operation, a);
        if (x.dim(-1) == 0 || x.dim(-2) == 0) {
            throw new ShapeException(
                    operation + ": " + a.type() + " has no elements", "give matrices with at least one row and column");
        }
        return x;
    }

    // ---- functions of matrices
    // ---------------------------------------------------------------------------------------------------

    /** Norms of matrices. */
    public enum Norm {
        /** The square root of the sum of all squares; with derivative 0 at 0. */
        FROBENIUS,
        /** The sum of the singular values. */
        NUCLEAR,
        /** The largest singular value. */
        TWO,
        /** The largest sum of absolute values of a column. */
        ONE,
        /** The largest sum of absolute values of a row. */
        INFINITY
    }

    /**
     * A norm of each matrix.
     *
     * @param a matrices {@code [..., m, n]}
     * @param norm which
     * @return norms {@code [...]}; 0 of empty matrices
     */
    public static Tensor norm(Tensor a, Norm norm) {
        Tensor x = checkedMatrix("norm", a);
        if (x.dim(-1) == 0 || x.dim(-2) == 0) {
            return x.sum(-2, -1);
        }
        return switch (norm) {
            case FROBENIUS -> {
                // Scaled by the largest element, so that squares neither overflow nor vanish.
                Tensor largest = Tensors.stopGradient(x.abs().max(-2, -1));
                Tensor scale = Tensors.where(largest.gt(0), largest, 1.0);
                Tensor scaled = x.div(scale.expandDims(-1).expandDims(-1));
                yield scaled.square().sum(-2, -1).sqrt().times(scale);
            }
            case NUCLEAR -> svdvals(x).sum(-1);
            case TWO -> svdvals(x).max(-1);
            case ONE -> x.abs().sum(-2).max(-1);
            case INFINITY -> x.abs().sum(-1).max(-1);
        };
    }

    /**
     * The exponential of a matrix, by Padé approximants with scaling and squaring (Higham, SIAM J. Matrix Anal. Appl.
     * 2005). Derivatives of all orders are blocks of exponentials of larger matrices.
     *
     * @param a matrices {@code [..., n, n]}
     * @return exponentials {@code [..., n, n]}
     */
    public static Tensor expm(Tensor a) {
        return Operations.apply(new LinearAlgebra.Expm(), real(a, "expm"));
    }

    /**
     * The symmetric positive semidefinite square root of such a matrix; of the symmetric part (A + Aᵀ)/2. The derivative
     * solves a Lyapunov equation and needs no distinct eigenvalues; at a singular matrix it throws.
     *
     * @param a symmetric positive semidefinite matrices {@code [..., n, n]}
     * @return roots {@code [..., n, n]}
     * @throws ArgumentException when a matrix has a negative eigenvalue
     */
    public static Tensor sqrtm(Tensor a) {
        return Operations.apply(new LinearAlgebra.Sqrtm(), symmetric("sqrtm", a));
    }

    /**
     * An integer power of a matrix, by repeated squaring; negative ones of the inverse.
     *
     * @param a matrices {@code [..., n, n]}
     * @param power the exponent; 0 gives identity matrices
     * @return powers {@code [..., n, n]}
     */
    public static Tensor matrixPower(Tensor a, int power) {
        Tensor x = real(a, "matrixPower");
        checkSquare("matrixPower", x);
        Tensor square = power < 0 ? inverse(x) : x;
        Tensor result = null;
        for (long rest = Math.abs((long) power); rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result = result == null ? square : result.matmul(square);
            }
            if (rest > 1) {
                square = square.matmul(square);
            }
        }
        return result == null ? identity(x, x.dim(-1)) : result;
    }
}
