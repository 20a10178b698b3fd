package org.gradus.kernel;

import java.util.Arrays;
import org.gradus.error.ShapeException;

/**
 * Moves of elements: strided copies, which are transpositions, broadcasts, slices, reversals, paddings and
 * concatenations; and rows taken by index.
 *
 * <p>Arrays are of one of the five types, source and target of the same. A contiguous array lies in row-major order.
 */
public final class Layout {
    private Layout() {}

    /**
     * out[i] = src[srcOffset + Σ_d i_d·srcStrides[d]] for all indices i of the shape.
     *
     * @param src the source
     * @param srcOffset the position of the element of index 0
     * @param srcStrides steps in the source, a dimension each; 0 repeats, negative reverses
     * @param out receives the elements contiguously; not src
     * @param shape the sizes
     */
    public static void gather(Object src, int srcOffset, int[] srcStrides, Object out, int[] shape) {
        if (Kinds.differ(src, out)) {
            throw Kinds.unsupported("gather", src, out);
        }
        StridedMove.of(shape, srcStrides, contiguous(shape)).copy(src, srcOffset, out, 0, true);
    }

    /**
     * out[outOffset + Σ_d i_d·outStrides[d]] = src[i] for all indices i of the shape; other elements stay.
     *
     * @param src the source, contiguous
     * @param out the target; not src
     * @param outOffset the position of the element of index 0
     * @param outStrides steps in the target, a dimension each; no two indices may meet in one position
     * @param shape the sizes
     */
    public static void scatter(Object src, Object out, int outOffset, int[] outStrides, int[] shape) {
        if (Kinds.differ(src, out)) {
            throw Kinds.unsupported("scatter", src, out);
        }
        StridedMove.of(shape, contiguous(shape), outStrides).copy(src, 0, out, outOffset, false);
    }

    /**
     * out[outOffset + Σ_d i_d·outStrides[d]] = src[srcOffset + Σ_d i_d·srcStrides[d]] for all indices i of the shape; other
     * elements stay.
     *
     * @param src the source
     * @param srcOffset the position of the element of index 0
     * @param srcStrides steps in the source, a dimension each
     * @param out the target; not src
     * @param outOffset the position of the element of index 0
     * @param outStrides steps in the target, a dimension each; no two indices may meet in one position
     * @param shape the sizes
     */
    public static void move(
            Object src, int srcOffset, int[] srcStrides, Object out, int outOffset, int[] outStrides, int[] shape) {
        if (Kinds.differ(src, out)) {
            throw Kinds.unsupported("move", src, out);
        }
        StridedMove.of(shape, srcStrides, outStrides).copy(src, srcOffset, out, outOffset, false);
    }

    /**
     * out[outOffset + Σ_d i_d·outStrides[d]] += src[i] for all indices i of the shape, in an order that depends on
     * shape and strides alone. Indices may meet (stride 0 sums a dimension).
     *
     * @param src the source, contiguous: double[], float[], int[] or long[]
     * @param out the target; not src
     * @param outOffset the position of the element of index 0
     * @param outStrides steps in the target, a dimension each
     * @param shape the sizes
     */
    public static void scatterAdd(Object src, Object out, int outOffset, int[] outStrides, int[] shape) {
        if (Kinds.differ(src, out) || src instanceof boolean[]) {
            throw Kinds.unsupported("scatterAdd", src, out);
        }
        StridedMove.of(shape, contiguous(shape), outStrides).add(src, 0, out, outOffset);
    }

    /**
     * out[b, o, c, i] = src[b, o, index[b, c], i].
     *
     * @param src [batch, outer, axisSize, inner]
     * @param batch the size of the batch
     * @param outer the product of the sizes before the axis
     * @param axisSize the size of the axis
     * @param inner the product of the sizes after the axis
     * @param index [batch, indexCountPerBatch]
     * @param indexCountPerBatch the number of indices of a batch element
     * @param out receives [batch, outer, indexCountPerBatch, inner]; not src
     * @throws ShapeException if an index is outside 0 … axisSize - 1; then nothing is written
     */
    public static void take(
            Object src,
            int batch,
            int outer,
            int axisSize,
            int inner,
            long[] index,
            int indexCountPerBatch,
            Object out) {
        if (Kinds.differ(src, out)) {
            throw Kinds.unsupported("take", src, out);
        }
        requireInRange("take", index, batch, indexCountPerBatch, axisSize);
        Indexed.take(src, batch, outer, axisSize, inner, index, indexCountPerBatch, out);
    }

    /**
     * out[b, o, index[b, c], i] += src[b, o, c, i], c ascending: the transpose of {@link #take}.
     *
     * @param src [batch, outer, count, inner]: double[], float[], int[] or long[]
     * @param batch the size of the batch
     * @param outer the product of the sizes before the axis
     * @param axisSize the size of the axis in out
     * @param inner the product of the sizes after the axis
     * @param index [batch, count]
     * @param count the number of indices of a batch element
     * @param out [batch, outer, axisSize, inner], zeroed by the caller; not src
     * @throws ShapeException if an index is outside 0 … axisSize - 1; then nothing is written
     */
    public static void takeAdd(
            Object src, int batch, int outer, int axisSize, int inner, long[] index, int count, Object out) {
        if (Kinds.differ(src, out) || src instanceof boolean[]) {
            throw Kinds.unsupported("takeAdd", src, out);
        }
        requireInRange("scatterAdd", index, batch, count, axisSize);
        Indexed.takeAdd(src, batch, outer, axisSize, inner, index, count, out);
    }

    /**
     * out[b, o, index[b, c], i] = src[b, o, c, i], c ascending, so that the last of equal indices holds.
     *
     * @param src [batch, outer, count, inner]
     * @param batch the size of the batch
     * @param outer the product of the sizes before the axis
     * @param axisSize the size of the axis in out
     * @param inner the product of the sizes after the axis
     * @param index [batch, count]
     * @param count the number of indices of a batch element
     * @param out [batch, outer, axisSize, inner], in which the entries are replaced; not src
     * @throws ShapeException if an index is outside 0 … axisSize - 1; then nothing is written
     */
    public static void takeSet(
            Object src, int batch, int outer, int axisSize, int inner, long[] index, int count, Object out) {
        if (Kinds.differ(src, out)) {
            throw Kinds.unsupported("takeSet", src, out);
        }
        requireInRange("setAt", index, batch, count, axisSize);
        Indexed.takeSet(src, batch, outer, axisSize, inner, index, count, out);
    }

    private static void requireInRange(String operation, long[] index, int batch, int count, int axisSize) {
        for (int i = 0; i < batch * count; i++) {
            if (index[i] < 0 || index[i] >= axisSize) {
                throw outOfRange(operation, index[i], i, batch, count, axisSize);
            }
        }
    }

    private static ShapeException outOfRange(String operation, long index, int at, int batch, int count, int axisSize) {
        String position = batch == 1 ? "position " + at : "position " + at % count + " of batch element " + at / count;
        String received = operation + ": index " + index + " at " + position + " is outside ";
        if (axisSize == 0) {
            return new ShapeException(
                    received + "an axis of size 0", "take nothing from an empty axis, or take along another axis");
        }
        return new ShapeException(
                received + "0 … " + (axisSize - 1) + ", the positions of an axis of size " + axisSize,
                "give indices from 0 to " + (axisSize - 1) + "; negative ones do not count from the end");
    }

    /**
     * out[o, j, i] = j.
     *
     * @param out receives outer·n·inner elements: double[], float[], int[] or long[]
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     */
    public static void iota(Object out, int outer, int n, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < n; j++) {
                int at = (o * n + j) * inner;
                switch (out) {
                    case double[] a -> Arrays.fill(a, at, at + inner, j);
                    case float[] a -> Arrays.fill(a, at, at + inner, j);
                    case int[] a -> Arrays.fill(a, at, at + inner, j);
                    case long[] a -> Arrays.fill(a, at, at + inner, j);
                    case null, default -> throw Kinds.unsupported("iota", out);
                }
            }
        }
    }

    /**
     * out[j] = j.
     *
     * @param out receives n elements: double[], float[], int[] or long[]
     * @param n the number of elements
     */
    public static void iota(Object out, int n) {
        iota(out, 1, n, 1);
    }

    private static int[] contiguous(int[] shape) {
        int[] strides = new int[shape.length];
        int step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= shape[d];
        }
        return strides;
    }
}
