package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Sign descent whose step doubles while signs agree: Prodigy without averages (Bernstein and Newhouse 2024).
 *
 * <p>e ← max(e, ⟨g, x₀ − x⟩/‖g‖₁), u = −e·sign(g); sign(0) = 0.
 *
 * @param <P> the parameters' type
 * @param first e at the start, positive; 1e-6 by default
 */
public record EscapeVelocity<P>(double first) implements Optimizer<P, EscapeVelocity.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param start x₀
     * @param step e, an f64 scalar
     */
    public record State<P>(P start, Tensor step) {}

    /**
     * Checks the step.
     *
     * @throws org.gradus.error.ArgumentException when it is not positive and finite
     */
    public EscapeVelocity {
        Settings.positive("EscapeVelocity", "first", first);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(params, Tensors.scalar(first));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor length = Tensors.scalar(0);
        for (Tensor leaf : Tree.flatten(gradient).leaves()) {
            length = length.plus(leaf.abs().sum().to(DType.FLOAT64));
        }
        Tensor along = Leaves.dot(gradient, Tree.minus(state.start(), info.params()));
        Tensor step = Tensors.maximum(state.step(), Leaves.ratio(along, length, 0));
        P update = Tree.map(g -> Leaves.down(step, g.sign()), gradient);
        return new Step<>(update, new State<>(state.start(), step));
    }
}
