package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A ball on an inclined plane: large gradients are damped, small ones pass (Bahrami and Pourhabibi Zadeh 2021).
 *
 * <p>For each leaf: m = 1/max|g|, ζ = g/(1 + (g/m)²), βₜ = (β·t + 1)/(t + 2) with t from 0, V ← βₜ·V + (1 − βₜ)·ζ,
 * u = −α·V; V₀ ~ N(0, (κ/α)²). A leaf without gradient has ζ = 0.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's is 0.1
 * @param spread κ, zero or more; 0.01 by default
 * @param beta β in [0, 1); 0.9 by default
 * @param seed of V₀; 0 by default
 */
public record Gravity<P>(Schedule learningRate, double spread, double beta, long seed)
        implements Optimizer<P, Gravity.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count t, an i64 scalar
     * @param velocity V
     */
    public record State<P>(Tensor count, P velocity) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Gravity {
        Schedules.checkPositive("Gravity", "learning rate", learningRate);
        Settings.notNegative("Gravity", "spread", spread);
        Settings.decay("Gravity", "beta", beta);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Gravity(Schedule learningRate) {
        this(learningRate, 0.01, 0.9, 0);
    }

    @Override
    public State<P> init(P params) {
        if (spread == 0) {
            return new State<>(Leaves.none(), Tree.zerosLike(params));
        }
        Tree.Flat<P> flat = Tree.flatten(params);
        Tensor deviation = Tensors.div(spread, learningRate.at(Leaves.none()).to(DType.FLOAT64));
        List<Key> keys = Key.of(seed).split(Math.max(1, flat.leaves().size()));
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            leaves.add(Leaves.times(Random.normal(keys.get(i), leaf.type()), deviation));
        }
        return new State<>(Leaves.none(), flat.with(leaves));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor t = state.count().to(DType.FLOAT64);
        Tensor decay = t.times(beta).plus(1).div(t.plus(2));
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor largest = g.size() == 0 ? g : g.abs().max();
                    // g/m = g·max|g|, so a leaf without gradient needs no case of its own.
                    Tensor zeta = g.div(g.times(largest).square().plus(1));
                    Tensor velocity = Leaves.average(decay, in[1], zeta);
                    return new Tensor[] {Leaves.down(rate, velocity), velocity};
                },
                gradient,
                state.velocity());
        return new Step<>(out.get(0), new State<>(state.count().plus(1L), out.get(1)));
    }
}
