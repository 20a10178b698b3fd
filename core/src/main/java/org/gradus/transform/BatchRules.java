package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Elementwise;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
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
            case Reduction r -> one(shifted(r), inputs);
            case MatMul m -> List.of(matmul(m, inputs.get(0), inputs.get(1), size));
            case Structural s -> TensorOps.applyAll(structural(s, size), all(inputs, size));
            case Indexing i -> List.of(indexing(i, inputs.get(0), inputs.get(1), size));
            case LinearAlgebra l -> TensorOps.applyAll(l, all(inputs, size));
            case Sampling s -> one(s, inputs);
            case Host h -> host(h, all(inputs, size), size);
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

    private static List<Tensor> all(List<Batched> inputs, int size) {
        Batched[] beside = inputs.stream().filter(Batched::batched).toArray(Batched[]::new);
        return inputs.stream().map(b -> withBatch(b, size, beside)).toList();
    }

    private static List<Tensor> one(Op op, List<Batched> inputs) {
        return List.of(TensorOps.apply(op, inputs.getFirst().tensor()));
    }

    private static List<Integer> shift(List<Integer> axes) {
        return axes.stream().map(a -> a + 1).toList();
    }

    private static List<Integer> prepend(int first, List<Integer> rest) {
        List<Integer> list = new ArrayList<>(rest);
        list.add(0, first);
        return list;
    }

    private static Op shifted(Reduction op) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) -> new Reduction.Reduce(function, shift(axes));
            case Reduction.ArgMax(int axis) -> new Reduction.ArgMax(axis + 1);
            case Reduction.LogSoftmax(int axis) -> new Reduction.LogSoftmax(axis + 1);
        };
    }

    private static Op structural(Structural op, int size) {
        return switch (op) {
            case Structural.Reshape(Shape shape) -> new Structural.Reshape(shape.insert(0, size));
            case Structural.Transpose(var permutation) -> new Structural.Transpose(prepend(0, shift(permutation)));
            case Structural.Broadcast(Shape shape, var axes) ->
                new Structural.Broadcast(shape.insert(0, size), prepend(0, shift(axes)));
            case Structural.Concatenate(int axis) -> new Structural.Concatenate(axis + 1);
            case Structural.Slice s ->
                new Structural.Slice(prepend(0, s.starts()), prepend(size, s.limits()), prepend(1, s.strides()));
            case Structural.Pad p ->
                new Structural.Pad(prepend(0, p.low()), prepend(0, p.high()), prepend(0, p.interior()));
            case Structural.Triangle t -> t;
        };
    }

    private static Tensor matmul(MatMul op, Batched left, Batched right, int size) {
        Tensor a = left.tensor();
        Tensor b = right.tensor();
        boolean oneProduct = left.batched() && !right.batched() && b.rank() == 2 && !op.transposeLeft();
        if (oneProduct) {
            Shape s = a.shape();
            Tensor flat = a.reshape(Shape.of(s.dim(0) * s.dim(1), s.dim(2)));
            Tensor product = TensorOps.apply(op, flat, b);
            return product.reshape(Shape.of(s.dim(0), s.dim(1), product.shape().dim(1)));
        }
        return TensorOps.apply(op, withBatch(left, size, right), withBatch(right, size, left));
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
        Tensor index = shared ? indices.tensor() : withBatch(indices, size, x);
        return TensorOps.apply(batched, withBatch(x, size, indices), index);
    }

    /** Java code is called once an example. */
    private static List<Tensor> host(Host op, List<Tensor> inputs, int size) {
        List<List<Tensor>> results = new ArrayList<>();
        op.outputs().forEach(_ -> results.add(new ArrayList<>()));
        for (int i = 0; i < size; i++) {
            int example = i;
            List<Tensor> outputs = TensorOps.applyAll(
                    op, inputs.stream().map(t -> t.get(example)).toList());
            for (int k = 0; k < outputs.size(); k++) {
                results.get(k).add(outputs.get(k));
            }
        }
        List<Tensor> stacked = new ArrayList<>();
        for (int k = 0; k < results.size(); k++) {
            ArrayType type = op.outputs().get(k);
            stacked.add(
                    size == 0
                            ? Tensors.full(0, type.with(type.shape().insert(0, 0)))
                            : Tensors.stack(0, results.get(k)));
        }
        return stacked;
    }
}
