package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Adds Gaussian noise: u = g + s(t)·N(0, I). Neelakantan et al. (2015) take s² = η/(1 + t)^0.55 with η 0.01, 0.3 or 1:
 * {@code new AddNoise<>(AddNoise.annealed(0.3))}.
 *
 * @param <P> the parameters' type
 * @param deviation s, of the step number
 */
public record AddNoise<P>(Schedule deviation) implements GradientTransformation<P, Stateless> {

    /**
     * The deviation √(η/(1 + t)^0.55).
     *
     * @param eta η, positive
     * @return the schedule
     */
    public static Schedule annealed(double eta) {
        Settings.positive("AddNoise", "eta", eta);
        return t -> t.to(org.gradus.array.DType.FLOAT64).plus(1).pow(-0.275).times(Math.sqrt(eta));
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        Tensor s = Leaves.at(deviation, info);
        P noise = normal(Tree.zerosLike(gradient), info.key(), 1);
        P update = Tree.map((Tensor g, Tensor n) -> g.plus(Leaves.times(n, s)), gradient, noise);
        return new Step<>(update, state);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.KEY);
    }

    /** x + deviation·N(0, I). */
    static <P> P normal(P x, Key key, double deviation) {
        Tree.Flat<P> flat = Tree.flatten(x);
        List<Key> keys = key.split(Math.max(1, flat.leaves().size()));
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            leaves.add(leaf.plus(Random.normal(keys.get(i), leaf.type()).times(deviation)));
        }
        return flat.with(leaves);
    }
}
