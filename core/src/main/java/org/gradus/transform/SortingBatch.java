package org.gradus.transform;

import java.util.List;
import org.gradus.program.Sorting;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Operations that find the order of elements, done for a batch along a new first axis. */
final class SortingBatch {
    private SortingBatch() {}

    static List<Tensor> batch(Sorting op, List<Batched> inputs, int size) {
        return switch (op) {
            case Sorting.ArgSort(int axis, int count, boolean descending) ->
                TensorOps.applyAll(new Sorting.ArgSort(axis + 1, count, descending), BatchRules.all(inputs, size));
            case Sorting.SearchSorted(int batch, boolean right) -> {
                boolean shared = batch == 0 && !inputs.getFirst().batched();
                yield shared
                        ? TensorOps.applyAll(
                                op, inputs.stream().map(Batched::tensor).toList())
                        : TensorOps.applyAll(new Sorting.SearchSorted(batch + 1, right), BatchRules.all(inputs, size));
            }
            case Sorting.SegmentArg(var extreme, int batch, int segments) ->
                TensorOps.applyAll(new Sorting.SegmentArg(extreme, batch + 1, segments), BatchRules.all(inputs, size));
        };
    }
}
