package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Contraction;
import org.gradus.program.Control;
import org.gradus.program.Cumulative;
import org.gradus.program.Elementwise;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
import org.gradus.program.Sorting;
import org.gradus.program.Spectral;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Batching.Batched;

/** The rule of batching: an operation done for a whole batch along a new first axis. */
final class BatchRules {
    private BatchRules() {}

    /**
     * Applies the rule.
     *
     * @param op the operation on one example
     * @param inputs its operands, at least one batched
     * @param size the number of examples
     * @return the results, all with the batch as first axis
     */
    static List<Tensor> batch(Op op, List<Batched> inputs, int size) {
        return switch (op) {
            case Elementwise e -> TensorOps.applyAll(e, all(inputs, size));
            case Reduction r -> ReductionBatch.batch(r, inputs);
            case Cumulative c -> CumulativeBatch.batch(c, inputs, size);
            case Sorting s -> SortingBatch.batch(s, inputs, size);
            case Contraction c -> ContractionBatch.batch(c, inputs, size);
            case Structural s -> StructuralBatch.batch(s, inputs, size);
            case Indexing i -> IndexingBatch.batch(i, inputs, size);
            case LinearAlgebra l -> TensorOps.applyAll(l, all(inputs, size));
            case Sampling s -> TensorOps.applyAll(s, all(inputs, size));
            case Spectral s -> SpectralBatch.batch(s, inputs, size);
            case Control c ->
                ControlBatch.batch(c, inputs, size).stream()
                        .map(b -> withBatch(b, size))
                        .toList();
            case Host h -> HostBatch.batch(h, inputs, size);
        };
    }

    /** The value with the batch axis, repeated if it has none, beside others that have it. */
    static Tensor withBatch(Batched value, int size, Batched... beside) {
        if (value.batched()) {
            return value.tensor();
        }
        Shape shape = value.tensor().shape();
        Op spread = new Structural.Broadcast(shape.insert(0, size), shift(shape.axes("vmap")));
        List<Value> neighbors =
                Arrays.stream(beside).map(b -> b.tensor().value()).toList();
        return Tensor.of(Trace.applyBeside(spread, value.tensor().value(), neighbors));
    }

    /** All operands with the batch axis. */
    static List<Tensor> all(List<Batched> inputs, int size) {
        Batched[] beside = inputs.stream().filter(Batched::batched).toArray(Batched[]::new);
        return inputs.stream().map(b -> withBatch(b, size, beside)).toList();
    }

    /** Axes after one more before them. */
    static List<Integer> shift(List<Integer> axes) {
        return axes.stream().map(a -> a + 1).toList();
    }

    /** One number more at the front. */
    static List<Integer> prepend(int first, List<Integer> rest) {
        List<Integer> list = new ArrayList<>(rest);
        list.add(0, first);
        return list;
    }
}
