package org.gradus.linear;

import org.gradus.error.ArgumentException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching;
import org.gradus.tree.Tree;

/**
 * Forms the matrix of an operator by products with all unit vectors at once, and solves by LU factorization with partial
 * pivoting: n products, n² numbers, n³/3 multiplications. For operators of any kind, with up to a few thousand unknowns.
 */
public final class DenseSolve implements LinearSolver {
    private static final double TOLERANCE = 1e-8;

    /** A solver without settings. */
    public DenseSolve() {}

    @Override
    public <T> LinearSolution<T> solve(LinearOperator<T> a, T b) {
        Tree.Raveled<T> raveled = Tree.ravel(b);
        Tensor right = raveled.vector();
        Tensor matrix = matrix(a, b);
        double rightNorm = Tree.norm(right).item();
        if (!Double.isFinite(rightNorm) || !matrix.allFinite()) {
            return failed(b, Status.NON_FINITE, rightNorm);
        }
        Tensor x;
        Tensor inverse;
        try {
            int n = right.size();
            Tensor both = Linalg.solve(
                    matrix,
                    Tensors.concatenate(1, right.reshape(n, 1), Tensors.eye(n).to(right.dtype())));
            x = both.slice(1, 0, 1).reshape(n);
            inverse = both.slice(1, 1, n + 1);
        } catch (ArgumentException _) {
            return failed(b, Status.SINGULAR, rightNorm);
        }
        double residual = Tree.norm(right.minus(matrix.matmul(x))).item();
        double condition = norm1(matrix) * norm1(inverse);
        Status status = residual
                        <= TOLERANCE
                                * Math.max(
                                        rightNorm, norm1(matrix) * Tree.norm(x).item())
                ? Status.CONVERGED
                : Status.SINGULAR;
        LinearEvidence evidence = new LinearEvidence(status, 1, residual, rightNorm, condition);
        return new LinearSolution<>(raveled.unravel().apply(x), evidence);
    }

    private static <T> LinearSolution<T> failed(T b, Status status, double rightNorm) {
        return new LinearSolution<>(
                Tree.scale(0, b), new LinearEvidence(status, 1, rightNorm, rightNorm, Double.POSITIVE_INFINITY));
    }

    private static double norm1(Tensor matrix) {
        return matrix.size() == 0 ? 0 : matrix.abs().sum(0).max().item();
    }

    /**
     * The matrix of an operator.
     *
     * @param <T> the tree's type
     * @param a the operator
     * @param like a tree of the structure that it acts on
     * @return a matrix {@code [n, n]} with the leaves of the tree in order
     */
    public static <T> Tensor matrix(LinearOperator<T> a, T like) {
        Tree.Raveled<T> raveled = Tree.ravel(like);
        int n = raveled.vector().size();
        Tensor rows = Batching.vmap(
                (Tensor v) -> Tree.ravel(a.apply(raveled.unravel().apply(v))).vector(),
                Tensors.eye(n).to(raveled.vector().dtype()));
        return rows.t();
    }
}
