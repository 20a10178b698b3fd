package org.gradus.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Learning rates of the leaves' own by their paths: u = f(path)·g, as for layer-wise decay of the learning rate.
 *
 * @param <P> the parameters' type
 * @param factor of each leaf
 */
public record ScaleByPath<P>(Factor factor) implements GradientTransformation<P, Stateless> {

    /** A leaf's factor, by path and type. */
    @FunctionalInterface
    public interface Factor extends Serializable {
        /**
         * The factor.
         *
         * @param path where the leaf stands, for example {@code .layers[2].w}
         * @param leaf the leaf
         * @return what its update is multiplied by
         */
        double of(String path, Tensor leaf);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        Tree.Flat<P> flat = Tree.flatten(gradient);
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            leaves.add(leaf.times(factor.of(flat.paths().get(i), leaf)));
        }
        return new Step<>(flat.with(leaves), state);
    }
}
