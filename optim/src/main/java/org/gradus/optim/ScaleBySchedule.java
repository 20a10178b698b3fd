package org.gradus.optim;

import org.gradus.tree.Tree;

/**
 * Multiplies by a factor that changes: u = h(t) · g. The sign is the schedule's; for a learning rate, which is
 * positive, use {@link ScaleByLearningRate}.
 *
 * @param <P> the parameters' type
 * @param factor h, of the step number
 */
public record ScaleBySchedule<P>(Schedule factor) implements GradientTransformation<P, Stateless> {
    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.scale(factor.at(info.step()), gradient), state);
    }
}
