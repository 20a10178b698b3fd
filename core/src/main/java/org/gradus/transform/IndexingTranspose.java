package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Indexing;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;

/** Transposes of indexing, which is linear in all operands but the indices. */
final class IndexingTranspose {
    private IndexingTranspose() {}

    static List<Tensor> transpose(Indexing op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        Shape shape = types.getFirst().shape();
        return switch (op) {
            case Indexing.Take(int axis, int batch) ->
                unary(TensorOps.apply(new Indexing.TakeAdd(axis, batch, shape.dim(axis)), ct, inputs.get(1)));
            case Indexing.TakeAdd(int axis, int batch, int _) ->
                unary(TensorOps.apply(new Indexing.Take(axis, batch), ct, inputs.get(1)));
            case Indexing.TakeSet set -> takeSet(set, inputs, types, ct);
            case Indexing.DynamicSlice(var _, int batch) -> {
                Tensor zeros = Tensors.full(0, ct.type().with(shape));
                yield unary(TensorOps.apply(new Indexing.DynamicUpdate(batch), zeros, ct, inputs.get(1)));
            }
            case Indexing.DynamicUpdate(int batch) -> {
                ArrayType part = types.get(1);
                Tensor starts = inputs.get(2);
                List<Integer> sizes =
                        part.shape().slice(batch, part.shape().rank()).asList();
                Tensor x = inputs.get(0) != null ? null : TensorOps.apply(op, ct, Tensors.full(0, part), starts);
                Tensor update = inputs.get(1) != null
                        ? null
                        : TensorOps.apply(new Indexing.DynamicSlice(sizes, batch), ct, starts);
                yield Arrays.asList(x, update, null);
            }
            case Indexing.RavelIndex _ -> throw TransposeRules.notLinear(op);
        };
    }

    private static List<Tensor> unary(Tensor cotangent) {
        return Arrays.asList(cotangent, null);
    }

    /** Replaced entries of x have no influence; of updates with equal indices only the last has. */
    private static List<Tensor> takeSet(Indexing.TakeSet op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        Tensor indices = inputs.get(2);
        ArrayType updates = types.get(1);
        Tensor x = inputs.get(0) != null ? null : TensorOps.apply(op, ct, Tensors.full(0, updates), indices);
        if (inputs.get(1) != null) {
            return Arrays.asList(x, null, null);
        }
        Tensor taken = TensorOps.apply(new Indexing.Take(op.axis(), op.batch()), ct, indices);
        Tensor kept = TensorOps.select(
                spread(last(op, indices, types.getFirst().shape().dim(op.axis())), op, updates.shape()),
                taken,
                Tensors.zerosLike(taken));
        return Arrays.asList(x, kept, null);
    }

    /** Whether no later index is equal, for each index: positions are set in order, and each looks whose remained. */
    private static Tensor last(Indexing.TakeSet op, Tensor indices, int length) {
        Shape shape = indices.shape();
        int batch = op.batch();
        long[] numbers = new long[shape.size(batch, shape.rank())];
        Arrays.setAll(numbers, i -> i);
        Shape chosen = shape.slice(batch, shape.rank());
        Tensor own = Tensor.of(new Concrete(NdArray.wrap(chosen, numbers)));
        List<Integer> axes = shape.axes("take_set").subList(batch, shape.rank());
        Tensor positions = TensorOps.apply(new Structural.Broadcast(shape, axes), own);
        Shape line = shape.slice(0, batch).concat(Shape.of(length));
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, line));
        Tensor holders = TensorOps.apply(new Indexing.TakeSet(batch, batch), none, positions, indices);
        Tensor held = TensorOps.apply(new Indexing.Take(batch, batch), holders, indices);
        return TensorOps.apply(new Elementwise.Compare(Comparison.EQ), held, positions);
    }

    /** Repeats what is known of each index over the axes that updates have besides. */
    private static Tensor spread(Tensor ofIndices, Indexing.TakeSet op, Shape updates) {
        int batch = op.batch();
        List<Integer> axes = updates.axes("take_set");
        List<Integer> kept = new ArrayList<>(axes.subList(0, batch));
        kept.addAll(axes.subList(op.axis(), op.axis() + ofIndices.rank() - batch));
        return TensorOps.apply(new Structural.Broadcast(updates, kept), ofIndices);
    }
}
