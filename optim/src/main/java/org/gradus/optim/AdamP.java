package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;

/**
 * Adam that does not lengthen scale-invariant weights (Heo et al. 2021).
 *
 * <p>p = m̂/(√v̂ + ε), or (β₁·m + (1 − β₁)·g)/(1 − β₁ᵗ)/(√v̂ + ε) with Nesterov; p ← {@link RadialProjection}(p);
 * u = −α·(p + λ·r·x), r = 0.1 where the projection fires, else 1. Without projection and decay it is {@link Adam} to the
 * last bit.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param weightDecay λ, zero or more; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param nesterov whether the gradient is added once more
 * @param projection the test
 * @param decayRatio r where the projection fires; 0.1 by default
 */
public record AdamP<P>(
        Schedule learningRate,
        double weightDecay,
        Schedule b1,
        Schedule b2,
        double epsilon,
        boolean nesterov,
        RadialProjection projection,
        double decayRatio)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdamP {
        Schedules.checkPositive("AdamP", "learning rate", learningRate);
        Settings.notNegative("AdamP", "weightDecay", weightDecay);
        Schedules.checkDecay("AdamP", "b1", b1);
        Schedules.checkDecay("AdamP", "b2", b2);
        Settings.notNegative("AdamP", "epsilon", epsilon);
        Settings.notNegative("AdamP", "decayRatio", decayRatio);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public AdamP(Schedule learningRate) {
        this(
                learningRate,
                0,
                Schedules.constant(0.9),
                Schedules.constant(0.999),
                1e-8,
                false,
                new RadialProjection(),
                0.1);
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
        Moments<P> next = state.next(beta1, beta2, gradient);
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = nesterov ? Leaves.average(beta1, in[0], in[2]) : in[0];
                    Tensor p = next.ratio(beta1, beta2, epsilon, mean, in[1]);
                    RadialProjection.Result projected = projection.apply(in[3], in[2], p);
                    Tensor move = Leaves.down(rate, projected.update());
                    return new Tensor[] {
                        weightDecay == 0
                                ? move
                                : move.minus(RadialProjection.decayed(
                                        in[3], projected.fired(), rate, weightDecay, decayRatio))
                    };
                },
                next.mean(),
                next.square(),
                gradient,
                info.params());
        return new Step<>(out.getFirst(), next);
    }
}
