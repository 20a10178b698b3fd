package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Shortens gradients that are long beside their weights (Brock et al. 2021, adaptive gradient clipping).
 *
 * <p>For each unit, the index of the first axis of a leaf with two axes or more, or a whole other leaf:
 * g ← g·min(1, δ·max(‖x‖, ε)/‖g‖).
 *
 * @param <P> the parameters' type
 * @param ratio δ, positive; 0.01 is usual
 * @param epsilon ε, positive; 1e-3 by default, so that weights of 0 can move
 */
public record AdaptiveClip<P>(double ratio, double epsilon) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is not positive and finite
     */
    public AdaptiveClip {
        Settings.positive("AdaptiveClip", "ratio", ratio);
        Settings.positive("AdaptiveClip", "epsilon", epsilon);
    }

    /**
     * With the usual ε.
     *
     * @param ratio δ, positive
     */
    public AdaptiveClip(double ratio) {
        this(ratio, 1e-3);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        P update = Tree.map(
                (Tensor g, Tensor x) -> {
                    Tensor allowed =
                            Tensors.maximum(norms(x), epsilon).times(ratio).to(g.dtype());
                    Tensor norm = norms(g);
                    Tensor longer = norm.gt(allowed);
                    return g.times(Tensors.where(longer, allowed.div(Tensors.where(longer, norm, 1)), 1));
                },
                gradient,
                info.params());
        return new Step<>(update, state);
    }

    /** Norms of units, with as many axes as the leaf. */
    private static Tensor norms(Tensor x) {
        int[] axes = new int[x.rank() < 2 ? x.rank() : x.rank() - 1];
        java.util.Arrays.setAll(axes, i -> x.rank() < 2 ? i : i + 1);
        return axes.length == 0
                ? x.abs()
                : x.keepDims((t, a) -> Leaves.root(t.square().sum(a)), axes);
    }
}
