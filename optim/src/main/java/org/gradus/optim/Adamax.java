package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Adam with the largest recent gradient instead of the mean square (Kingma and Ba 2015, Algorithm 2).
 *
 * <p>m ← β₁·m + (1 − β₁)·g, v ← max(β₂·v, |g| + ε), u = −α · m̂ / v. Variant: PyTorch's ε inside the maximum, which keeps
 * entries without gradient at rest; the paper has none.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's is 0.002
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε, positive; 1e-8 by default
 */
public record Adamax<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adamax {
        Schedules.checkPositive("Adamax", "learning rate", learningRate);
        Schedules.checkDecay("Adamax", "b1", b1);
        Schedules.checkDecay("Adamax", "b2", b2);
        Settings.positive("Adamax", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adamax(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8);
    }

    @Override
    public Moments<P> init(P params) {
        return Moments.zeros(params);
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor count = state.count().plus(1L);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor rate = Leaves.at(learningRate, info).div(Leaves.correction(beta1, count));
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = Leaves.average(beta1, in[1], in[0]);
                    Tensor largest = Tensors.maximum(
                            Leaves.times(in[2], beta2), in[0].abs().plus(epsilon));
                    return new Tensor[] {Leaves.down(rate, mean.div(largest)), mean, largest};
                },
                gradient,
                state.mean(),
                state.square());
        return new Step<>(out.get(0), new Moments<>(count, out.get(1), out.get(2)));
    }
}
