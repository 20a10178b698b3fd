package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.DynamicSlice;
import org.gradus.program.Indexing.DynamicUpdate;
import org.gradus.program.Indexing.RavelIndex;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;
import org.gradus.program.Indexing.TakeSet;

/**
 * Entries of tensors chosen by tensors of indices or by slices.
 *
 * <p>Tensors of indices count from 0; an index out of range, also a negative one, throws when the operation is evaluated,
 * eager or in a program. Nothing is clamped or dropped silently. Slices, which are known in advance, may count from the end.
 * A choice by truth values is {@link Tensors#where(Tensor, Tensor, Tensor)}: no result has a shape that depends on numbers.
 */
public final class Indexing {
    private Indexing() {}

    /**
     * Entries of an axis by index; the axes of the indices take its place.
     *
     * @param x the tensor
     * @param indices whole numbers from 0 to the axis's length − 1, of any shape
     * @param axis the axis, negative from the end
     * @return {@code x.shape[:axis] + indices.shape + x.shape[axis+1:]}
     * @throws ShapeException when an index is out of range
     */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Operations.apply(new Take(Operations.operand(x, "take").shape().axis("take", axis), 0), x, indices);
    }

    /**
     * For each position, the entry along an axis that the index at that position names.
     *
     * @param x the tensor
     * @param indices whole numbers; its shape is x's but along the axis
     * @param axis the axis, negative from the end
     * @return a tensor of the indices' shape
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor takeAlong(Tensor x, Tensor indices, int axis) {
        Operations.operand(indices, "takeAlong");
        int at = Operations.operand(x, "takeAlong").shape().axis("takeAlong", axis);
        boolean fits = x.rank() == indices.rank()
                && x.shape().with(at, 0).equals(indices.shape().with(at, 0));
        if (!fits) {
            throw new ShapeException(
                    "takeAlong: indices " + indices.type() + " do not fit " + x.type() + " along axis " + axis,
                    "give indices that agree with the tensor on every other axis");
        }
        int last = x.rank() - 1;
        int[] order = lastAxis(x.rank(), at);
        Tensor taken = Operations.apply(new Take(last, last), x.transpose(order), indices.transpose(order));
        return taken.transpose(inverse(order));
    }

    /**
     * Zeros to which updates are added by index; the transpose of {@link #take}.
     *
     * @param updates {@code shape[:axis] + indices.shape + shape[axis+1:]} of the result's shape
     * @param indices whole numbers from 0 to size − 1, of any shape
     * @param axis the axis of the result, negative from the end
     * @param size its length
     * @return the sums; entries that no index names are zero
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor scatterAdd(Tensor updates, Tensor indices, int axis, int size) {
        Operations.operand(updates, "scatterAdd");
        int rank = updates.rank() - Operations.operand(indices, "scatterAdd").rank() + 1;
        int at = axis < 0 ? axis + rank : axis;
        boolean fits = at >= 0
                && at < rank
                && updates.shape().slice(at, at + indices.rank()).equals(indices.shape());
        if (!fits) {
            throw new ShapeException(
                    "scatterAdd: updates " + updates.type() + " have not the shape of indices " + indices.type()
                            + " from axis " + axis + " on",
                    "give one update for each index: shape[:axis] + indices.shape + shape[axis+1:] of the result's shape");
        }
        if (size < 0) {
            throw new ShapeException(
                    "scatterAdd: an axis of length " + size + " asked for", "ask for a length of zero or more");
        }
        return Operations.apply(new TakeAdd(at, 0, size), updates, indices);
    }

    /**
     * Part of a tensor by one slice an axis, {@code x[1:4, ::-1, 0]}: as {@link Tensor#slice(Slice...)}.
     *
     * @param x the tensor
     * @param slices at most one for each axis; missing ones keep the whole axis
     * @return the part
     * @throws ShapeException when an index is outside its axis
     */
    public static Tensor slice(Tensor x, Slice... slices) {
        Operations.operand(x, "slice");
        return Slicing.of(x, Arrays.asList(Require.notNull(slices, "slice", "the array of slices")))
                .get(x);
    }

    /**
     * A tensor with the part that slices name replaced, JAX's {@code x.at[...].set(updates)}.
     *
     * @param x the tensor
     * @param updates the new numbers, broadcast to the part; their element type must convert to x's without loss
     * @param slices at most one for each axis; missing ones keep the whole axis
     * @return x with the part replaced
     * @throws ShapeException when an index is outside its axis or the updates do not broadcast to the part
     */
    public static Tensor setSlice(Tensor x, Tensor updates, Slice... slices) {
        Operations.operand(x, "setSlice");
        return Slicing.of(x, Arrays.asList(Require.notNull(slices, "setSlice", "the array of slices")))
                .set(x, updates);
    }

    /**
     * A tensor with updates added to the part that slices name, JAX's {@code x.at[...].add(updates)}.
     *
     * @param x the tensor, of numbers
     * @param updates what is added, broadcast to the part; their element type must convert to x's without loss
     * @param slices at most one for each axis; missing ones keep the whole axis
     * @return x with the updates added
     * @throws ShapeException when an index is outside its axis or the updates do not broadcast to the part
     */
    public static Tensor addSlice(Tensor x, Tensor updates, Slice... slices) {
        Operations.operand(x, "addSlice");
        return Slicing.of(x, Arrays.asList(Require.notNull(slices, "addSlice", "the array of slices")))
                .add(x, updates);
    }

    /**
     * The part of a fixed size that begins at indices known only when the program runs.
     *
     * @param x the tensor
     * @param starts whole numbers {@code [x.rank]}, one an axis
     * @param sizes lengths of the part, one an axis
     * @return a tensor of shape {@code sizes}; its derivative flows to that part of x
     * @throws ShapeException when the part is not inside x; starts are not clamped
     */
    public static Tensor dynamicSlice(Tensor x, Tensor starts, int... sizes) {
        Operations.operand(x, "dynamicSlice");
        List<Integer> lengths = Arrays.stream(Require.notNull(sizes, "dynamicSlice", "the array of sizes"))
                .boxed()
                .toList();
        return Operations.apply(new DynamicSlice(lengths, 0), x, starts);
    }

    /**
     * A tensor with the part replaced that begins at indices known only when the program runs.
     *
     * @param x the tensor
     * @param update the new numbers, of x's rank and element type, no axis longer than x's
     * @param starts whole numbers {@code [x.rank]}, one an axis
     * @return x with the part replaced
     * @throws ShapeException when the part is not inside x; starts are not clamped
     */
    public static Tensor dynamicUpdate(Tensor x, Tensor update, Tensor starts) {
        return Operations.apply(new DynamicUpdate(0), x, update, starts);
    }

    /**
     * Elements of the first axes by one index an axis, NumPy's {@code x[i, j, ...]} with tensors of indices.
     *
     * @param x the tensor
     * @param indices whole numbers, one tensor for each of the first axes of x, broadcast to one shape
     * @return {@code indices.shape + x.shape[number of indices:]}
     * @throws ShapeException when there are more indices than axes, or an index is out of range
     */
    public static Tensor gather(Tensor x, Tensor... indices) {
        Operations.operand(x, "gather");
        Tensor positions = positions("gather", x.shape(), indices);
        return Operations.apply(new Take(0, 0), leading(x, indices.length), positions);
    }

    /**
     * A tensor with updates added at the elements that {@link #gather} would take; where an index occurs more than once, all
     * its updates are added, in order.
     *
     * @param x the tensor, of numbers
     * @param updates broadcast to the shape that {@link #gather} gives; their element type must convert to x's without loss
     * @param indices whole numbers, one tensor for each of the first axes of x, broadcast to one shape
     * @return x with the updates added
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor addAt(Tensor x, Tensor updates, Tensor... indices) {
        Operations.operand(x, "addAt");
        Operations.operand(updates, "addAt");
        Tensor positions = positions("addAt", x.shape(), indices);
        Tensor flat = leading(x, indices.length);
        Shape inner = flat.shape().slice(1, flat.rank());
        Tensor fitted = fitted("addAt", x, updates, positions.shape().concat(inner));
        return flat.plus(Operations.apply(new TakeAdd(0, 0, flat.dim(0)), fitted, positions))
                .reshape(x.shape());
    }

    /**
     * A tensor with the elements replaced that {@link #gather} would take. Where an index occurs more than once the last
     * update in row-major order holds, and only that one has a derivative.
     *
     * @param x the tensor
     * @param updates broadcast to the shape that {@link #gather} gives; their element type must convert to x's without loss
     * @param indices whole numbers, one tensor for each of the first axes of x, broadcast to one shape
     * @return x with the elements replaced
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor setAt(Tensor x, Tensor updates, Tensor... indices) {
        Operations.operand(x, "setAt");
        Operations.operand(updates, "setAt");
        Tensor positions = positions("setAt", x.shape(), indices);
        Tensor flat = leading(x, indices.length);
        Shape inner = flat.shape().slice(1, flat.rank());
        Tensor fitted = fitted("setAt", x, updates, positions.shape().concat(inner));
        return Operations.apply(new TakeSet(0, 0), flat, fitted, positions).reshape(x.shape());
    }

    /**
     * The row-major position of the element that one index an axis names, NumPy's {@code ravel_multi_index}.
     *
     * @param shape the shape in which the indices count
     * @param indices whole numbers, one tensor an axis, broadcast to one shape
     * @return i64 positions from 0 to the shape's size − 1
     * @throws ShapeException when an index is out of range
     */
    public static Tensor ravelIndex(Shape shape, Tensor... indices) {
        Require.notNull(shape, "ravelIndex", "the shape");
        if (Require.notNull(indices, "ravelIndex", "the array of indices").length != shape.rank()) {
            throw new ShapeException(
                    "ravelIndex: " + indices.length + " indices for shape " + shape,
                    "give one tensor of indices for each axis");
        }
        return positions("ravelIndex", shape, indices);
    }

    /**
     * Ones where a last axis counts to the index, zeros elsewhere.
     *
     * @param indices whole numbers from 0 to n − 1, of any shape
     * @param n number of classes
     * @return an f64 tensor of shape {@code indices.shape + [n]}
     * @throws ShapeException when an index is out of range; a wrong label gives no row of zeros
     */
    public static Tensor oneHot(Tensor indices, int n) {
        return oneHot(indices, n, DType.FLOAT64);
    }

    /**
     * Ones where a last axis counts to the index, zeros elsewhere.
     *
     * @param indices whole numbers from 0 to n − 1, of any shape
     * @param n number of classes
     * @param dtype the result's element type
     * @return a tensor of shape {@code indices.shape + [n]}
     * @throws ShapeException when an index is out of range; a wrong label gives no row of zeros
     */
    public static Tensor oneHot(Tensor indices, int n, DType dtype) {
        Operations.operand(indices, "oneHot");
        Require.notNull(dtype, "oneHot", "the element type");
        if (n < 0) {
            throw new ShapeException("oneHot: " + n + " classes asked for", "ask for zero or more");
        }
        Tensor flat = indices.reshape(indices.size(), 1);
        Tensor zeros = Tensors.full(0, new ArrayType(dtype, Shape.of(indices.size(), n)));
        Tensor ones = Tensors.full(1, new ArrayType(dtype, flat.shape()));
        return Operations.apply(new TakeSet(1, 1), zeros, ones, flat)
                .reshape(indices.shape().concat(Shape.of(n)));
    }

    /** The positions along the joined first axes that tensors of indices name. */
    private static Tensor positions(String operation, Shape shape, Tensor... indices) {
        Require.notNull(indices, operation, "the array of indices");
        if (indices.length == 0 || indices.length > shape.rank()) {
            throw new ShapeException(
                    operation + ": " + indices.length + " tensors of indices for shape " + shape + " of " + shape.rank()
                            + " axes",
                    "give from one to as many tensors of indices as there are axes");
        }
        Shape common = Shape.SCALAR;
        for (Tensor index : indices) {
            Operations.operand(index, operation);
            if (!index.dtype().isInteger()) {
                throw new DTypeException(
                        operation + ": takes integer indices, but received " + index.type(),
                        "convert the indices, as in indices.to(DType.INT64); choose by truth values with where");
            }
            common = Operations.broadcastShape(operation, common, index.shape());
        }
        if (indices.length == 1) {
            return indices[0];
        }
        Tensor[] spread = new Tensor[indices.length];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = Operations.broadcast(indices[i], common, indices);
        }
        return Operations.apply(new RavelIndex(shape.asList().subList(0, indices.length)), spread);
    }

    /** The first axes joined to one. */
    private static Tensor leading(Tensor x, int axes) {
        int joined = x.shape().size(0, axes);
        return x.reshape(Shape.of(joined).concat(x.shape().slice(axes, x.rank())));
    }

    /** Updates with the element type of the tensor and the shape of the part that they meet. */
    static Tensor fitted(String operation, Tensor x, Tensor updates, Shape part) {
        if (x.dtype().promote(updates.dtype()) != x.dtype()) {
            throw new DTypeException(
                    operation + ": updates " + updates.type() + " do not convert to " + x.dtype()
                            + " of the tensor without loss",
                    "convert one of them, as in updates.to(DType." + x.dtype().name() + ")");
        }
        boolean fits = Operations.broadcasts(updates.shape(), part)
                && Operations.broadcastShape(operation, updates.shape(), part).equals(part);
        if (!fits) {
            throw new ShapeException(
                    operation + ": updates " + updates.type() + " do not broadcast to the part " + part + " of "
                            + x.type(),
                    "axes are matched from the last; each must be equal or 1");
        }
        return Operations.broadcast(updates.to(x.dtype()), part, x);
    }

    private static int[] lastAxis(int rank, int axis) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order.add(i);
            }
        }
        order.add(axis);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
