package org.gradus.linear;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching;
import org.gradus.tree.Tree;

/**
 * The inverse of a damped sketch of a symmetric positive semidefinite A from k of its columns C = A[:, K], with the block
 * W = A[K, K] (Nyström's approximation A ≈ C·W⁻¹·Cᵀ):
 *
 * <pre>
 * x = (C·W⁻¹·Cᵀ + ρI)⁻¹·b = b/ρ − C·(ρW + CᵀC)⁻¹·Cᵀ·b/ρ
 * </pre>
 *
 * <p>It is exact for A + ρI when the rank of A is at most k and the columns span it; along directions that the columns do
 * not see, the answer is b/ρ (Hataya and Yamada, Nyström Method for Accurate and Scalable Implicit Differentiation, 2023,
 * equation 6). It takes k products, done as one batch, and k·n numbers; the columns are drawn without repetition from a
 * seed.
 */
public final class NystromSketch implements LinearSolver {
    private final int columns;
    private final double damping;
    private final long seed;

    /**
     * A sketch with damping ρ = 0.01, the paper's.
     *
     * @param columns k, one or more; more than there are unknowns means all
     * @throws ArgumentException when there are none
     */
    public NystromSketch(int columns) {
        this(columns, 0.01, 0);
    }

    private NystromSketch(int columns, double damping, long seed) {
        if (columns < 1) {
            throw new ArgumentException("nystrom: a sketch of " + columns + " columns is nothing", "give one or more");
        }
        this.columns = columns;
        this.damping = damping;
        this.seed = seed;
    }

    /**
     * Another damping.
     *
     * @param rho a positive number
     * @return a solver
     * @throws ArgumentException when it is not positive
     */
    public NystromSketch damping(double rho) {
        if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "nystrom: a damping of " + rho + " leaves directions without an inverse", "give a positive number");
        }
        return new NystromSketch(columns, rho, seed);
    }

    /**
     * Other columns.
     *
     * @param number the seed by which they are drawn, default 0
     * @return a solver
     */
    public NystromSketch seed(long number) {
        return new NystromSketch(columns, damping, number);
    }

    @Override
    public <T> LinearSolution<T> solve(LinearOperator<T> a, T b) {
        if (a.kind() == Kind.GENERAL) {
            throw new ArgumentException(
                    "nystrom: takes symmetric operators, and this one promises nothing",
                    "declare it with LinearOperator.of(Kind.SYMMETRIC, ...) if it is, or use DenseSolve");
        }
        Tree.Raveled<T> raveled = Tree.ravel(b);
        Tensor right = raveled.vector();
        int n = right.size();
        int k = Math.min(columns, n);
        double rightNorm = Tree.norm(right).item();
        Tensor chosen = Tensors.tensor(NdArray.wrap(Shape.of(k), drawn(n, k)));
        Tensor units = Indexing.take(Tensors.eye(n).to(right.dtype()), chosen, 0);
        // The rows of CᵀA are the columns of A, which is symmetric.
        Tensor rows = Batching.vmap(
                (Tensor v) -> Tree.ravel(a.apply(raveled.unravel().apply(v))).vector(), units);
        Tensor block = Indexing.take(rows, chosen, 1);
        if (!Double.isFinite(rightNorm) || !rows.allFinite()) {
            return failed(b, Status.NON_FINITE, rightNorm);
        }
        Tensor small = block.times(damping).plus(rows.matmul(rows.t()));
        Tensor x;
        try {
            Tensor inner = Linalg.solve(
                    small.plus(Tensors.eye(k).to(right.dtype()).times(ridge(small))),
                    rows.matmul(right).reshape(k, 1));
            x = right.minus(rows.t().matmul(inner).reshape(n)).div(damping);
        } catch (ArgumentException _) {
            return failed(b, Status.SINGULAR, rightNorm);
        }
        double residual = Tree.norm(
                        right.minus(Tree.ravel(a.apply(raveled.unravel().apply(x))).vector()))
                .item();
        Status status = Double.isFinite(residual) ? Status.TRUNCATED : Status.NON_FINITE;
        LinearEvidence evidence = new LinearEvidence(status, k + 1, residual, rightNorm, Double.NaN);
        return new LinearSolution<>(raveled.unravel().apply(x), evidence);
    }

    /** Rounding makes the small matrix of a sketch of low rank singular; this keeps it regular. */
    private static double ridge(Tensor small) {
        double size = small.abs().max().item();
        return size == 0 ? 1 : size * small.dim(0) * (small.dtype().bytes() == 8 ? 1e-15 : 1e-6);
    }

    private long[] drawn(int n, int k) {
        int[] order = IntStream.range(0, n).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < k; i++) {
            int j = random.nextInt(i, n);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return Arrays.stream(order, 0, k).asLongStream().toArray();
    }

    private static <T> LinearSolution<T> failed(T b, Status status, double rightNorm) {
        return new LinearSolution<>(
                Tree.scale(0, b), new LinearEvidence(status, 1, rightNorm, rightNorm, Double.POSITIVE_INFINITY));
    }
}
