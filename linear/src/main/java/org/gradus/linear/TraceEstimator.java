package org.gradus.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Trace and diagonal of an operator that is known by its products alone, from random vectors z of signs ±1:
 *
 * <pre>
 * tr A = E[zᵀAz]      diag A = E[z ⊙ Az]
 * </pre>
 *
 * <p>Both are exact after one product where A is diagonal: signs squared are 1. Otherwise the variance of one zᵀAz is
 * 2·Σ_{i≠j} aᵢⱼ² for a symmetric A (Hutchinson, A stochastic estimator of the trace of the influence matrix for Laplacian
 * smoothing splines, 1990; diagonal: Bekas, Kokiopoulou and Saad, An estimator for the diagonal of a matrix, 2007).
 *
 * <p>{@link #deflated} is Hutch++: a third of the products find the range Q of A's largest part, whose trace is taken
 * exactly, a third take it, and the rest estimate what is left. For positive semidefinite A it needs O(1/ε) products for a
 * relative error ε where the plain estimator needs O(1/ε²) (Meyer, Musco, Musco and Woodruff, Hutch++: Optimal Stochastic
 * Trace Estimation, 2021, Algorithm 1).
 */
public final class TraceEstimator {
    private final int products;
    private final long seed;

    /**
     * An estimator of given work.
     *
     * @param products with the operator, one or more
     * @throws ArgumentException when there are none
     */
    public TraceEstimator(int products) {
        this(products, 0);
    }

    private TraceEstimator(int products, long seed) {
        if (products < 1) {
            throw new ArgumentException("trace: " + products + " products see nothing", "take one or more");
        }
        this.products = products;
        this.seed = seed;
    }

    /**
     * Other random vectors.
     *
     * @param number the seed by which they are drawn, default 0
     * @return a changed copy
     */
    public TraceEstimator seed(long number) {
        return new TraceEstimator(products, number);
    }

    /**
     * A number with what is known of its error.
     *
     * @param value the estimate
     * @param standardError its estimated standard deviation; NaN when a single sample says nothing about it
     * @param products that were made
     */
    public record Estimate(double value, double standardError, int products) {}

    /**
     * The trace, by Hutchinson's estimator.
     *
     * @param <T> the tree's type
     * @param a the operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return the mean of zᵀAz
     * @throws NonFiniteException when a product is not finite
     */
    public <T> Estimate trace(LinearOperator<T> a, T like) {
        Vectors<T> vectors = new Vectors<>(a, like);
        List<Double> samples = new ArrayList<>();
        for (int k = 0; k < products; k++) {
            Tensor z = vectors.signs(k);
            samples.add(Tree.dot(z, vectors.product(z)).item());
        }
        return estimate(0, samples, products);
    }

    /**
     * The trace, by Hutch++.
     *
     * @param <T> the tree's type
     * @param a the operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return tr(QᵀAQ) and the estimated rest; exact when Q spans everything
     * @throws ArgumentException when there are fewer than three products
     * @throws NonFiniteException when a product is not finite
     */
    public <T> Estimate deflated(LinearOperator<T> a, T like) {
        if (products < 3) {
            throw new ArgumentException(
                    "trace: Hutch++ splits its products in three parts, and there are " + products, "give 3 or more");
        }
        Vectors<T> vectors = new Vectors<>(a, like);
        int rank = Math.min(products / 3, vectors.size());
        List<Tensor> sketch = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            sketch.add(vectors.product(vectors.signs(k)));
        }
        Tensor q = Linalg.qr(Tensors.stack(1, sketch)).q();
        double exact = 0;
        for (int k = 0; k < rank; k++) {
            Tensor column = q.t().get(k);
            exact += Tree.dot(column, vectors.product(column)).item();
        }
        if (rank == vectors.size()) {
            return new Estimate(exact, 0, 2 * rank);
        }
        List<Double> samples = new ArrayList<>();
        for (int k = 2 * rank; k < products; k++) {
            Tensor g = outside(q, vectors.signs(k));
            samples.add(Tree.dot(g, outside(q, vectors.product(g))).item());
        }
        return estimate(exact, samples, products);
    }

    /**
     * The diagonal.
     *
     * @param <T> the tree's type
     * @param a the operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return the mean of z ⊙ Az, a tree like the given one
     * @throws NonFiniteException when a product is not finite
     */
    public <T> T diagonal(LinearOperator<T> a, T like) {
        Vectors<T> vectors = new Vectors<>(a, like);
        Tensor sum = Tensors.zeros(vectors.size());
        for (int k = 0; k < products; k++) {
            Tensor z = vectors.signs(k);
            sum = sum.plus(z.times(vectors.product(z)));
        }
        return vectors.unravel(sum.div(products));
    }

    private static Tensor outside(Tensor q, Tensor v) {
        return v.minus(q.matmul(q.t().matmul(v)));
    }

    private static Estimate estimate(double exact, List<Double> samples, int products) {
        int n = samples.size();
        double mean = samples.stream().mapToDouble(d -> d).sum() / n;
        double squares =
                samples.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        return new Estimate(exact + mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), products);
    }

    /** The operator on vectors in double precision. */
    private final class Vectors<T> {
        private final LinearOperator<T> a;
        private final Function<Tensor, T> unravel;
        private final DType dtype;
        private final int size;

        Vectors(LinearOperator<T> a, T like) {
            Tree.Raveled<T> raveled = Tree.ravel(like);
            this.a = a;
            this.unravel = raveled.unravel();
            this.dtype = raveled.vector().dtype();
            this.size = raveled.vector().size();
            if (size == 0) {
                throw new ArgumentException("trace: the operator has no unknowns", "give a tree that holds a number");
            }
        }

        int size() {
            return size;
        }

        Tensor signs(int index) {
            return Random.rademacher(Key.of(seed).fold(index), size).to(DType.FLOAT64);
        }

        T unravel(Tensor vector) {
            return unravel.apply(vector.to(dtype));
        }

        Tensor product(Tensor v) {
            Tensor av = Tree.ravel(a.apply(unravel(v))).vector().to(DType.FLOAT64);
            if (!av.allFinite()) {
                throw new NonFiniteException(
                        "trace: a product with the operator is not finite", "look for overflow near this point");
            }
            return av;
        }
    }
}
