package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * AdamW with a second, much slower average of the gradient (Pagliardini, Ablin and Grangier 2024).
 *
 * <p>m₂ ← β₃·m₂ + (1 − β₃)·g without correction for the start, u = −α·((m̂ + κ·m₂)/(√v̂ + ε) + λ·x). With κ = 0 it is
 * {@link AdamW}. Switching from AdamW: keep its moments, begin with m₂ = 0.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param weightDecay λ, of the step number; 0 by default (0.1 for language models)
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param b3 β₃ in [0, 1); 0.9999 by default, see {@link #slowDecay}
 * @param mix κ, of the step number; 5 by default (the paper has 4 to 10, its code 2), see {@link #mixing}
 * @param epsilon ε of zero or more; 1e-8 by default
 */
public record AdEMAMix<P>(
        Schedule learningRate,
        Schedule weightDecay,
        Schedule b1,
        Schedule b2,
        Schedule b3,
        Schedule mix,
        double epsilon)
        implements Optimizer<P, AdEMAMix.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments the moments of AdamW
     * @param slow m₂, zero at the start
     */
    public record State<P>(Moments<P> moments, P slow) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdEMAMix {
        Schedules.checkPositive("AdEMAMix", "learning rate", learningRate);
        Schedules.checkNotNegative("AdEMAMix", "weight decay", weightDecay);
        Schedules.checkDecay("AdEMAMix", "b1", b1);
        Schedules.checkDecay("AdEMAMix", "b2", b2);
        Schedules.checkDecay("AdEMAMix", "b3", b3);
        Schedules.checkNotNegative("AdEMAMix", "mix", mix);
        Settings.notNegative("AdEMAMix", "epsilon", epsilon);
    }

    /**
     * The paper's settings without warm-ups.
     *
     * @param learningRate α, of the step number
     */
    public AdEMAMix(Schedule learningRate) {
        this(
                learningRate,
                Schedules.constant(0),
                Schedules.constant(0.9),
                Schedules.constant(0.999),
                Schedules.constant(0.9999),
                Schedules.constant(5),
                1e-8);
    }

    /**
     * The paper's warm-up of κ: κ(t) = mix·min((t + 1)/steps, 1).
     *
     * @param mix the last value
     * @param steps one or more; the paper takes all steps of the run
     * @return the schedule
     */
    public static Schedule mixing(double mix, int steps) {
        Settings.atLeast("AdEMAMix", "steps", 1, steps);
        return t -> Tensors.minimum(t.to(DType.FLOAT64).plus(1).div(steps), 1).times(mix);
    }

    /**
     * The paper's warm-up of β₃ from β₁, linear in the half-life: exp(ln β₁·ln β₃ / ((1 − τ)·ln β₃ + τ·ln β₁)) with
     * τ = (t + 1)/steps, at most β₃.
     *
     * @param from β₁, in (0, 1)
     * @param to β₃, in (0, 1)
     * @param steps one or more
     * @return the schedule
     */
    public static Schedule slowDecay(double from, double to, int steps) {
        Settings.atLeast("AdEMAMix", "steps", 1, steps);
        double a = Math.log(from);
        double b = Math.log(to);
        return t -> {
            Tensor part = Tensors.minimum(t.to(DType.FLOAT64).plus(1).div(steps), 1);
            Tensor below = part.times(a - b).plus(b);
            return Tensors.minimum(Tensors.div(a * b, below).exp(), to);
        };
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Moments.zeros(params), Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor beta3 = Leaves.at(b3, info);
        Tensor kappa = Leaves.at(mix, info);
        Moments<P> next = state.moments().next(beta1, beta2, gradient);
        Tensor c1 = Leaves.correction(beta1, next.count());
        Tensor c2 = Leaves.correction(beta2, next.count());
        List<P> out = Leaves.map(
                in -> {
                    Tensor slow = Leaves.average(beta3, in[2], in[3]);
                    Tensor mean = in[0].div(Leaves.as(c1, in[0])).plus(Leaves.times(slow, kappa));
                    Tensor root = in[1].div(Leaves.as(c2, in[1])).sqrt().plus(epsilon);
                    Tensor direction = mean.div(root);
                    Tensor all = Schedules.isZero(weightDecay) ? direction : direction.plus(Leaves.times(in[4], decay));
                    return new Tensor[] {Leaves.down(rate, all), slow};
                },
                next.mean(),
                next.square(),
                state.slow(),
                gradient,
                info.params());
        return new Step<>(out.get(0), new State<>(next, out.get(1)));
    }
}
