package org.gradus.optim;

import org.gradus.tree.Tree;

/**
 * Adds the parameters: u = g + λ·x. Before Adam or momentum this is the coupled decay, the gradient of λ/2·‖x‖²
 * (PyTorch's {@code weight_decay} of SGD and Adam); after them and before the learning rate it is the decoupled one of
 * {@link AdamW}.
 *
 * @param <P> the parameters' type
 * @param decay λ, of the step number
 */
public record AddDecayedWeights<P>(Schedule decay) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the decay.
     *
     * @throws org.gradus.error.ArgumentException when it is a constant and negative or not finite
     */
    public AddDecayedWeights {
        Schedules.checkNotNegative("AddDecayedWeights", "decay", decay);
    }

    /**
     * A constant decay.
     *
     * @param decay λ, zero or more
     */
    public AddDecayedWeights(double decay) {
        this(Schedules.constant(decay));
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.axpy(decay.at(info.step()), info.params(), gradient), state);
    }
}
