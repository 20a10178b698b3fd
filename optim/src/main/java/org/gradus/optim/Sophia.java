package org.gradus.optim;

import java.util.List;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Momentum divided by an estimate of the Hessian's diagonal and clipped (Liu et al. 2024, Sophia-H).
 *
 * <p>m ← β₁·m + (1 − β₁)·g; every k-th step, beginning with the first, h ← β₂·h + (1 − β₂)·z·(Hz) with z of random
 * signs; u = −α·(clip(m/max(γ·h, ε), ±1) + λ·x). The product with the Hessian is computed in those steps only, though
 * evaluations count it in each. The objective must be traceable.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param weightDecay λ, of the step number; 0 by default (0.2 in the paper)
 * @param b1 β₁ in [0, 1); 0.96 by default
 * @param b2 β₂ in [0, 1); 0.99 by default
 * @param gamma γ, positive; 0.01 by default
 * @param epsilon ε, positive; 1e-12 by default
 * @param every k, one or more; 10 by default
 */
public record Sophia<P>(
        Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double gamma, double epsilon, int every)
        implements Optimizer<P, Sophia.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param mean m
     * @param diagonal h
     * @param count steps made, an i64 scalar
     */
    public record State<P>(P mean, P diagonal, Tensor count) {}

    /** What the estimate needs, for a choice inside programs. */
    record Estimate<P>(P diagonal, Key key) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Sophia {
        Schedules.checkPositive("Sophia", "learning rate", learningRate);
        Schedules.checkNotNegative("Sophia", "weight decay", weightDecay);
        Schedules.checkDecay("Sophia", "b1", b1);
        Schedules.checkDecay("Sophia", "b2", b2);
        Settings.positive("Sophia", "gamma", gamma);
        Settings.positive("Sophia", "epsilon", epsilon);
        Settings.atLeast("Sophia", "every", 1, every);
    }

    /**
     * The paper's settings but for learning rate and decay.
     *
     * @param learningRate α, of the step number
     */
    public Sophia(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), Schedules.constant(0.96), Schedules.constant(0.99), 0.01, 1e-12, 10);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params), Tree.zerosLike(params), Leaves.none());
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor due = state.count().mod((long) every).eq(0);
        Estimate<P> now = new Estimate<>(state.diagonal(), info.key());
        P diagonal = every == 1
                ? estimated(now, beta2, info)
                : Gradus.cond(due, e -> estimated(e, beta2, info), Estimate::diagonal, now);
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = Leaves.average(beta1, in[1], in[0]);
                    Tensor below = Tensors.maximum(in[2].times(gamma), epsilon);
                    Tensor direction = mean.div(below).clamp(-1.0, 1.0);
                    Tensor all = Schedules.isZero(weightDecay) ? direction : direction.plus(Leaves.times(in[3], decay));
                    return new Tensor[] {Leaves.down(rate, all), mean};
                },
                gradient,
                state.mean(),
                diagonal,
                info.params());
        return new Step<>(
                out.get(0), new State<>(out.get(1), diagonal, state.count().plus(1L)));
    }

    private P estimated(Estimate<P> before, Tensor beta2, Info<P> info) {
        P z = Probe.signs(before.key(), info.params());
        P product = info.objective().hvp(info.params(), z);
        return Leaves.one(in -> Leaves.average(beta2, in[0], in[1].times(in[2])), before.diagonal(), z, product);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.KEY, Need.HESSIAN_VECTOR_PRODUCT);
    }
}
