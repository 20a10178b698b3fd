package org.gradus.optim;

import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Norms of matrices with the directions of steepest descent that belong to them (Bernstein and Newhouse 2024, "Old
 * Optimizer, New Norm: An Anthology"). Matrices map columns of inputs to rows of outputs; vectors are seen as one column,
 * scalars as 1 × 1, and tensors with more axes as matrices of the first axis by the others.
 */
public enum MatrixNorm {
    /** The largest entry, ‖·‖ from ℓ₁ to ℓ∞: the direction is the sign, the dual norm the sum of all |entries|. */
    MAX,

    /** The largest singular value, from ℓ₂ to ℓ₂: the polar factor, the sum of singular values. */
    SPECTRAL,

    /** √Σ of squares: G/‖G‖, its own dual. */
    FROBENIUS,

    /** The longest column, from ℓ₁ to ℓ₂: columns of length 1, the sum of column lengths. */
    COLUMNS,

    /** The longest row, from ℓ₂ to ℓ∞: rows of length 1, the sum of row lengths. */
    ROWS,

    /** √(columns/rows) times the spectral norm, between root mean squares: for linear layers. */
    RMS,

    /** The longest column as a root mean square, from ℓ₁: for tables of embeddings, one a column. */
    EMBEDDING;

    /**
     * The norm.
     *
     * @param t a matrix
     * @return ‖t‖, a scalar
     */
    public Tensor norm(Tensor t) {
        Tensor m = matrix(t);
        return switch (this) {
            case MAX -> m.abs().max();
            case SPECTRAL -> Linalg.svdvals(m).max();
            case FROBENIUS -> Leaves.root(m.square().sum());
            case COLUMNS -> lengths(m, 0).max();
            case ROWS -> lengths(m, 1).max();
            case RMS -> Linalg.svdvals(m).max().times(Math.sqrt((double) m.dim(1) / m.dim(0)));
            case EMBEDDING -> lengths(m, 0).max().div(Math.sqrt(m.dim(0)));
        };
    }

    /**
     * The dual norm: max over ‖t‖ = 1 of ⟨g, t⟩.
     *
     * @param g a matrix
     * @return a scalar
     */
    public Tensor dual(Tensor g) {
        Tensor m = matrix(g);
        return switch (this) {
            case MAX -> m.abs().sum();
            case SPECTRAL -> Linalg.svdvals(m).sum();
            case FROBENIUS -> Leaves.root(m.square().sum());
            case COLUMNS -> lengths(m, 0).sum();
            case ROWS -> lengths(m, 1).sum();
            case RMS -> Linalg.svdvals(m).sum().times(Math.sqrt((double) m.dim(0) / m.dim(1)));
            case EMBEDDING -> lengths(m, 0).sum().times(Math.sqrt(m.dim(0)));
        };
    }

    /**
     * The t of norm 1 with the largest ⟨g, t⟩; of smallest size where it is not unique.
     *
     * @param g a matrix
     * @return a matrix like g
     */
    public Tensor direction(Tensor g) {
        Tensor m = matrix(g);
        Tensor t = switch (this) {
            case MAX -> m.sign();
            case SPECTRAL -> Polar.exact(m);
            case FROBENIUS -> scaled(m, Leaves.root(m.square().sum()));
            case COLUMNS -> scaled(m, lengths(m, 0).expandDims(0));
            case ROWS -> scaled(m, lengths(m, 1).expandDims(1));
            case RMS -> Polar.exact(m).times(Math.sqrt((double) m.dim(0) / m.dim(1)));
            case EMBEDDING -> scaled(m, lengths(m, 0).expandDims(0)).times(Math.sqrt(m.dim(0)));
        };
        return t.reshape(g.shape());
    }

    private static Tensor matrix(Tensor g) {
        int rows = g.rank() == 0 ? 1 : g.dim(0);
        return g.reshape(rows, g.size() / Math.max(1, rows));
    }

    private static Tensor lengths(Tensor m, int axis) {
        return Leaves.root(m.square().sum(axis));
    }

    private static Tensor scaled(Tensor m, Tensor lengths) {
        Tensor zero = lengths.eq(0);
        return m.times(Tensors.where(zero, 0, Tensors.div(1, Tensors.where(zero, 1, lengths))));
    }
}
