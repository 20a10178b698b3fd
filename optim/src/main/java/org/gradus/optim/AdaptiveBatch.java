package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * The size of the next batch from the spread of the examples' gradients in this one (Lau, Li, Xu, Liu and Kolar 2024,
 * AdAdaGrad; tests of Byrd et al. 2012 and Bollapragada, Byrd and Nocedal 2018). Around {@link Adagrad} it gives AdAdaGrad,
 * around {@link AdagradNorm} AdAdaGrad-Norm; gradients of examples come from {@link PerExample}.
 *
 * <p>With gB the batch's mean, variances over the batch's b examples with 1/(b − 1): NORM: b' = Σⱼ Varⱼ/(η²·‖gB‖²);
 * INNER_PRODUCT: Var⟨g, gB⟩/(η²·‖gB‖⁴); ORTHOGONALITY: Σⱼ Var of what is across gB/(η²·‖gB‖²); COORDINATES: the largest
 * Varⱼ/(η²·gB[j]²), coordinates of nearly no gradient left out. The next size is ⌈b'⌉, never below b, at most the bound.
 *
 * @param test which test
 * @param eta η, positive; 0.1 to 0.5 for NORM, 0.9 for INNER_PRODUCT, 5.8 for ORTHOGONALITY
 * @param largest bound of the size, one or more
 */
public record AdaptiveBatch(Test test, double eta, int largest) {
    private static final double FLOOR = 1e-20;

    /** Which spread is held against the gradient. */
    public enum Test {
        /** Of the gradient. */
        NORM,

        /** Of the product with the mean. */
        INNER_PRODUCT,

        /** Of what is across the mean. */
        ORTHOGONALITY,

        /** Of each coordinate. */
        COORDINATES
    }

    /**
     * Mean and variance of examples' gradients, entry by entry.
     *
     * @param mean a vector
     * @param variance a vector, with 1/(b − 1)
     */
    public record Spread(Tensor mean, Tensor variance) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdaptiveBatch {
        Settings.positive("AdaptiveBatch", "eta", eta);
        Settings.atLeast("AdaptiveBatch", "largest", 1, largest);
    }

    /**
     * The next size.
     *
     * @param gradients of the examples, a tree whose leaves have a first axis of b ≥ 2 examples
     * @return a number from b on
     */
    public int next(Object gradients) {
        Tensor g = matrix(gradients);
        int b = g.dim(0);
        double wanted = wanted(g);
        return Math.max(b, (int) Math.min(largest, Math.ceil(wanted)));
    }

    /**
     * The larger of the sizes of two tests, as the augmented inner-product test has it.
     *
     * @param other another test
     * @param gradients of the examples
     * @return a number from b on
     */
    public int next(AdaptiveBatch other, Object gradients) {
        return Math.max(next(gradients), other.next(gradients));
    }

    private double wanted(Tensor g) {
        Tensor mean = g.mean(0);
        double square = mean.square().sum().item();
        double bound = eta * eta * square;
        return switch (test) {
            case NORM -> variance(g).sum().item() / bound;
            case INNER_PRODUCT -> variance(g.matmul(mean)).item() / (bound * square);
            case ORTHOGONALITY -> {
                Tensor along = g.matmul(mean).div(square).expandDims(1).times(mean.expandDims(0));
                yield variance(g.minus(along)).sum().item() / bound;
            }
            case COORDINATES -> {
                Tensor squares = mean.square();
                Tensor seen = squares.gt(FLOOR);
                Tensor ratio = variance(g).div(Tensors.where(seen, squares, 1).times(eta * eta));
                yield Tensors.where(seen, ratio, 0.0).max().item();
            }
        };
    }

    private static Tensor variance(Tensor g) {
        return Tensors.var(g, 1, 0);
    }

    private static Tensor matrix(Object gradients) {
        java.util.List<Tensor> leaves = Tree.flatten(gradients).leaves();
        java.util.List<Tensor> flat = leaves.stream()
                .map(leaf -> leaf.to(DType.FLOAT64).reshape(leaf.dim(0), leaf.size() / Math.max(1, leaf.dim(0))))
                .toList();
        return Tensors.concatenate(1, flat);
    }

    /**
     * Mean and variance of a batch that is spread over workers of equal share, from theirs, by the law of total variance:
     * the mean of the workers' variances (with 1/b) plus the variance of their means, times b/(b − 1).
     *
     * @param parts one a worker: the examples' gradients, a tree with a first axis of examples
     * @return mean and variance of all examples, as one machine would compute them
     */
    public static Spread pooled(java.util.List<?> parts) {
        java.util.List<Tensor> matrices =
                parts.stream().map(AdaptiveBatch::matrix).toList();
        Tensor means = Tensors.stack(0, matrices.stream().map(m -> m.mean(0)).toList());
        Tensor within = Tensors.stack(
                        0, matrices.stream().map(m -> Tensors.var(m, 0, 0)).toList())
                .mean(0);
        double b = matrices.stream().mapToInt(m -> m.dim(0)).sum();
        Tensor all = within.plus(Tensors.var(means, 0, 0)).times(b / (b - 1));
        return new Spread(means.mean(0), all);
    }
}
