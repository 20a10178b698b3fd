package org.gradus.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;

/** Result types of operations that move elements. */
final class StructuralTypes {
    private StructuralTypes() {}

    static ArrayType infer(Structural op, List<ArrayType> inputs) {
        ArrayType x = inputs.getFirst();
        return x.with(
                switch (op) {
                    case Structural.Reshape(Shape shape) -> reshape(x, shape);
                    case Structural.Transpose(var permutation) -> transpose(x, permutation);
                    case Structural.Broadcast(Shape shape, var axes) -> broadcast(x, shape, axes);
                    case Structural.Concatenate(int axis) -> concatenate(inputs, axis);
                    case Structural.Slice s -> slice(x, s);
                    case Structural.Pad p -> pad(x, p);
                    case Structural.Reverse(var axes) -> reverse(op, x, axes);
                    case Structural.Triangle _ -> matrix(op, x);
                });
    }

    private static Shape reshape(ArrayType x, Shape shape) {
        if (x.shape().size() != shape.size()) {
            throw new ShapeException(
                    "reshape: " + x + " of " + x.shape().size() + " elements does not fill " + shape + " of "
                            + shape.size(),
                    "give a shape with the same number of elements");
        }
        return shape;
    }

    private static Shape transpose(ArrayType x, List<Integer> permutation) {
        if (permutation.size() != x.shape().rank()
                || !new HashSet<>(permutation).containsAll(x.shape().axes("transpose"))) {
            throw new ShapeException(
                    "transpose: " + permutation + " is not an order of the axes of " + x,
                    "name each axis from 0 to " + (x.shape().rank() - 1) + " once");
        }
        return Shape.of(permutation.stream().map(x.shape()::dim).toList());
    }

    private static Shape broadcast(ArrayType x, Shape shape, List<Integer> axes) {
        boolean fits = axes.size() == x.shape().rank();
        for (int i = 0; fits && i < axes.size(); i++) {
            int axis = axes.get(i);
            fits = axis >= 0
                    && axis < shape.rank()
                    && (i == 0 || axes.get(i - 1) < axis)
                    && shape.dim(axis) == x.shape().dim(i);
        }
        if (!fits) {
            throw new ShapeException(
                    "broadcast: " + x + " does not spread over " + shape + " by axes " + axes,
                    "give each axis of the operand an axis of the same length in the result");
        }
        return shape;
    }

    private static Shape concatenate(List<ArrayType> inputs, int axis) {
        ArrayType first = inputs.getFirst();
        Types.demandAxis(new Structural.Concatenate(axis), first, axis, 0);
        long length = 0;
        for (ArrayType type : inputs) {
            boolean fits = type.shape().rank() == first.shape().rank()
                    && type.shape().with(axis, 0).equals(first.shape().with(axis, 0))
                    && type.dtype() == first.dtype();
            if (!fits) {
                throw new ShapeException(
                        "concatenate: " + first + " and " + type + " differ on another axis than " + axis,
                        "give operands that agree on every other axis and on the element type");
            }
            length += type.shape().dim(axis);
        }
        return first.shape().with(axis, length(length));
    }

    private static Shape slice(ArrayType x, Structural.Slice op) {
        int rank = x.shape().rank();
        boolean fits = op.starts().size() == rank
                && op.limits().size() == rank
                && op.strides().size() == rank;
        List<Integer> dims = new ArrayList<>();
        for (int i = 0; fits && i < rank; i++) {
            int start = op.starts().get(i);
            int limit = op.limits().get(i);
            int stride = op.strides().get(i);
            fits = 0 <= start && start <= limit && limit <= x.shape().dim(i) && stride >= 1;
            dims.add(fits && limit > start ? (limit - start - 1) / stride + 1 : 0);
        }
        if (!fits) {
            throw new ShapeException(
                    "slice: " + op.attributes() + " is not inside " + x,
                    "keep 0 <= start <= limit <= length on every axis, and steps of one or more");
        }
        return Shape.of(dims);
    }

    private static Shape pad(ArrayType x, Structural.Pad op) {
        int rank = x.shape().rank();
        boolean fits = op.low().size() == rank
                && op.high().size() == rank
                && op.interior().size() == rank;
        List<Integer> dims = new ArrayList<>();
        for (int i = 0; fits && i < rank; i++) {
            int n = x.shape().dim(i);
            int between = op.interior().get(i);
            fits = op.low().get(i) >= 0 && op.high().get(i) >= 0 && between >= 0;
            dims.add(
                    fits
                            ? length((long) op.low().get(i)
                                    + n
                                    + Math.max(0, n - 1L) * between
                                    + op.high().get(i))
                            : 0);
        }
        if (!fits) {
            throw new ShapeException(
                    "pad: " + op.attributes() + " does not fit " + x, "give one count of zero or more for each axis");
        }
        return Shape.of(dims);
    }

    private static Shape reverse(Op op, ArrayType x, List<Integer> axes) {
        int from = 0;
        for (int axis : axes) {
            Types.demandAxis(op, x, axis, from);
            from = axis + 1;
        }
        return x.shape();
    }

    private static int length(long length) {
        if (length > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "shape: axis length " + length + " is more than 2^31-1", "split the array into smaller ones");
        }
        return (int) length;
    }

    private static Shape matrix(Op op, ArrayType x) {
        if (x.shape().rank() < 2) {
            throw new ShapeException(
                    op.mnemonic() + ": " + x + " is not a matrix", "give an operand with two or more axes");
        }
        return x.shape();
    }
}
