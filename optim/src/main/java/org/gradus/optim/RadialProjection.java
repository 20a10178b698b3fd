package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Takes from an update what only lengthens scale-invariant weights (Heo et al. 2021, AdamP).
 *
 * <p>Weights are looked at by rows of their first axis, then as one row: if max over rows of |⟨g, w⟩|/(‖g‖·‖w‖ + ε) is
 * below δ/√D, D the row's length, the loss does not depend on the rows' lengths, and p ← p − ⟨ŵ, p⟩·ŵ with
 * ŵ = w/(‖w‖ + ε). Tensors with less than two axes are never projected.
 *
 * @param delta δ, positive; 0.1 by default
 * @param epsilon ε, positive; 1e-8 by default
 */
public record RadialProjection(double delta, double epsilon) {

    /**
     * A projected update.
     *
     * @param update p, projected where the test found scale invariance
     * @param fired whether it did, a scalar of booleans
     */
    public record Result(Tensor update, Tensor fired) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is not positive
     */
    public RadialProjection {
        Settings.positive("RadialProjection", "delta", delta);
        Settings.positive("RadialProjection", "epsilon", epsilon);
    }

    /** The paper's settings. */
    public RadialProjection() {
        this(0.1, 1e-8);
    }

    /**
     * Tests and projects.
     *
     * @param w the weights
     * @param g their gradient
     * @param p their update
     * @return what is left of the update
     */
    public Result apply(Tensor w, Tensor g, Tensor p) {
        if (w.rank() < 2 || w.size() == 0) {
            return new Result(p, Tensors.scalar(0).gt(0));
        }
        int rows = w.dim(0);
        Result byRow = view(w, g, p, rows, w.size() / rows);
        Result whole = view(w, g, p, 1, w.size());
        Tensor update = Tensors.where(byRow.fired(), byRow.update(), Tensors.where(whole.fired(), whole.update(), p));
        return new Result(update, byRow.fired().or(whole.fired()));
    }

    private Result view(Tensor w, Tensor g, Tensor p, int rows, int columns) {
        Tensor weights = w.reshape(rows, columns);
        Tensor slopes = g.reshape(rows, columns);
        Tensor move = p.reshape(rows, columns);
        Tensor norms = Leaves.root(weights.square().sum(1));
        Tensor below = norms.times(Leaves.root(slopes.square().sum(1))).plus(epsilon);
        Tensor cosine = weights.times(slopes).sum(1).abs().div(below);
        Tensor fired = cosine.max().to(DType.FLOAT64).lt(delta / Math.sqrt(columns));
        Tensor unit = weights.div(norms.plus(epsilon).expandDims(1));
        Tensor radial = unit.times(move).sum(1).expandDims(1);
        return new Result(move.minus(unit.times(radial)).reshape(w.shape()), fired);
    }

    /** How much weight decay is left where the projection fires. */
    static Tensor decayed(Tensor x, Tensor fired, Tensor rate, double decay, double ratio) {
        Tensor weight =
                Tensors.where(fired, ratio, Tensors.scalar(1)).times(decay).times(rate);
        return Leaves.times(x, weight);
    }
}
