package org.gradus.optim;

import org.gradus.tree.Tree;

/**
 * The last part of most methods: u = −α(t) · g, to be added to the parameters.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 */
public record ScaleByLearningRate<P>(Schedule learningRate) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the learning rate.
     *
     * @throws org.gradus.error.ArgumentException when it is a constant and not positive and finite
     */
    public ScaleByLearningRate {
        Schedules.checkPositive("ScaleByLearningRate", "learning rate", learningRate);
    }

    /**
     * A constant learning rate.
     *
     * @param learningRate α, positive
     */
    public ScaleByLearningRate(double learningRate) {
        this(Schedules.constant(learningRate));
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        if (learningRate instanceof Schedules.Constant(double alpha)) {
            return new Step<>(Tree.scale(-alpha, gradient), state);
        }
        return new Step<>(Tree.scale(learningRate.at(info.step()).unaryMinus(), gradient), state);
    }

    @Override
    public boolean descends() {
        return true;
    }
}
