package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam whose second moment is used once its variance is bounded (Liu et al. 2020).
 *
 * <p>ρ∞ = 2/(1 − β₂) − 1, ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ). If ρ &gt; 5: u = −α·r·m̂·√(1 − β₂ᵗ)/(√v + ε) with
 * r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ)); else u = −α·m̂. Variant: PyTorch's threshold 5 and ε before the
 * correction; the paper writes ρ &gt; 4 without ε.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 */
public record RAdam<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon)
        implements Optimizer<P, Moments<P>> {

    private static final double THRESHOLD = 5;

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public RAdam {
        Schedules.checkPositive("RAdam", "learning rate", learningRate);
        Schedules.checkDecay("RAdam", "b1", b1);
        Schedules.checkDecay("RAdam", "b2", b2);
        Settings.notNegative("RAdam", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public RAdam(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8);
    }

    @Override
    public Moments<P> init(P params) {
        return Moments.zeros(params);
    }

    @Override
    public Step<P, Moments<P>> update(P gradient, Moments<P> state, Info<P> info) {
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> next = state.next(beta1, beta2, gradient);
        Tensor t = next.count().to(DType.FLOAT64);
        Tensor correction2 = Leaves.correction(beta2, next.count());
        Tensor limit = Tensors.div(2, Tensors.minus(1, beta2)).minus(1);
        Tensor length = limit.minus(t.times(2).times(beta2.pow(next.count())).div(correction2));
        Tensor bounded = length.gt(THRESHOLD);
        Tensor safe = Tensors.where(bounded, length, 6);
        Tensor r = safe.minus(4)
                .times(safe.minus(2))
                .times(limit)
                .div(limit.minus(4).times(limit.minus(2)).times(safe))
                .sqrt();
        Tensor rate = Leaves.at(learningRate, info).div(Leaves.correction(beta1, next.count()));
        Tensor factor = rate.times(r).times(correction2.sqrt());
        P update = Tree.map(
                (Tensor m, Tensor v) -> Tensors.where(
                        bounded, Leaves.down(factor, m.div(v.sqrt().plus(epsilon))), Leaves.down(rate, m)),
                next.mean(),
                next.square());
        return new Step<>(update, next);
    }
}
