package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Learning rates of the leaves' own: u = f·g leaf by leaf. Injected with {@link InjectHyperparameters}, the factors can be
 * differentiated and changed between steps.
 *
 * @param <P> the parameters' type
 * @param factors a tree like the parameters, whose leaves broadcast to theirs: scalars, or one factor an entry
 */
public record ScaleByTree<P>(P factors) implements GradientTransformation<P, Stateless> {
    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.map((Tensor g, Tensor f) -> g.times(f.to(g.dtype())), gradient, factors), state);
    }
}
