package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.solve.BatchedSum;
import org.gradus.solve.RowSource;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.FeatureMatrix;

/**
 * Rows of a table for a model: features, and labels or targets {@code [n]}. Of many rows the features are never in memory
 * together: what is wanted of them is a sum over batches, or a number a row. What comes of one batch in memory is the same
 * with and without.
 */
final class Examples implements RowSource {
    private final FeatureMatrix matrix;
    private final Tensor y;
    /** The batches that are looked at, each of full size; empty for all rows. */
    private final List<Integer> batches;

    /**
     * Some rows.
     *
     * @param x features {@code [n, d]}
     * @param y labels or targets {@code [n]}
     */
    record Batch(Tensor x, Tensor y) {}

    /** What is computed of a batch, and of the batch's part of what belongs to rows one by one. */
    interface OfBatch {
        Tensor apply(Batch batch, List<Tensor> own);
    }

    private Examples(FeatureMatrix matrix, Tensor y, List<Integer> batches) {
        this.matrix = matrix;
        this.y = y;
        this.batches = batches;
    }

    static Examples of(Part part, Output output) {
        Tensor y = switch (part.target()) {
            case Target.Values(double[] values) -> tensor(values);
            case Target.Classes(int[] labels, int _) ->
                output == Output.CLASSES
                        ? tensor(labels)
                        : tensor(Arrays.stream(labels).asDoubleStream().toArray());
        };
        return new Examples(part.matrix(), y, List.of());
    }

    /** Rows in memory. */
    static Examples of(Tensor x, Tensor y) {
        return new Examples(FeatureMatrix.of(x.dim(0), x.dim(1), x.toDoubles()), y, List.of());
    }

    /** All features {@code [n, d]}, for what cannot do with batches. */
    Tensor x() {
        return tensor(NdArray.wrap(Shape.of(matrix.rows(), matrix.columns()), matrix.all()));
    }

    /** Labels or targets {@code [n]}. */
    Tensor y() {
        return y;
    }

    /** The sum of a function's values for all batches. */
    Tensor sum(List<Tensor> perRow, OfBatch f) {
        if (matrix.isOne()) {
            return f.apply(new Batch(x(), y), perRow);
        }
        return BatchedSum.of(this, perRow, (arrays, own) -> f.apply(new Batch(arrays.get(0), arrays.get(1)), own));
    }

    /** A function's results for all rows, one after the other. */
    Tensor map(Function<Tensor, Tensor> f) {
        if (matrix.isOne()) {
            return f.apply(x());
        }
        return BatchedSum.map(this, List.of(), (arrays, _) -> f.apply(arrays.getFirst()));
    }

    /**
     * Evenly spaced batches that have at least some rows together, for what need not be exact.
     *
     * @param least the rows
     */
    Examples sample(long least) {
        int all = matrix.rows() / matrix.batch();
        int some = Math.clamp((least + matrix.batch() - 1) / matrix.batch(), 1, Math.max(1, all));
        if (matrix.isOne() || least >= matrix.rows() || some >= all) {
            return this;
        }
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < some; i++) {
            chosen.add((int) ((long) i * all / some));
        }
        return new Examples(matrix, y, chosen);
    }

    /** The elements of these examples of a tensor that has one for each row. */
    Tensor own(Tensor perRow) {
        if (batches.isEmpty()) {
            return perRow;
        }
        int size = matrix.batch();
        return concatenate(
                0,
                batches.stream()
                        .map(b -> perRow.slice(0, b * size, (b + 1) * size))
                        .toArray(Tensor[]::new));
    }

    @Override
    public int rows() {
        return batches.isEmpty() ? matrix.rows() : batches.size() * matrix.batch();
    }

    @Override
    public int batch() {
        return matrix.batch();
    }

    @Override
    public List<ArrayType> types(int count) {
        return List.of(
                new ArrayType(DType.FLOAT64, Shape.of(count, matrix.columns())),
                y.type().with(Shape.of(count)));
    }

    @Override
    public <R> R read(int from, int count, Function<List<NdArray>, R> use) {
        int start = batches.isEmpty() ? from : batches.get(from / batch()) * batch();
        NdArray target = y.slice(0, start, start + count).array();
        return matrix.read(
                start,
                count,
                values -> use.apply(List.of(NdArray.wrap(Shape.of(count, matrix.columns()), values), target)));
    }
}
