package org.gradus.optim;

import java.util.List;
import java.util.Set;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The gradient of local entropy in place of that of the value, for any method (Chaudhari et al. 2017, Entropy-SGD).
 *
 * <p>x' = μ = x; L times: x' ← x' − η'·(∇f(x') − γ·(x − x')) + ν·N(0, I), μ ← a·μ + (1 − a)·x'. The inner method gets
 * γ·(x − μ), or x − μ when γ is absorbed in its learning rate as in the authors' code. The noise ν is √η'·ε in the paper
 * and √(2η')·ε in the authors' code. γ grows from step to step: {@link Schedules#exponentialDecay} with a rate above 1.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the gradient
 * @param length L, one or more; 20 in the paper
 * @param langevinRate η', positive; 0.1 in the paper
 * @param gamma γ, of the step number; 1e-4 to 3e-2 in the paper
 * @param noise ν, zero or more
 * @param averaging a in [0, 1); 0.75 in the paper
 * @param absorbed whether γ is left out of the result
 */
public record EntropySgd<P, S>(
        GradientTransformation<P, S> inner,
        int length,
        double langevinRate,
        Schedule gamma,
        double noise,
        double averaging,
        boolean absorbed)
        implements GradientTransformation<P, S> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public EntropySgd {
        Settings.atLeast("EntropySgd", "length", 1, length);
        Settings.positive("EntropySgd", "langevinRate", langevinRate);
        Schedules.checkPositive("EntropySgd", "gamma", gamma);
        Settings.notNegative("EntropySgd", "noise", noise);
        Settings.decay("EntropySgd", "averaging", averaging);
    }

    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        Tensor stiffness = Leaves.at(gamma, info);
        P x = info.params();
        P away = Tree.minus(x, walk(gradient, stiffness, info));
        P entropic = absorbed ? away : Tree.map(leaf -> Leaves.times(leaf, stiffness), away);
        return inner.update(entropic, state, info);
    }

    /** μ at the end of the inner loop, whose first gradient is the given one. */
    private P walk(P gradient, Tensor stiffness, Info<P> info) {
        P x = info.params();
        P walker = x;
        P mean = x;
        List<Key> keys = noise > 0 ? info.key().split(length) : List.of();
        for (int l = 0; l < length; l++) {
            P slope = l == 0 ? gradient : Probe.gradient(info, walker);
            P pulled = Leaves.one(
                    in -> in[0].minus(in[1].minus(Leaves.times(in[2].minus(in[0]), stiffness))
                            .times(langevinRate)),
                    walker,
                    slope,
                    x);
            walker = noise > 0 ? AddNoise.normal(pulled, keys.get(l), noise) : pulled;
            mean = Probe.mix(averaging, mean, 1 - averaging, walker);
        }
        return mean;
    }

    @Override
    public P answer(P params, S state) {
        return inner.answer(params, state);
    }

    @Override
    public Set<Need> needs() {
        return noise > 0
                ? Probe.with(inner.needs(), Need.GRADIENT_FUNCTION, Need.KEY)
                : Probe.with(inner.needs(), Need.GRADIENT_FUNCTION);
    }

    @Override
    public boolean descends() {
        return inner.descends();
    }

    @Override
    public String name() {
        return "EntropySgd " + inner.name();
    }
}
