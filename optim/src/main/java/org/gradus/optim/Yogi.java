package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;

/**
 * Adam whose second moment changes by a bounded amount (Zaheer et al. 2018).
 *
 * <p>m ← β₁·m + (1 − β₁)·g, v ← v − (1 − β₂)·sign(v − g²)·g², u = −α · m̂ / (√v̂ + ε). Variant: bias corrections and
 * first averages 1e-6 as in the authors' code and Optax; the paper corrects nothing.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's is 0.01
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-3 by default, the paper's
 * @param initial both averages at the start; 1e-6 by default
 */
public record Yogi<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon, double initial)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Yogi {
        Schedules.checkPositive("Yogi", "learning rate", learningRate);
        Schedules.checkDecay("Yogi", "b1", b1);
        Schedules.checkDecay("Yogi", "b2", b2);
        Settings.notNegative("Yogi", "epsilon", epsilon);
        Settings.notNegative("Yogi", "initial", initial);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Yogi(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-3, 1e-6);
    }

    @Override
    public Moments<P> init(P params) {
        return new Moments<>(Leaves.none(), Leaves.full(initial, params), Leaves.full(initial, params));
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> counted = new Moments<>(state.count().plus(1L), state.mean(), state.square());
        Tensor share = org.gradus.tensor.Tensors.minus(1, beta2);
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = Leaves.average(beta1, in[1], in[0]);
                    Tensor s = in[0].square();
                    Tensor square =
                            in[2].minus(Leaves.times(in[2].minus(s).sign().times(s), share));
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
