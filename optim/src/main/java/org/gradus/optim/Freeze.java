package org.gradus.optim;

import org.gradus.tree.Tree;

/**
 * Keeps parameters as they are: u = 0.
 *
 * @param <P> the parameters' type
 */
public record Freeze<P>() implements Optimizer<P, Stateless> {
    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.zerosLike(gradient), state);
    }
}
