package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Gradient descent whose step is the inverse of the curvature last seen (Barzilai and Borwein 1988), for the whole data.
 *
 * <p>With s = x − x_before, y = g − g_before: α = ⟨s, s⟩/⟨s, y⟩ (long) or ⟨s, y⟩/⟨y, y⟩ (short), or both in turn;
 * u = −α·g. Where ⟨s, y⟩ is not positive the last α is kept. Values need not fall in every step.
 *
 * @param <P> the parameters' type
 * @param first α of the first step, positive
 * @param form which quotient
 */
public record BarzilaiBorwein<P>(double first, Form form) implements Optimizer<P, BarzilaiBorwein.State<P>> {

    /** The quotients. */
    public enum Form {
        /** ⟨s, s⟩/⟨s, y⟩. */
        LONG,

        /** ⟨s, y⟩/⟨y, y⟩. */
        SHORT,

        /** The long one in the second, fourth … step, the short one between. */
        ALTERNATING
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count steps made, an i64 scalar
     * @param point x_before
     * @param gradient g_before
     * @param rate the last α, an f64 scalar
     */
    public record State<P>(Tensor count, P point, P gradient, Tensor rate) {}

    /**
     * Checks the step.
     *
     * @throws org.gradus.error.ArgumentException when it is not positive and finite
     */
    public BarzilaiBorwein {
        Settings.positive("BarzilaiBorwein", "first", first);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Leaves.none(), params, Tree.zerosLike(params), Tensors.scalar(first));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        P s = Tree.minus(info.params(), state.point());
        P y = Tree.minus(gradient, state.gradient());
        Tensor curved = Leaves.dot(s, y);
        Tensor usable = curved.gt(0).and(state.count().gt(0));
        Tensor safe = Tensors.where(usable, curved, 1);
        Tensor longer = Leaves.dot(s, s).div(safe);
        Tensor shorter = Leaves.ratio(safe, Leaves.dot(y, y), first);
        Tensor odd = state.count().mod(2L).eq(1);
        Tensor rate = switch (form) {
            case LONG -> longer;
            case SHORT -> shorter;
            case ALTERNATING -> Tensors.where(odd, longer, shorter);
        };
        Tensor used = Tensors.where(usable, rate, state.rate());
        P update = Tree.map(g -> Leaves.down(used, g), gradient);
        return new Step<>(update, new State<>(state.count().plus(1L), info.params(), gradient, used));
    }
}
