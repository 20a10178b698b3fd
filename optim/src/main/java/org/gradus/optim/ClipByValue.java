package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Holds every entry within a bound: uᵢ = min(max(gᵢ, −δ), δ). NaN stays NaN, so that it is found.
 *
 * @param <P> the parameters' type
 * @param bound δ, positive
 */
public record ClipByValue<P>(double bound) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the bound.
     *
     * @throws ArgumentException when it is not positive
     */
    public ClipByValue {
        if (!(bound > 0)) {
            throw new ArgumentException("ClipByValue: bound " + bound + " is not positive", "give a positive bound");
        }
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        return new Step<>(Tree.map(this::clipped, gradient), state);
    }

    private Tensor clipped(Tensor leaf) {
        Tensor high = Tensors.full(bound, leaf.type());
        return Tensors.minimum(Tensors.maximum(leaf, high.unaryMinus()), high);
    }
}
