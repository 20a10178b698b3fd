package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.program.Indexing;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Indexing done for a batch along a new first axis. */
final class IndexingBatch {
    private IndexingBatch() {}

    static List<Tensor> batch(Indexing op, List<Batched> inputs, int size) {
        return switch (op) {
            case Indexing.Take(int axis, int batch) -> {
                boolean shared = batch == 0 && !inputs.getLast().batched();
                yield taken(new Indexing.Take(axis + 1, shared ? 0 : batch + 1), inputs, shared, size);
            }
            case Indexing.TakeAdd(int axis, int batch, int length) -> {
                boolean shared = batch == 0 && !inputs.getLast().batched();
                yield taken(new Indexing.TakeAdd(axis + 1, shared ? 0 : batch + 1, length), inputs, shared, size);
            }
            case Indexing.TakeSet(int axis, int batch) -> {
                boolean shared = batch == 0 && !inputs.getLast().batched();
                yield taken(new Indexing.TakeSet(axis + 1, shared ? 0 : batch + 1), inputs, shared, size);
            }
            case Indexing.DynamicSlice(var sizes, int batch) ->
                taken(new Indexing.DynamicSlice(sizes, batch + 1), inputs, false, size);
            case Indexing.DynamicUpdate(int batch) -> taken(new Indexing.DynamicUpdate(batch + 1), inputs, false, size);
            case Indexing.RavelIndex _ -> TensorOps.applyAll(op, BatchRules.all(inputs, size));
        };
    }

    /** With the batch axis on all operands, but on indices that all examples share. */
    private static List<Tensor> taken(Op op, List<Batched> inputs, boolean sharedIndices, int size) {
        if (!sharedIndices) {
            return TensorOps.applyAll(op, BatchRules.all(inputs, size));
        }
        List<Tensor> operands = new ArrayList<>(BatchRules.all(inputs.subList(0, inputs.size() - 1), size));
        operands.add(inputs.getLast().tensor());
        return TensorOps.applyAll(op, operands);
    }
}
