package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The sign of an interpolated momentum (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms").
 *
 * <p>c = β₁·m + (1 − β₁)·g, u = −α·(sign(c) + λ·x), m ← β₂·m + (1 − β₂)·g; sign(0) = 0. Use a learning rate 3 to 10 times
 * smaller and a decay as many times larger than AdamW's.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-4 is usual
 * @param weightDecay λ, of the step number, decoupled; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.99 by default (0.95 and 0.98 for language models)
 */
public record Lion<P>(Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2)
        implements Optimizer<P, Lion.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param mean m, zero at the start
     */
    public record State<P>(P mean) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Lion {
        Schedules.checkPositive("Lion", "learning rate", learningRate);
        Schedules.checkNotNegative("Lion", "weight decay", weightDecay);
        Schedules.checkDecay("Lion", "b1", b1);
        Schedules.checkDecay("Lion", "b2", b2);
    }

    /**
     * The usual averages.
     *
     * @param learningRate α, of the step number
     * @param weightDecay λ, zero or more
     */
    public Lion(Schedule learningRate, double weightDecay) {
        this(learningRate, Schedules.constant(weightDecay), Schedules.constant(0.9), Schedules.constant(0.99));
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Lion(Schedule learningRate) {
        this(learningRate, 0);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        List<P> out = Leaves.map(
                in -> {
                    Tensor sign = Leaves.average(beta1, in[1], in[0]).sign();
                    Tensor direction = Schedules.isZero(weightDecay) ? sign : sign.plus(Leaves.times(in[2], decay));
                    return new Tensor[] {Leaves.down(rate, direction), Leaves.average(beta2, in[1], in[0])};
                },
                gradient,
                state.mean(),
                info.params());
        return new Step<>(out.get(0), new State<>(out.get(1)));
    }
}
