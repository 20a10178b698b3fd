package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * A decaying sum of gradients.
 *
 * <p>v ← μ·v + g; u = v (heavy ball, Polyak 1964), or u = g + μ·v (Nesterov, in the form of Sutskever et al. 2013 that
 * PyTorch and Optax use). The sum is not damped: a constant gradient gives updates that grow towards g / (1 − μ).
 *
 * @param <P> the parameters' type
 * @param decay μ in [0, 1)
 * @param nesterov whether the gradient is added once more, ahead of the sum
 */
public record Momentum<P>(Schedule decay, boolean nesterov) implements GradientTransformation<P, Momentum.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param velocity v, zero at the start, so that the first sum is the first gradient
     */
    public record State<P>(P velocity) {}

    /**
     * Checks the decay.
     *
     * @throws org.gradus.error.ArgumentException when it is a constant outside [0, 1)
     */
    public Momentum {
        Schedules.checkDecay("Momentum", "decay", decay);
    }

    /**
     * Heavy ball with a constant decay.
     *
     * @param decay μ in [0, 1); 0.9 is usual
     */
    public Momentum(double decay) {
        this(Schedules.constant(decay), false);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor mu = decay.at(info.step());
        P velocity = Tree.axpy(mu, state.velocity(), gradient);
        return new Step<>(nesterov ? Tree.axpy(mu, velocity, gradient) : velocity, new State<>(velocity));
    }
}
