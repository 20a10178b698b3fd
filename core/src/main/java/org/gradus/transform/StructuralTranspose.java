package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;

/** Transposes of moves of elements. */
final class StructuralTranspose {
    private StructuralTranspose() {}

    static List<Tensor> transpose(Structural op, List<ArrayType> types, Tensor ct) {
        Shape shape = types.getFirst().shape();
        return switch (op) {
            case Structural.Reshape _ -> TransposeRules.one(ct.reshape(shape));
            case Structural.Transpose(var permutation) -> {
                int[] inverse = new int[permutation.size()];
                for (int i = 0; i < inverse.length; i++) {
                    inverse[permutation.get(i)] = i;
                }
                yield TransposeRules.one(ct.transpose(inverse));
            }
            case Structural.Broadcast(Shape spread, var axes) -> {
                List<Integer> added = new ArrayList<>(spread.axes("broadcast"));
                added.removeAll(axes);
                yield TransposeRules.one(TensorOps.sum(ct, added));
            }
            case Structural.Concatenate(int axis) -> {
                List<Tensor> parts = new ArrayList<>();
                int from = 0;
                for (ArrayType type : types) {
                    int length = type.shape().dim(axis);
                    parts.add(ct.slice(axis, from, from + length));
                    from += length;
                }
                yield parts;
            }
            case Structural.Slice s -> TransposeRules.one(unslice(s, shape, ct));
            case Structural.Pad p -> TransposeRules.one(unpad(p, shape, ct));
            case Structural.Reverse r -> TransposeRules.one(TensorOps.apply(r, ct));
            case Structural.Triangle t -> TransposeRules.one(TensorOps.apply(t, ct));
        };
    }

    private static Tensor unslice(Structural.Slice op, Shape shape, Tensor ct) {
        List<Integer> high = new ArrayList<>();
        List<Integer> interior = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            int stride = op.strides().get(i);
            int length = ct.shape().dim(i);
            int last = op.starts().get(i) + (length == 0 ? 0 : (length - 1) * stride + 1);
            interior.add(stride - 1);
            high.add(shape.dim(i) - last);
        }
        return TensorOps.apply(new Structural.Pad(op.starts(), high, interior), ct);
    }

    private static Tensor unpad(Structural.Pad op, Shape shape, Tensor ct) {
        List<Integer> limits = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            int stride = op.interior().get(i) + 1;
            int length = shape.dim(i);
            strides.add(stride);
            limits.add(op.low().get(i) + (length == 0 ? 0 : (length - 1) * stride + 1));
        }
        return TensorOps.apply(new Structural.Slice(op.low(), limits, strides), ct);
    }
}
