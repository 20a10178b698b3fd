package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Keeps parameters within bounds: u = clamp(x + g, low, high) − x, behind a complete method.
 *
 * @param <P> the parameters' type
 * @param low the least value of every entry
 * @param high the largest
 */
public record ProjectBox<P>(double low, double high) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the bounds.
     *
     * @throws org.gradus.error.ArgumentException when they hold nothing between them
     */
    public ProjectBox {
        if (!(low <= high)) {
            throw new org.gradus.error.ArgumentException(
                    "ProjectBox: nothing lies between " + low + " and " + high, "give the lower bound first");
        }
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        P update = Tree.map((Tensor u, Tensor x) -> x.plus(u).clamp(low, high).minus(x), gradient, info.params());
        return new Step<>(update, state);
    }
}
