package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Layout;
import org.gradus.program.Structural;

/** Moves elements by strides; splats stay splats where the result has equal elements. */
final class StructuralEvaluation {
    private StructuralEvaluation() {}

    static NdArray evaluate(Structural op, ArrayType type, List<NdArray> inputs) {
        NdArray x = inputs.getFirst();
        return switch (op) {
            case Structural.Reshape(Shape shape) -> x.reshape(shape);
            case Structural.Transpose(var permutation) -> transpose(x, permutation, type);
            case Structural.Broadcast(var _, var axes) -> broadcast(x, axes, type);
            case Structural.Concatenate(int axis) -> concatenate(inputs, axis, type);
            case Structural.Slice s -> slice(x, s, type);
            case Structural.Pad p -> pad(x, p, type);
            case Structural.Reverse(var axes) -> reverse(x, axes, type);
            case Structural.Triangle(boolean lower, int diagonal) -> triangle(x, lower, diagonal);
        };
    }

    private static NdArray gathered(NdArray x, int offset, int[] strides, ArrayType type) {
        Object out = type.dtype().allocate(type.shape().size());
        Layout.gather(x.dense(), offset, strides, out, type.shape().dims());
        return NdArray.of(type, out);
    }

    private static NdArray transpose(NdArray x, List<Integer> permutation, ArrayType type) {
        if (x.isSplat()) {
            return NdArray.splat(type, x.stored());
        }
        int[] own = x.shape().strides();
        int[] strides = new int[own.length];
        for (int i = 0; i < own.length; i++) {
            strides[i] = own[permutation.get(i)];
        }
        return gathered(x, 0, strides, type);
    }

    private static NdArray broadcast(NdArray x, List<Integer> axes, ArrayType type) {
        if (x.isSplat() || x.size() == 1) {
            return NdArray.splat(type, x.stored());
        }
        int[] strides = new int[type.shape().rank()];
        int[] own = x.shape().strides();
        for (int i = 0; i < own.length; i++) {
            strides[axes.get(i)] = own[i];
        }
        return gathered(x, 0, strides, type);
    }

    private static NdArray concatenate(List<NdArray> inputs, int axis, ArrayType type) {
        Object out = type.dtype().allocate(type.shape().size());
        int[] strides = type.shape().strides();
        int offset = 0;
        for (NdArray part : inputs) {
            Layout.scatter(part.dense(), out, offset, strides, part.shape().dims());
            offset += part.shape().dim(axis) * strides[axis];
        }
        return NdArray.of(type, out);
    }

    private static NdArray slice(NdArray x, Structural.Slice op, ArrayType type) {
        if (x.isSplat()) {
            return NdArray.splat(type, x.stored());
        }
        int[] strides = x.shape().strides();
        int offset = 0;
        for (int i = 0; i < strides.length; i++) {
            offset += op.starts().get(i) * strides[i];
            strides[i] *= op.strides().get(i);
        }
        return gathered(x, offset, strides, type);
    }

    private static NdArray pad(NdArray x, Structural.Pad op, ArrayType type) {
        Object out = type.dtype().allocate(type.shape().size());
        int[] strides = type.shape().strides();
        int offset = 0;
        for (int i = 0; i < strides.length; i++) {
            offset += op.low().get(i) * strides[i];
            strides[i] *= op.interior().get(i) + 1;
        }
        if (x.size() > 0) {
            Layout.scatter(x.dense(), out, offset, strides, x.shape().dims());
        }
        return NdArray.of(type, out);
    }

    private static NdArray reverse(NdArray x, List<Integer> axes, ArrayType type) {
        if (x.isSplat()) {
            return x;
        }
        int[] strides = x.shape().strides();
        int offset = 0;
        for (int axis : axes) {
            offset += (x.shape().dim(axis) - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return gathered(x, offset, strides, type);
    }

    private static NdArray triangle(NdArray x, boolean lower, int diagonal) {
        Shape shape = x.shape();
        int rows = shape.dim(shape.rank() - 2);
        int columns = shape.dim(shape.rank() - 1);
        Object out = x.dtype().allocate(shape.size());
        Object in = x.dense();
        for (int row = 0; row < shape.size() / Math.max(1, columns); row++) {
            long boundary = (long) row % Math.max(1, rows) + diagonal;
            int from = lower ? 0 : Math.clamp(boundary, 0, columns);
            int to = lower ? Math.clamp(boundary + 1, 0, columns) : columns;
            System.arraycopy(in, row * columns + from, out, row * columns + from, to - from);
        }
        return NdArray.wrap(shape, out);
    }
}
