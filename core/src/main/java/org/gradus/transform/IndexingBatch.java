package org.gradus.transform;

import java.util.List;
import org.gradus.program.Indexing;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Indexing done for a batch along a new first axis. */
final class IndexingBatch {
    private IndexingBatch() {}

    static List<Tensor> batch(Indexing op, List<Batched> inputs, int size) {
        return List.of(indexing(op, inputs.get(0), inputs.get(1), size));
    }

    private static Tensor indexing(Indexing op, Batched x, Batched indices, int size) {
        boolean shared = !indices.batched()
                && switch (op) {
                    case Indexing.Take take -> take.batch() == 0;
                    case Indexing.TakeAdd add -> add.batch() == 0;
                };
        int batch = shared ? 0 : 1;
        Op batched = switch (op) {
            case Indexing.Take(int axis, int own) -> new Indexing.Take(axis + 1, own + batch);
            case Indexing.TakeAdd(int axis, int own, int length) -> new Indexing.TakeAdd(axis + 1, own + batch, length);
        };
        Tensor index = shared ? indices.tensor() : BatchRules.withBatch(indices, size, x);
        return TensorOps.apply(batched, BatchRules.withBatch(x, size, indices), index);
    }
}
