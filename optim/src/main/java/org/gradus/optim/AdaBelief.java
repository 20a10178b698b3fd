package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;

/**
 * Adam that divides by the deviation of the gradient from its average (Zhuang et al. 2020).
 *
 * <p>m ← β₁·m + (1 − β₁)·g, s ← β₂·s + (1 − β₂)·(g − m)² + ε, u = −α · m̂ / (√ŝ + ε). Variant: the paper's Algorithm 2
 * and the authors' code, with ε in both places.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-16 by default, the authors' code's
 */
public record AdaBelief<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdaBelief {
        Schedules.checkPositive("AdaBelief", "learning rate", learningRate);
        Schedules.checkDecay("AdaBelief", "b1", b1);
        Schedules.checkDecay("AdaBelief", "b2", b2);
        Settings.notNegative("AdaBelief", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public AdaBelief(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-16);
    }

    @Override
    public Moments<P> init(P params) {
        return Moments.zeros(params);
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> counted = new Moments<>(state.count().plus(1L), state.mean(), state.square());
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = Leaves.average(beta1, in[1], in[0]);
                    Tensor spread = in[0].minus(mean).square();
                    Tensor square = Leaves.average(beta2, in[2], spread).plus(epsilon);
                    return new Tensor[] {
                        Leaves.down(rate, counted.ratio(beta1, beta2, epsilon, mean, square)), mean, square
                    };
                },
                gradient,
                counted.mean(),
                counted.square());
        return new Step<>(out.get(0), new Moments<>(counted.count(), out.get(1), out.get(2)));
    }
}
