package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Divides by a running root mean square, entry by entry; Adam without its learning rate.
 *
 * <p>m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², t ← t + 1, m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ),
 * u = m̂ / (√(v̂ + ε_root) + ε).
 *
 * <p>Variant: Kingma and Ba (2015), Algorithm 1, as PyTorch ≥ 1.3 and Optax have it: both averages corrected for their
 * bias, ε outside the root and after the correction (older PyTorch and the paper's "efficient" form put it before).
 * ε_root is Optax's: positive, it keeps derivatives through the update finite where v = 0.
 *
 * @param <P> the parameters' type
 * @param b1 β₁ in [0, 1); 0.9 by default, the paper's
 * @param b2 β₂ in [0, 1); 0.999 by default, the paper's
 * @param epsilon ε of zero or more; 1e-8 by default, the paper's
 * @param epsilonRoot ε_root of zero or more; 0 by default
 * @param form where ε sits and what is corrected; {@link AdamForm#CORRECTED} by default, as above
 */
public record ScaleByAdam<P>(Schedule b1, Schedule b2, double epsilon, double epsilonRoot, AdamForm form)
        implements GradientTransformation<P, ScaleByAdam.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count t, updates made with these averages, an i64 scalar
     * @param mean m, zero at the start
     * @param square v, zero at the start
     */
    public record State<P>(Tensor count, P mean, P square) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public ScaleByAdam {
        Schedules.checkDecay("Adam", "b1", b1);
        Schedules.checkDecay("Adam", "b2", b2);
        if (!(epsilon >= 0 && epsilonRoot >= 0)) {
            throw new ArgumentException(
                    "Adam: epsilon " + epsilon + " and epsilonRoot " + epsilonRoot + " are not both zero or more",
                    "use the defaults 1e-8 and 0");
        }
    }

    /**
     * The usual form.
     *
     * @param b1 β₁ in [0, 1)
     * @param b2 β₂ in [0, 1)
     * @param epsilon ε, zero or more
     * @param epsilonRoot ε_root, zero or more
     */
    public ScaleByAdam(Schedule b1, Schedule b2, double epsilon, double epsilonRoot) {
        this(b1, b2, epsilon, epsilonRoot, AdamForm.CORRECTED);
    }

    /** The paper's settings. */
    public ScaleByAdam() {
        this(0.9, 0.999, 1e-8);
    }

    /**
     * Constant settings.
     *
     * @param b1 β₁ in [0, 1)
     * @param b2 β₂ in [0, 1)
     * @param epsilon ε, zero or more
     */
    public ScaleByAdam(double b1, double b2, double epsilon) {
        this(Schedules.constant(b1), Schedules.constant(b2), epsilon, 0);
    }

    @Override
    public State<P> init(P params) {
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new State<>(none, Tree.zerosLike(params), Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor beta1 = b1.at(info.step()).to(DType.FLOAT64);
        Tensor beta2 = b2.at(info.step()).to(DType.FLOAT64);
        Tensor count = state.count().plus(1L);
        Tensor correction1 = Tensors.minus(1, beta1.pow(count));
        Tensor correction2 = Tensors.minus(1, beta2.pow(count));
        P mean = Tree.map((Tensor m, Tensor g) -> average(beta1, m, g), state.mean(), gradient);
        P square = Tree.map((Tensor v, Tensor g) -> average(beta2, v, g.square()), state.square(), gradient);
        if (form != AdamForm.CORRECTED) {
            Moments<P> moments = new Moments<>(count, mean, square);
            P other = Tree.map(
                    (Tensor m, Tensor v) ->
                            moments.ratio(form, beta1, beta2, epsilon, m, epsilonRoot == 0 ? v : v.plus(epsilonRoot)),
                    mean,
                    square);
            return new Step<>(other, new State<>(count, mean, square));
        }
        P update = Tree.map(
                (Tensor m, Tensor v) -> {
                    Tensor debiased = m.div(correction1.to(m.dtype()));
                    Tensor variance = v.div(correction2.to(v.dtype()));
                    Tensor inner = epsilonRoot == 0 ? variance : variance.plus(epsilonRoot);
                    return debiased.div(inner.sqrt().plus(epsilon));
                },
                mean,
                square);
        return new Step<>(update, new State<>(count, mean, square));
    }

    private static Tensor average(Tensor decay, Tensor before, Tensor now) {
        Tensor weight = Tensors.minus(1, decay);
        return before.times(decay.to(before.dtype())).plus(now.times(weight.to(now.dtype())));
    }
}
