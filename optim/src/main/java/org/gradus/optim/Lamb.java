package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Adam whose steps are in proportion to each layer's weights (You et al. 2020, LAMB).
 *
 * <p>For each leaf: r = m̂/(√v̂ + ε) + λ·x, u = −α·min(‖x‖, c)/‖r‖ · r; the factor is 1 where a norm is 0 or the leaf is
 * out of scope. Variant: with bias corrections, as the paper; its first code had none.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param weightDecay λ, of the step number; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-6 by default, the paper's
 * @param largest c, positive; no bound by default (the paper also uses 10)
 * @param scope which leaves are scaled; matrices by default
 */
public record Lamb<P>(
        Schedule learningRate,
        Schedule weightDecay,
        Schedule b1,
        Schedule b2,
        double epsilon,
        double largest,
        LayerScope scope)
        implements Optimizer<P, Moments<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Lamb {
        Schedules.checkPositive("Lamb", "learning rate", learningRate);
        Schedules.checkNotNegative("Lamb", "weight decay", weightDecay);
        Schedules.checkDecay("Lamb", "b1", b1);
        Schedules.checkDecay("Lamb", "b2", b2);
        Settings.notNegative("Lamb", "epsilon", epsilon);
        if (!(largest > 0)) {
            Settings.positive("Lamb", "largest", largest);
        }
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Lamb(Schedule learningRate) {
        this(
                learningRate,
                Schedules.constant(0),
                Schedules.constant(0.9),
                Schedules.constant(0.999),
                1e-6,
                Double.POSITIVE_INFINITY,
                LayerScope.MATRICES);
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
                    Tensor x = in[2];
                    Tensor r = next.ratio(beta1, beta2, epsilon, in[0], in[1]);
                    r = Schedules.isZero(weightDecay) ? r : r.plus(Leaves.times(x, decay));
                    Tensor scaled = scope.holds(x) ? rate.times(ratio(x, r)) : rate;
                    return new Tensor[] {Leaves.down(scaled, r)};
                },
                next.mean(),
                next.square(),
                info.params());
        return new Step<>(out.getFirst(), next);
    }

    private Tensor ratio(Tensor x, Tensor r) {
        Tensor weights = Leaves.norm(x);
        Tensor capped = largest < Double.POSITIVE_INFINITY ? Tensors.minimum(weights, largest) : weights;
        return Tensors.where(weights.eq(0), 1, Leaves.ratio(capped, Leaves.norm(r), 1));
    }
}
