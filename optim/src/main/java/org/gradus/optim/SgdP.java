package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Momentum that does not lengthen scale-invariant weights (Heo et al. 2021).
 *
 * <p>b ← μ·b + g, p = b, or g + μ·b with Nesterov; p ← {@link RadialProjection}(p); u = −α·(p + λ·r/(1 − μ)·x),
 * r = 0.1 where the projection fires, else 1.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param momentum μ in [0, 1)
 * @param weightDecay λ, zero or more; 0 by default
 * @param nesterov whether momentum is Nesterov's
 * @param projection the test
 * @param decayRatio r where the projection fires; 0.1 by default
 */
public record SgdP<P>(
        Schedule learningRate,
        Schedule momentum,
        double weightDecay,
        boolean nesterov,
        RadialProjection projection,
        double decayRatio)
        implements Optimizer<P, Momentum.State<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public SgdP {
        Schedules.checkPositive("SgdP", "learning rate", learningRate);
        Schedules.checkDecay("SgdP", "momentum", momentum);
        Settings.notNegative("SgdP", "weightDecay", weightDecay);
        Settings.notNegative("SgdP", "decayRatio", decayRatio);
    }

    /**
     * The paper's settings but for learning rate and momentum.
     *
     * @param learningRate α, of the step number
     * @param momentum μ in [0, 1)
     */
    public SgdP(Schedule learningRate, double momentum) {
        this(learningRate, Schedules.constant(momentum), 0, false, new RadialProjection(), 0.1);
    }

    @Override
    public Momentum.State<P> init(P params) {
        return new Momentum<P>(momentum, nesterov).init(params);
    }

    @Override
    public Step<P, Momentum.State<P>> update(P gradient, Momentum.State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor mu = Leaves.at(momentum, info);
        Step<P, Momentum.State<P>> moved = new Momentum<P>(momentum, nesterov).update(gradient, state, info);
        List<P> out = Leaves.map(
                in -> {
                    RadialProjection.Result projected = projection.apply(in[2], in[1], in[0]);
                    Tensor move = Leaves.down(rate, projected.update());
                    Tensor longer = rate.div(Tensors.minus(1, mu));
                    return new Tensor[] {
                        weightDecay == 0
                                ? move
                                : move.minus(RadialProjection.decayed(
                                        in[2], projected.fired(), longer, weightDecay, decayRatio))
                    };
                },
                moved.update(),
                gradient,
                info.params());
        return new Step<>(out.getFirst(), moved.state());
    }
}
