package org.gradus.transform;

import java.util.List;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Reductions done for a batch along a new first axis. */
final class ReductionBatch {
    private ReductionBatch() {}

    static List<Tensor> batch(Reduction op, List<Batched> inputs) {
        return TensorOps.applyAll(shifted(op), List.of(inputs.getFirst().tensor()));
    }

    private static Op shifted(Reduction op) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) -> new Reduction.Reduce(function, BatchRules.shift(axes));
            case Reduction.ArgMax(int axis) -> new Reduction.ArgMax(axis + 1);
            case Reduction.ArgMin(int axis) -> new Reduction.ArgMin(axis + 1);
            case Reduction.WindowArgMax w -> w;
            case Reduction.LogSoftmax(int axis) -> new Reduction.LogSoftmax(axis + 1);
        };
    }
}
