package org.gradus.solve;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;

/**
 * Sums over rows that need not fit in memory, as differentiable operations:
 *
 * <pre>
 * F(p, h) = Σ_b f(p, h_b, rows_b)
 * </pre>
 *
 * over batches b of rows, where p is whatever tensors f captures, and h has an element for each row. The function is recorded
 * once on a batch's shapes. A derivative of any order and mode is again a sum over batches, of the derivative of f, so it
 * too takes the memory of a few batches, whatever the number of rows: nothing is kept from the pass that computed the value,
 * and a derivative computes again what it needs of f, while the batch is at hand.
 *
 * <p>Batches run on several threads, and are added in the order of the rows: the bits depend on the rows and the batches
 * alone, not on the threads, nor on where the rows are kept.
 *
 * <p>{@code BatchedSum.of(rows, List.of(weights), (batch, own) -> f)} gives {@code f} the arrays of a batch and the elements of
 * {@code weights} that belong to its rows.
 */
public final class BatchedSum {
    private BatchedSum() {}

    /**
     * The sum of a function over all batches.
     *
     * @param rows the rows
     * @param perRow tensors whose first axis is the rows', which are cut into batches with them
     * @param f a batch's arrays and its parts of {@code perRow} ↦ a tensor of a shape that does not depend on the batch;
     *     it may use any other tensors, and derivatives flow through these and through {@code perRow}
     * @return the sum
     * @throws ArgumentException when there are no rows
     * @throws ShapeException when a tensor of {@code perRow} has another number of rows
     */
    public static Tensor of(RowSource rows, List<Tensor> perRow, Fn2<List<Tensor>, List<Tensor>, Tensor> f) {
        List<Tensor> parts = parts(rows, perRow, f, false);
        return parts.size() == 1 ? parts.getFirst() : parts.get(0).plus(parts.get(1));
    }

    /**
     * A function's results for all batches, one after the other.
     *
     * @param rows the rows
     * @param perRow tensors whose first axis is the rows', which are cut into batches with them
     * @param f a batch's arrays and its parts of {@code perRow} ↦ a tensor whose first axis is that of the batch's rows
     * @return a tensor whose first axis is that of all rows
     * @throws ArgumentException when there are no rows
     * @throws ShapeException when a tensor has another number of rows
     */
    public static Tensor map(RowSource rows, List<Tensor> perRow, Fn2<List<Tensor>, List<Tensor>, Tensor> f) {
        List<Tensor> parts = parts(rows, perRow, f, true);
        return parts.size() == 1 ? parts.getFirst() : Tensors.concatenate(0, parts.get(0), parts.get(1));
    }

    /** All full batches, and the rest. */
    private static List<Tensor> parts(
            RowSource rows, List<Tensor> perRow, Fn2<List<Tensor>, List<Tensor>, Tensor> f, boolean byRow) {
        Require.notNull(f, "batched sum", "the function");
        int n = rows.rows();
        if (n == 0) {
            throw new ArgumentException("batched sum: there are no rows", "give one row or more");
        }
        for (Tensor tensor : perRow) {
            if (tensor.rank() == 0 || tensor.dim(0) != n) {
                throw new ShapeException(
                        "batched sum: a tensor " + tensor.type() + " for " + n + " rows",
                        "give tensors with one element a row on the first axis");
            }
        }
        int full = n / rows.batch();
        List<Tensor> parts = new ArrayList<>();
        if (full > 0) {
            parts.add(part(rows, 0, rows.batch(), full, perRow, f, byRow));
        }
        int rest = n - full * rows.batch();
        if (rest > 0) {
            parts.add(part(rows, full * rows.batch(), rest, 1, perRow, f, byRow));
        }
        return parts;
    }

    private static Tensor part(
            RowSource rows,
            int from,
            int batch,
            int count,
            List<Tensor> perRow,
            Fn2<List<Tensor>, List<Tensor>, Tensor> f,
            boolean byRow) {
        Recorder.Recording recorded = record(rows.types(batch), batch, perRow, f);
        int data = rows.types(batch).size();
        List<Boolean> cut = new ArrayList<>();
        List<Value> operands = new ArrayList<>();
        for (Tensor tensor : perRow) {
            cut.add(true);
            boolean whole = from == 0 && batch * count == tensor.dim(0);
            operands.add((whole ? tensor : tensor.slice(0, from, from + batch * count)).value());
        }
        for (Value value : recorded.captured()) {
            cut.add(false);
            operands.add(value);
        }
        ArrayType type = recorded.program().outputTypes().getFirst();
        if (byRow && (type.shape().rank() == 0 || type.shape().dim(0) != batch)) {
            throw new ShapeException(
                    "batched map: a result " + type + " of " + batch + " rows", "return one element for each row");
        }
        BatchedRules.Batches batches = new BatchedRules.Batches(rows, data, from, batch, count);
        return new BatchedRules(batches, recorded.program(), cut, List.of(byRow))
                .apply(operands)
                .getFirst();
    }

    private static Recorder.Recording record(
            List<ArrayType> data, int batch, List<Tensor> perRow, Fn2<List<Tensor>, List<Tensor>, Tensor> f) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> read = new ArrayList<>();
            data.forEach(type -> read.add(Tensor.of(recorder.input(type, ""))));
            List<Tensor> own = new ArrayList<>();
            for (Tensor tensor : perRow) {
                ArrayType type = tensor.type();
                own.add(Tensor.of(recorder.input(type.with(type.shape().with(0, batch)), "")));
            }
            return recorder.finish(List.of(f.apply(read, own).value()));
        }
    }
}
