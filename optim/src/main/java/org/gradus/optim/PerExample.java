package org.gradus.optim;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Gradients of the examples of a batch, each its own. */
public final class PerExample {
    private PerExample() {}

    /**
     * The gradient of every example.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param loss of one example
     * @param params where
     * @param batch a tree with one example for each index of its leaves' first axis
     * @return a tree like the parameters with a first axis of examples
     */
    public static <P, D> P gradients(Fn2<P, D, Tensor> loss, P params, D batch) {
        return Gradus.vmap((D example) -> Gradus.grad(loss).apply(params, example))
                .apply(batch);
    }

    /**
     * The norm of every example's gradient over all leaves.
     *
     * @param gradients a tree with a first axis of examples
     * @return an f64 vector
     */
    public static Tensor norms(Object gradients) {
        List<Tensor> leaves = Tree.flatten(gradients).leaves();
        Tensor sum = Tensors.zeros(leaves.getFirst().dim(0));
        for (Tensor leaf : leaves) {
            Tensor wide = leaf.to(DType.FLOAT64);
            sum = sum.plus(wide.reshape(wide.dim(0), wide.size() / Math.max(1, wide.dim(0)))
                    .square()
                    .sum(1));
        }
        return Leaves.root(sum);
    }

    /**
     * The mean of the examples' gradients, each shortened to a length (Abadi et al. 2016, without the noise).
     *
     * @param <P> the parameters' type
     * @param gradients a tree with a first axis of examples
     * @param maxNorm the length, positive
     * @return a tree like the parameters
     */
    public static <P> P clippedMean(P gradients, double maxNorm) {
        Settings.positive("clippedMean", "maximum", maxNorm);
        Tensor scale = Tensors.div(maxNorm, Tensors.maximum(norms(gradients), maxNorm));
        return Tree.map(
                leaf -> {
                    int[] shape = new int[leaf.rank()];
                    java.util.Arrays.fill(shape, 1);
                    shape[0] = leaf.dim(0);
                    return Leaves.times(leaf, scale.reshape(shape)).mean(0);
                },
                gradients);
    }
}
