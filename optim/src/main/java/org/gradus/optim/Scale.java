package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tree.Tree;

/**
 * Multiplies by a number: u = factor · g. A negative factor makes a gradient go downhill.
 *
 * @param <P> the parameters' type
 * @param factor any finite number
 */
public record Scale<P>(double factor) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the factor.
     *
     * @throws ArgumentException when it is not finite
     */
    public Scale {
        if (!Double.isFinite(factor)) {
            throw new ArgumentException("Scale: factor " + factor + " is not finite", "give a finite factor");
        }
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.scale(factor, gradient), state);
    }

    @Override
    public boolean descends() {
        return factor < 0;
    }
}
