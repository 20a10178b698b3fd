package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam with Nesterov's momentum estimated from differences of gradients (Xie et al. 2022, Adan).
 *
 * <p>d = g − g_before (0 at the first step), m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·d,
 * n ← β₃·n + (1 − β₃)·(g + β₂·d)², x ← (x − α·(m̂ + β₂·v̂)/(√n̂ + ε)) / (1 + α·λ). Variant: the authors' code, whose β
 * weigh the past, with bias corrections; the paper's β are 1 − these.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param weightDecay λ, of the step number; 0 by default
 * @param b1 β₁ in [0, 1); 0.98 by default
 * @param b2 β₂ in [0, 1); 0.92 by default
 * @param b3 β₃ in [0, 1); 0.99 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 */
public record Adan<P>(
        Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, Schedule b3, double epsilon)
        implements Optimizer<P, Adan.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments m and n
     * @param change v
     * @param before the last gradient
     */
    public record State<P>(Moments<P> moments, P change, P before) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adan {
        Schedules.checkPositive("Adan", "learning rate", learningRate);
        Schedules.checkNotNegative("Adan", "weight decay", weightDecay);
        Schedules.checkDecay("Adan", "b1", b1);
        Schedules.checkDecay("Adan", "b2", b2);
        Schedules.checkDecay("Adan", "b3", b3);
        Settings.notNegative("Adan", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adan(Schedule learningRate) {
        this(
                learningRate,
                Schedules.constant(0),
                Schedules.constant(0.98),
                Schedules.constant(0.92),
                Schedules.constant(0.99),
                1e-8);
    }

    @Override
    public State<P> init(P params) {
        P zeros = Tree.zerosLike(params);
        return new State<>(Moments.zeros(params), zeros, zeros);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor beta3 = Leaves.at(b3, info);
        Tensor first = state.moments().count().eq(0);
        Tensor count = state.moments().count().plus(1L);
        Tensor c1 = Leaves.correction(beta1, count);
        Tensor c2 = Leaves.correction(beta2, count);
        Tensor c3 = Leaves.correction(beta3, count);
        Tensor shrink = rate.times(Leaves.at(weightDecay, info)).plus(1);
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor d = Tensors.where(first, 0, g.minus(in[4]));
                    Tensor m = Leaves.average(beta1, in[1], g);
                    Tensor v = Leaves.average(beta2, in[2], d);
                    Tensor n = Leaves.average(
                            beta3, in[3], g.plus(Leaves.times(d, beta2)).square());
                    Tensor root = n.div(Leaves.as(c3, n)).sqrt().plus(epsilon);
                    Tensor direction = Leaves.times(m, Tensors.div(1, c1)).plus(Leaves.times(v, beta2.div(c2)));
                    Tensor move = Leaves.down(rate, direction.div(root));
                    Tensor x = in[5];
                    Tensor update = Schedules.isZero(weightDecay)
                            ? move
                            : x.plus(move).div(Leaves.as(shrink, x)).minus(x);
                    return new Tensor[] {update, m, v, n};
                },
                gradient,
                state.moments().mean(),
                state.change(),
                state.moments().square(),
                state.before(),
                info.params());
        return new Step<>(out.get(0), new State<>(new Moments<>(count, out.get(1), out.get(3)), out.get(2), gradient));
    }
}
