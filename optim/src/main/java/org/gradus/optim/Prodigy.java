package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam that finds its own learning rate (Mishchenko and Defazio 2024).
 *
 * <p>With β₃ = √β₂ and δ = d·α: r ← β₃·r + (d/d₀)·δ·⟨g, x₀ − x⟩, s ← β₃·s + (d/d₀)·δ·g, d' = max(d, r/‖s‖₁);
 * m ← β₁·m + (1 − β₁)·d·g, v ← β₂·v + (1 − β₂)·d²·g², u = −δ·(m/(√v + d·ε) + λ·x), d the value before. Variant: the
 * authors' code without its optional warm-up and bias correction. The schedule α should have the value 1 at its peak.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1 by default
 * @param weightDecay λ, of the step number, decoupled; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param first d₀, positive; 1e-6 by default
 */
public record Prodigy<P>(
        Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double epsilon, double first)
        implements Optimizer<P, Prodigy.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments m and v
     * @param start x₀
     * @param sum s
     * @param numerator r, an f64 scalar
     * @param distance d, an f64 scalar
     */
    public record State<P>(Moments<P> moments, P start, P sum, Tensor numerator, Tensor distance) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Prodigy {
        Schedules.checkPositive("Prodigy", "learning rate", learningRate);
        Schedules.checkNotNegative("Prodigy", "weight decay", weightDecay);
        Schedules.checkDecay("Prodigy", "b1", b1);
        Schedules.checkDecay("Prodigy", "b2", b2);
        Settings.notNegative("Prodigy", "epsilon", epsilon);
        Settings.positive("Prodigy", "first", first);
    }

    /** The usual settings. */
    public Prodigy() {
        this(Schedules.constant(1));
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Prodigy(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), Schedules.constant(0.9), Schedules.constant(0.999), 1e-8, 1e-6);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(
                Moments.zeros(params), params, Tree.zerosLike(params), Tensors.scalar(0), Tensors.scalar(first));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor beta3 = beta2.sqrt();
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor d = state.distance();
        Tensor delta = d.times(Leaves.at(learningRate, info));
        Tensor weight = d.div(first).times(delta);
        P gone = Tree.map((Tensor a, Tensor b) -> a.minus(b), state.start(), info.params());
        Tensor numerator = state.numerator().times(beta3).plus(weight.times(Leaves.dot(gradient, gone)));
        List<P> out = Leaves.map(
                in -> {
                    Tensor scaled = Leaves.times(in[0], d);
                    Tensor m = Leaves.average(beta1, in[1], scaled);
                    Tensor v = Leaves.average(beta2, in[2], scaled.square());
                    Tensor s = Leaves.times(in[3], beta3).plus(Leaves.times(in[0], weight));
                    Tensor root = v.sqrt().plus(Leaves.as(d, v).times(epsilon));
                    Tensor unseen = root.eq(0);
                    Tensor direction = Tensors.where(unseen, 0, m.div(Tensors.where(unseen, 1, root)));
                    Tensor all = Schedules.isZero(weightDecay) ? direction : direction.plus(Leaves.times(in[4], decay));
                    return new Tensor[] {Leaves.down(delta, all), m, v, s};
                },
                gradient,
                state.moments().mean(),
                state.moments().square(),
                state.sum(),
                info.params());
        Tensor length = Tensors.scalar(0);
        for (Tensor leaf : Tree.flatten(out.get(3)).leaves()) {
            length = length.plus(leaf.abs().sum().to(org.gradus.array.DType.FLOAT64));
        }
        Tensor next = Tensors.maximum(d, Leaves.ratio(numerator, length, 0));
        Moments<P> moments = new Moments<>(state.moments().count().plus(1L), out.get(1), out.get(2));
        return new Step<>(out.get(0), new State<>(moments, state.start(), out.get(3), numerator, next));
    }
}
