package org.gradus.linear;

import static org.gradus.tensor.Tensors.div;
import static org.gradus.tensor.Tensors.maximum;
import static org.gradus.tensor.Tensors.where;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.array.DType;
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
 * x = (C·W⁻¹·Cᵀ + ρI)⁻¹·b = U·(Λ + ρ)⁻¹·Uᵀ·b + (b − U·Uᵀ·b)/ρ,   C·W⁻¹·Cᵀ = U·Λ·Uᵀ
 * </pre>
 *
 * <p>U and Λ come from the singular values of C·W^(−½), of A shifted by a number at the level of rounding, which is taken off
 * again (Tropp, Yurtsever, Udell and Cevher, Fixed-Rank Approximation of a Positive-Semidefinite Matrix from Streaming Data,
 * 2017, algorithm 3), in double precision whatever the type of b; so small dampings lose no digits. The well-known form
 * b/ρ − C·(ρW + CᵀC)⁻¹·Cᵀ·b/ρ² squares the condition number.
 *
 * <p>It is exact for A + ρI when the rank of A is at most k and the columns span it; along directions that the columns do
 * not see, the answer is b/ρ (Hataya and Yamada, Nyström Method for Accurate and Scalable Implicit Differentiation, 2023,
 * equation 6). Where W itself shows a curvature below −ρ the evidence says so. It takes k products, done as one batch, and k·n numbers; the columns are drawn without repetition from a
 * seed.
 */
public final class NystromSketch implements LinearSolver {
    /** The damping unless another is given: the paper's. */
    public static final double DAMPING = 0.01;

    private final int columns;
    private final double damping;
    private final long seed;

    /**
     * A sketch with the damping ρ = {@value #DAMPING}.
     *
     * @param columns k, one or more; more than there are unknowns means all
     * @throws ArgumentException when there are none
     */
    public NystromSketch(int columns) {
        this(columns, DAMPING, 0);
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
        if (!Double.isFinite(rightNorm) || !rows.allFinite()) {
            return failed(b, Status.NON_FINITE, rightNorm);
        }
        Tensor wide = right.to(DType.FLOAT64);
        Tensor exact = rows.to(DType.FLOAT64);
        double shift =
                Math.ulp(1.0) * Math.sqrt(n) * Math.max(Tree.norm(exact).item(), Double.MIN_NORMAL / Math.ulp(1.0));
        Tensor shifted = exact.plus(units.to(DType.FLOAT64).times(shift));
        Linalg.Eigh block = Linalg.eigh(Indexing.take(shifted, chosen, 1));
        if (block.values().min().item() < -damping) {
            return failed(b, Status.NOT_POSITIVE_DEFINITE, rightNorm);
        }
        Tensor inside = block.values().gt(shift / 2);
        Tensor roots = where(inside, div(1, maximum(block.values(), shift / 2).sqrt()), 0.0);
        Linalg.Svd sketch = Linalg.svd(shifted.t().matmul(block.vectors().times(roots)));
        Tensor eigenvalues = maximum(sketch.s().square().minus(shift), 0.0);
        Tensor along = sketch.u().t().matmul(wide);
        Tensor rest = wide.minus(sketch.u().matmul(along)).div(damping);
        Tensor x = sketch.u()
                .matmul(along.div(eigenvalues.plus(damping)))
                .plus(rest)
                .to(right.dtype());
        double residual = Tree.norm(right.minus(
                        Tree.ravel(a.apply(raveled.unravel().apply(x))).vector()))
                .item();
        Status status = Double.isFinite(residual) ? Status.TRUNCATED : Status.NON_FINITE;
        LinearEvidence evidence = new LinearEvidence(status, k + 1, residual, rightNorm, Double.NaN);
        return new LinearSolution<>(raveled.unravel().apply(x), evidence);
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
