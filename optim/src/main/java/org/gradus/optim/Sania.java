package org.gradus.optim;

import java.util.Set;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A step of Polyak's kind in the norm of a preconditioner (Abdukhakimov et al. 2023, SANIA): no learning rate to choose,
 * and with squared preconditioners no effect of the parameters' scales.
 *
 * <p>s = B⁻¹·g, n = ⟨g, s⟩, q = 2·(f − f*)/n: u = −α·κ·s with κ = 1 − √(1 − q) where q ≤ 1, else 1 (also where |1 − q| is
 * below 1e-12). {@link Preconditioner#POLYAK} leaves the quadratic out: κ = (f − f*)/n with B = I.
 *
 * @param <P> the parameters' type
 * @param preconditioner B
 * @param lowest f*, the least value of the loss on a batch; 0 by default
 * @param learningRate α, of the step number; 1 by default
 * @param decay β of running averages in [0, 1); 0.999 by default
 * @param epsilon added to B, or its floor with Hutchinson; 1e-8 by default (0 for exact invariance, 0.1 for networks)
 */
public record Sania<P>(
        Preconditioner preconditioner, double lowest, Schedule learningRate, double decay, double epsilon)
        implements Optimizer<P, Sania.State<P>> {

    /** The diagonal preconditioners. */
    public enum Preconditioner {
        /** B = I without the quadratic term: the stochastic Polyak step. */
        POLYAK,

        /** B = I. */
        IDENTITY,

        /** B = Σg². */
        ADAGRAD_SQUARED,

        /** B = √Σg². */
        ADAGRAD,

        /** B = v̂, the corrected average of g². */
        ADAM_SQUARED,

        /** B = √v̂. */
        ADAM,

        /** B = |running average of z·(Hz)| with z of random signs. */
        HUTCHINSON
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count t, an i64 scalar
     * @param diagonal the sum or average before correction
     */
    public record State<P>(Tensor count, P diagonal) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Sania {
        Schedules.checkPositive("Sania", "learning rate", learningRate);
        Settings.decay("Sania", "decay", decay);
        Settings.notNegative("Sania", "epsilon", epsilon);
    }

    /**
     * The usual settings.
     *
     * @param preconditioner B
     */
    public Sania(Preconditioner preconditioner) {
        this(preconditioner, 0, Schedules.constant(1), 0.999, 1e-8);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Leaves.none(), Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor count = state.count().plus(1L);
        P diagonal = next(gradient, state.diagonal(), info);
        Tensor correction = Tensors.minus(1, Tensors.scalar(decay).pow(count));
        P scaled = Tree.map((Tensor g, Tensor d) -> divided(g, d, correction), gradient, diagonal);
        Tensor n = Leaves.dot(gradient, scaled);
        Tensor gap = info.value().to(DType.FLOAT64).minus(lowest);
        Tensor rate = Leaves.at(learningRate, info).times(multiplier(gap, n));
        P update = Tree.map(s -> Leaves.down(rate, s), scaled);
        return new Step<>(update, new State<>(count, diagonal));
    }

    private Tensor multiplier(Tensor gap, Tensor n) {
        if (preconditioner == Preconditioner.POLYAK) {
            return Leaves.ratio(gap, n, 0);
        }
        Tensor left = Tensors.minus(1, Leaves.ratio(gap.times(2), n, 1));
        Tensor inside = left.gt(1e-12);
        return Tensors.where(
                inside, Tensors.minus(1, Tensors.where(inside, left, 1).sqrt()), 1);
    }

    private P next(P gradient, P before, Info<P> info) {
        return switch (preconditioner) {
            case POLYAK, IDENTITY -> before;
            case ADAGRAD_SQUARED, ADAGRAD -> Tree.map((Tensor a, Tensor g) -> a.plus(g.square()), before, gradient);
            case ADAM_SQUARED, ADAM ->
                Tree.map((Tensor a, Tensor g) -> a.times(decay).plus(g.square().times(1 - decay)), before, gradient);
            case HUTCHINSON -> {
                P z = Probe.signs(info.key(), info.params());
                P product = info.objective().hvp(info.params(), z);
                yield Leaves.one(
                        in -> in[0].times(decay).plus(in[1].times(in[2]).times(1 - decay)), before, z, product);
            }
        };
    }

    private Tensor divided(Tensor g, Tensor d, Tensor correction) {
        Tensor b = switch (preconditioner) {
            case POLYAK, IDENTITY -> Tensors.onesLike(d);
            case ADAGRAD_SQUARED -> d.plus(epsilon);
            case ADAGRAD -> d.sqrt().plus(epsilon);
            case ADAM_SQUARED -> d.div(Leaves.as(correction, d)).plus(epsilon);
            case ADAM -> d.div(Leaves.as(correction, d)).sqrt().plus(epsilon);
            case HUTCHINSON -> Tensors.maximum(d.div(Leaves.as(correction, d)).abs(), epsilon);
        };
        Tensor none = b.eq(0);
        return Tensors.where(none, 0, g.div(Tensors.where(none, 1, b)));
    }

    @Override
    public Set<Need> needs() {
        return preconditioner == Preconditioner.HUTCHINSON ? Set.of(Need.KEY, Need.HESSIAN_VECTOR_PRODUCT) : Set.of();
    }
}
