package org.gradus.optim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** What methods that take gradients at other points share. */
final class Probe {
    static final double TINY = 1e-12;

    private Probe() {}

    /** The gradient at x. */
    static <P> P gradient(Info<P> info, P x) {
        return info.objective().valueAndGradient(x).gradient();
    }

    /** x + ρ·d/(‖d‖ + 1e-12). */
    static <P> P towards(P x, P direction, double radius) {
        Tensor scale = Tensors.div(radius, Leaves.norm(direction).plus(TINY));
        return Tree.map((Tensor a, Tensor d) -> a.plus(Leaves.times(d, scale)), x, direction);
    }

    /** a·x + b·y. */
    static <P> P mix(double a, P x, double b, P y) {
        return Tree.map((Tensor u, Tensor v) -> u.times(a).plus(v.times(b)), x, y);
    }

    /** Random signs like a tree, as Hutchinson's estimates need. */
    static <P> P signs(Key key, P like) {
        Tree.Flat<P> flat = Tree.flatten(like);
        List<Key> keys = key.split(Math.max(1, flat.leaves().size()));
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            Tensor half = Random.uniform(keys.get(i), leaf.type()).minus(0.5);
            leaves.add(Tensors.where(half.ge(0), Tensors.onesLike(leaf), -1.0));
        }
        return flat.with(leaves);
    }

    static Set<Need> with(Set<Need> needs, Need... more) {
        Set<Need> all = EnumSet.noneOf(Need.class);
        all.addAll(needs);
        all.addAll(Set.of(more));
        return all;
    }
}
