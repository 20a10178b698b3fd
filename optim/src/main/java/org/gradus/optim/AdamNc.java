package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam whose second moment is the mean of all squared gradients, β₂ = 1 − 1/t (Reddi, Kale and Kumar 2018, AdamNC).
 *
 * <p>t ← t + 1, m ← β₁·m + (1 − β₁)·g, v ← v + (g² − v)/t, u = −α · m / (√v + ε). No correction for the start, as in
 * the paper, whose theory has α = a/√t ({@link Schedules#inverseRoot}).
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 */
public record AdamNc<P>(Schedule learningRate, Schedule b1, double epsilon) implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdamNc {
        Schedules.checkPositive("AdamNc", "learning rate", learningRate);
        Schedules.checkDecay("AdamNc", "b1", b1);
        Settings.notNegative("AdamNc", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public AdamNc(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), 1e-8);
    }

    @Override
    public Moments<P> init(P params) {
        return Moments.zeros(params);
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor share = Tensors.div(1, state.count().plus(1L).to(org.gradus.array.DType.FLOAT64));
        Moments<P> next = state.next(Leaves.at(b1, info), Tensors.minus(1, share), gradient);
        P update = Tree.map(
                (Tensor m, Tensor v) -> Leaves.down(rate, m.div(v.sqrt().plus(epsilon))), next.mean(), next.square());
        return new Step<>(update, next);
    }
}
