package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Lowers the learning rate when the value stops falling: u = s·g, behind a complete method or before its learning rate.
 *
 * <p>A value is better when it is below (1 − tol)·best, best ∞ at the start. After more than {@code patience} values in
 * a row that are not, s ← max(factor·s, least) and the count begins again. Values are those of the objective in each step.
 *
 * @param <P> the parameters' type
 * @param factor in (0, 1); 0.1 by default
 * @param patience values waited for, zero or more; 10 by default
 * @param tolerance tol in [0, 1); 1e-4 by default
 * @param least s at the least, zero or more; 0 by default
 */
public record ReduceOnPlateau<P>(double factor, int patience, double tolerance, double least)
        implements GradientTransformation<P, ReduceOnPlateau.State> {

    /**
     * The state.
     *
     * @param scale s, an f64 scalar
     * @param best the lowest value, an f64 scalar
     * @param waited values since it, an i64 scalar
     */
    public record State(Tensor scale, Tensor best, Tensor waited) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public ReduceOnPlateau {
        Settings.positive("ReduceOnPlateau", "factor", factor);
        Settings.decay("ReduceOnPlateau", "factor", factor);
        Settings.atLeast("ReduceOnPlateau", "patience", 0, patience);
        Settings.decay("ReduceOnPlateau", "tolerance", tolerance);
        Settings.notNegative("ReduceOnPlateau", "least", least);
    }

    /** PyTorch's settings. */
    public ReduceOnPlateau() {
        this(0.1, 10, 1e-4, 0);
    }

    @Override
    public State init(P params) {
        return new State(Tensors.scalar(1), Tensors.scalar(Double.POSITIVE_INFINITY), Leaves.none());
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tensor value = info.value().to(DType.FLOAT64);
        Tensor margin =
                Tensors.where(state.best().isFinite(), state.best().abs().times(tolerance), 0);
        Tensor better = value.lt(state.best().minus(margin));
        Tensor waited = Tensors.where(better, 0L, state.waited().plus(1L));
        Tensor low = waited.gt((double) patience);
        Tensor scale = Tensors.where(low, Tensors.maximum(state.scale().times(factor), least), state.scale());
        P update = Tree.map(g -> Leaves.times(g, scale), gradient);
        return new Step<>(
                update, new State(scale, Tensors.where(better, value, state.best()), Tensors.where(low, 0L, waited)));
    }
}
