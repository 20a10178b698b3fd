package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;

/**
 * The size of Adam's update in the direction of the current gradient (Cao, Li and Song 2024).
 *
 * <p>u = −α·(sign(g)·|m̂/(√v̂ + ε)| + λ·x), sign(0) = 0. For any other method see {@link SignFromGradient}.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param weightDecay λ, of the step number, decoupled; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default (the paper has 0.95 for language models)
 * @param epsilon ε of zero or more; 1e-6 by default, the paper's
 */
public record Grams<P>(Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double epsilon)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Grams {
        Schedules.checkPositive("Grams", "learning rate", learningRate);
        Schedules.checkNotNegative("Grams", "weight decay", weightDecay);
        Schedules.checkDecay("Grams", "b1", b1);
        Schedules.checkDecay("Grams", "b2", b2);
        Settings.notNegative("Grams", "epsilon", epsilon);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Grams(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), Schedules.constant(0.9), Schedules.constant(0.999), 1e-6);
    }

    @Override
    public Moments<P> init(P params) {
        return Moments.zeros(params);
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> next = state.next(beta1, beta2, gradient);
        List<P> out = Leaves.map(
                in -> {
                    Tensor size =
                            next.ratio(beta1, beta2, epsilon, in[0], in[1]).abs();
                    Tensor direction = in[2].sign().times(size);
                    Tensor all = Schedules.isZero(weightDecay) ? direction : direction.plus(Leaves.times(in[3], decay));
                    return new Tensor[] {Leaves.down(rate, all)};
                },
                next.mean(),
                next.square(),
                gradient,
                info.params());
        return new Step<>(out.getFirst(), next);
    }
}
