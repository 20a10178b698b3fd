package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Keeps every parameter within bounds of its own: u = min(max(x + g, l), h) − x, behind a complete method. {@link ProjectBox} has one
 * pair of bounds for all.
 *
 * @param <P> the parameters' type
 * @param low l, a tree like the parameters; −∞ means no bound
 * @param high h, a tree like the parameters; ∞ means no bound
 */
public record ProjectBounds<P>(P low, P high) implements GradientTransformation<P, Stateless> {

    /**
     * Checks the bounds.
     *
     * @throws ArgumentException when there is nothing between a pair of them
     */
    public ProjectBounds {
        double[] below = Tree.ravel(low).vector().toDoubles();
        double[] above = Tree.ravel(high).vector().toDoubles();
        for (int i = 0; i < Math.min(below.length, above.length); i++) {
            if (!(below[i] <= above[i])) {
                throw new ArgumentException(
                        "ProjectBounds: nothing lies between " + below[i] + " and " + above[i]
                                + ", the bounds of entry " + i,
                        "give the lower bounds first");
            }
        }
    }

    @Override
    public Stateless init(P params) {
        Tree.checkSame(
                "ProjectBounds",
                Tree.flatten(params).structure(),
                Tree.flatten(low).structure());
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        P moved = Tree.map((Tensor x, Tensor u) -> x.plus(u), info.params(), gradient);
        P raised = Tree.map((Tensor a, Tensor l) -> Tensors.maximum(a, l.to(a.dtype())), moved, low);
        P lowered = Tree.map((Tensor a, Tensor h) -> Tensors.minimum(a, h.to(a.dtype())), raised, high);
        return new Step<>(Tree.minus(lowered, info.params()), state);
    }
}
