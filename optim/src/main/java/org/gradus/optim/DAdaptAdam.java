package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam that finds its own learning rate (Defazio and Mishchenko 2023, D-Adaptation).
 *
 * <p>With β₃ = √β₂ and δ = d·α: q = δ·⟨g, s/(√v + ε)⟩, m ← β₁·m + (1 − β₁)·δ·g, v ← β₂·v + (1 − β₂)·g²,
 * s ← β₃·s + (1 − β₃)·δ·g, r ← β₃·r + (1 − β₃)·q, d' = max(d, r/((1 − β₃)·‖s‖₁)); u = −m/(√v + ε) − δ·λ·x. Variant: the
 * authors' code without bias correction; d grows without bound of its rate.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1 by default
 * @param weightDecay λ, of the step number, decoupled; 0 by default
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε, positive; 1e-8 by default
 * @param first d at the start, positive; 1e-6 by default
 */
public record DAdaptAdam<P>(
        Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double epsilon, double first)
        implements Optimizer<P, DAdaptAdam.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments m and v
     * @param sum s
     * @param numerator r, an f64 scalar
     * @param distance d, an f64 scalar
     */
    public record State<P>(Moments<P> moments, P sum, Tensor numerator, Tensor distance) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public DAdaptAdam {
        Schedules.checkPositive("DAdaptAdam", "learning rate", learningRate);
        Schedules.checkNotNegative("DAdaptAdam", "weight decay", weightDecay);
        Schedules.checkDecay("DAdaptAdam", "b1", b1);
        Schedules.checkDecay("DAdaptAdam", "b2", b2);
        Settings.positive("DAdaptAdam", "epsilon", epsilon);
        Settings.positive("DAdaptAdam", "first", first);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public DAdaptAdam(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), Schedules.constant(0.9), Schedules.constant(0.999), 1e-8, 1e-6);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Moments.zeros(params), Tree.zerosLike(params), Tensors.scalar(0), Tensors.scalar(first));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor beta3 = beta2.sqrt();
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor d = state.distance();
        Tensor delta = d.times(Leaves.at(learningRate, info));
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor scaled = Leaves.times(g, delta);
                    Tensor along = in[3].div(in[2].sqrt().plus(epsilon)).times(scaled);
                    Tensor m = Leaves.average(beta1, in[1], scaled);
                    Tensor v = Leaves.average(beta2, in[2], g.square());
                    Tensor s = Leaves.average(beta3, in[3], scaled);
                    Tensor move = m.div(v.sqrt().plus(epsilon)).unaryMinus();
                    Tensor update =
                            Schedules.isZero(weightDecay) ? move : move.minus(Leaves.times(in[4], delta.times(decay)));
                    return new Tensor[] {update, m, v, s, along};
                },
                gradient,
                state.moments().mean(),
                state.moments().square(),
                state.sum(),
                info.params());
        Tensor q = Tensors.scalar(0);
        Tensor length = Tensors.scalar(0);
        for (Tensor leaf : Tree.flatten(out.get(4)).leaves()) {
            q = q.plus(leaf.to(DType.FLOAT64).sum());
        }
        for (Tensor leaf : Tree.flatten(out.get(3)).leaves()) {
            length = length.plus(leaf.abs().sum().to(DType.FLOAT64));
        }
        Tensor numerator = Leaves.average(beta3, state.numerator(), q);
        Tensor estimate = Leaves.ratio(numerator, length.times(Tensors.minus(1, beta3)), 0);
        Moments<P> moments = new Moments<>(state.moments().count().plus(1L), out.get(1), out.get(2));
        return new Step<>(out.get(0), new State<>(moments, out.get(3), numerator, Tensors.maximum(d, estimate)));
    }
}
