package org.gradus.transform;

import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Op;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Moves of elements done for a batch along a new first axis. */
final class StructuralBatch {
    private StructuralBatch() {}

    static List<Tensor> batch(Structural op, List<Batched> inputs, int size) {
        return TensorOps.applyAll(shifted(op, size), BatchRules.all(inputs, size));
    }

    private static Op shifted(Structural op, int size) {
        return switch (op) {
            case Structural.Reshape(Shape shape) -> new Structural.Reshape(shape.insert(0, size));
            case Structural.Transpose(var permutation) ->
                new Structural.Transpose(BatchRules.prepend(0, BatchRules.shift(permutation)));
            case Structural.Broadcast(Shape shape, var axes) ->
                new Structural.Broadcast(shape.insert(0, size), BatchRules.prepend(0, BatchRules.shift(axes)));
            case Structural.Concatenate(int axis) -> new Structural.Concatenate(axis + 1);
            case Structural.Slice s ->
                new Structural.Slice(
                        BatchRules.prepend(0, s.starts()),
                        BatchRules.prepend(size, s.limits()),
                        BatchRules.prepend(1, s.strides()));
            case Structural.Pad p ->
                new Structural.Pad(
                        BatchRules.prepend(0, p.low()),
                        BatchRules.prepend(0, p.high()),
                        BatchRules.prepend(0, p.interior()));
            case Structural.Reverse(var axes) -> new Structural.Reverse(BatchRules.shift(axes));
            case Structural.Triangle t -> t;
        };
    }
}
