package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Gradient descent with Polyak's step (Polyak 1969; for batches Loizou et al. 2021): u = −min(α, (f − f*)/(c·‖g‖²))·g.
 *
 * @param <P> the parameters' type
 * @param lowest f*, the least value, or a lower bound of it
 * @param largest α, positive; no bound by default
 * @param factor c, positive; 1 by default (½ is the bound for smooth convex f, and Loizou et al.'s choice)
 */
public record PolyakStep<P>(double lowest, double largest, double factor) implements Optimizer<P, Stateless> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public PolyakStep {
        if (largest != Double.POSITIVE_INFINITY) {
            Settings.positive("PolyakStep", "largest", largest);
        }
        Settings.positive("PolyakStep", "factor", factor);
    }

    /**
     * Without a bound, c = 1.
     *
     * @param lowest f*, the least value, or a lower bound of it
     */
    public PolyakStep(double lowest) {
        this(lowest, Double.POSITIVE_INFINITY, 1);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        Tensor gap = info.value().to(DType.FLOAT64).minus(lowest);
        Tensor step = Leaves.ratio(gap, Leaves.dot(gradient, gradient).times(factor), 0);
        Tensor bounded = largest == Double.POSITIVE_INFINITY ? step : Tensors.minimum(step, largest);
        return new Step<>(Tree.map(g -> Leaves.down(bounded, g), gradient), state);
    }
}
