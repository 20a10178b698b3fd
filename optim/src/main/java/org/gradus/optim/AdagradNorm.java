package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adagrad with one number for all parameters (Ward, Wu and Bottou 2019; AdaGradNorm).
 *
 * <p>s ← s + ‖g‖², u = −α · g / (√s + ε), the norm over all leaves.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param epsilon ε of zero or more; 1e-10 by default
 */
public record AdagradNorm<P>(Schedule learningRate, double epsilon) implements Optimizer<P, AdagradNorm.State> {

    /**
     * The state.
     *
     * @param squares s, an f64 scalar
     */
    public record State(Tensor squares) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdagradNorm {
        Schedules.checkPositive("AdagradNorm", "learning rate", learningRate);
        Settings.notNegative("AdagradNorm", "epsilon", epsilon);
    }

    /**
     * The usual ε.
     *
     * @param learningRate α, of the step number
     */
    public AdagradNorm(Schedule learningRate) {
        this(learningRate, 1e-10);
    }

    @Override
    public State init(P params) {
        return new State(Tensors.scalar(0));
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tensor squares = state.squares().plus(Leaves.dot(gradient, gradient));
        Tensor scale =
                Leaves.ratio(Leaves.at(learningRate, info), Leaves.root(squares).plus(epsilon), 0);
        P update = Tree.map(g -> Leaves.down(scale, g), gradient);
        return new Step<>(update, new State(squares));
    }
}
