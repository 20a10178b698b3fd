package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Shortens a gradient that is too long, keeping its direction: u = g · min(1, δ / ‖g‖₂), the norm over all leaves
 * (Pascanu, Mikolov and Bengio 2013). A shorter gradient is unchanged to the last bit, zero stays zero.
 *
 * @param <P> the parameters' type
 * @param maxNorm δ, positive
 */
public record ClipByGlobalNorm<P>(double maxNorm) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the bound.
     *
     * @throws ArgumentException when it is not positive
     */
    public ClipByGlobalNorm {
        if (!(maxNorm > 0)) {
            throw new ArgumentException(
                    "ClipByGlobalNorm: maximum " + maxNorm + " is not positive", "give a positive length");
        }
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        Tensor squares = Tree.dot(gradient, gradient);
        Tensor within = squares.le(maxNorm * maxNorm);
        // The root is taken of a positive number in either case, so its derivative at 0 is finite.
        Tensor norm = Tensors.where(within, 1, squares).sqrt();
        return new Step<>(Tree.scale(Tensors.where(within, 1, Tensors.div(maxNorm, norm)), gradient), state);
    }
}
