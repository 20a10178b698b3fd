package org.gradus.optim;

import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Shortens each leaf that is too long: u = g·min(1, δ/‖g‖₂), the norm of the leaf alone.
 *
 * @param <P> the parameters' type
 * @param maxNorm δ, positive
 */
public record ClipByLeafNorm<P>(double maxNorm) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the bound.
     *
     * @throws org.gradus.error.ArgumentException when it is not positive and finite
     */
    public ClipByLeafNorm {
        Settings.positive("ClipByLeafNorm", "maximum", maxNorm);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        P update = Tree.map(
                g -> Leaves.times(g, Tensors.div(maxNorm, Tensors.maximum(Leaves.norm(g), maxNorm))), gradient);
        return new Step<>(update, state);
    }
}
