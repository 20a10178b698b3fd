package org.gradus.evaluate;

import java.lang.reflect.Array;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.kernel.Layout;
import org.gradus.program.Indexing;

/** Takes, adds and replaces entries by index. */
final class IndexingEvaluation {
    private IndexingEvaluation() {}

    static NdArray evaluate(Indexing op, ArrayType type, List<NdArray> inputs) {
        NdArray x = inputs.getFirst();
        return switch (op) {
            case Indexing.Take(int axis, int batch) -> {
                NdArray indices = inputs.get(1);
                Object out = type.dtype().allocate(type.shape().size());
                Sizes s = Sizes.of(x.shape(), indices.shape(), axis, batch);
                Layout.take(x.dense(), s.batch, s.outer, s.axis, s.inner, indices.toLongs(), s.count, out);
                yield NdArray.of(type, out);
            }
            case Indexing.TakeAdd(int axis, int batch, int _) -> {
                NdArray indices = inputs.get(1);
                Object out = type.dtype().allocate(type.shape().size());
                Sizes s = Sizes.of(type.shape(), indices.shape(), axis, batch);
                Layout.takeAdd(x.dense(), s.batch, s.outer, s.axis, s.inner, indices.toLongs(), s.count, out);
                yield NdArray.of(type, out);
            }
            case Indexing.TakeSet(int axis, int batch) -> {
                NdArray indices = inputs.get(2);
                Object out = copy(x);
                Sizes s = Sizes.of(type.shape(), indices.shape(), axis, batch);
                Object updates = inputs.get(1).dense();
                Layout.takeSet(updates, s.batch, s.outer, s.axis, s.inner, indices.toLongs(), s.count, out);
                yield NdArray.of(type, out);
            }
            case Indexing.DynamicSlice d -> slice(d, type, x, inputs.get(1));
            case Indexing.DynamicUpdate d -> update(d, type, inputs);
            case Indexing.RavelIndex(var dims) -> ravel(dims, type, inputs);
        };
    }

    private static Object copy(NdArray x) {
        Object out = x.dtype().allocate(x.size());
        Object from = x.dense();
        System.arraycopy(from, 0, out, 0, Array.getLength(out));
        return out;
    }

    private static NdArray slice(Indexing.DynamicSlice op, ArrayType type, NdArray x, NdArray starts) {
        Shape part = type.shape();
        Object out = type.dtype().allocate(part.size());
        Window window = Window.of("dynamicSlice", x.shape(), part, op.batch(), starts.toLongs());
        Object from = x.dense();
        for (int b = 0; b < window.offsets.length; b++) {
            Layout.move(
                    from, window.offsets[b], window.strides, out, b * window.size, window.partStrides, window.sizes);
        }
        return NdArray.of(type, out);
    }

    private static NdArray update(Indexing.DynamicUpdate op, ArrayType type, List<NdArray> inputs) {
        NdArray update = inputs.get(1);
        Object out = copy(inputs.getFirst());
        long[] starts = inputs.get(2).toLongs();
        Window window = Window.of("dynamicUpdate", type.shape(), update.shape(), op.batch(), starts);
        Object from = update.dense();
        for (int b = 0; b < window.offsets.length; b++) {
            Layout.move(
                    from, b * window.size, window.partStrides, out, window.offsets[b], window.strides, window.sizes);
        }
        return NdArray.of(type, out);
    }

    private static NdArray ravel(List<Integer> dims, ArrayType type, List<NdArray> inputs) {
        long[] out = new long[type.shape().size()];
        for (int axis = 0; axis < dims.size(); axis++) {
            long[] index = inputs.get(axis).toLongs();
            int length = dims.get(axis);
            for (int i = 0; i < out.length; i++) {
                if (index[i] < 0 || index[i] >= length) {
                    throw new ShapeException(
                            "ravelIndex: index " + index[i] + " at position " + i + " is outside axis " + axis
                                    + " of shape " + Shape.of(dims),
                            length == 0
                                    ? "take nothing from an empty axis"
                                    : "give indices from 0 to " + (length - 1)
                                            + "; negative ones do not count from the end");
                }
                out[i] = out[i] * length + index[i];
            }
        }
        return NdArray.of(type, out);
    }

    /** Where the parts of a batch of arrays begin. */
    private record Window(int[] offsets, int[] strides, int[] partStrides, int[] sizes, int size) {
        static Window of(String operation, Shape whole, Shape part, int batch, long[] starts) {
            int rank = whole.rank();
            Shape one = whole.slice(batch, rank);
            Shape sizes = part.slice(batch, rank);
            int[] strides = one.strides();
            int[] offsets = new int[whole.size(0, batch)];
            for (int b = 0; b < offsets.length; b++) {
                offsets[b] = b * one.size();
                for (int axis = 0; axis < one.rank(); axis++) {
                    long start = starts[b * one.rank() + axis];
                    int last = one.dim(axis) - sizes.dim(axis);
                    if (start < 0 || start > last) {
                        throw new ShapeException(
                                operation + ": start " + start + " of axis " + axis
                                        + (batch == 0 ? "" : " of batch element " + b) + " with size "
                                        + sizes.dim(axis) + " is not inside shape " + one,
                                "give a start from 0 to " + last + ", or clamp it with minimum and maximum");
                    }
                    offsets[b] += (int) start * strides[axis];
                }
            }
            return new Window(offsets, strides, sizes.strides(), sizes.dims(), sizes.size());
        }
    }

    private record Sizes(int batch, int outer, int axis, int inner, int count) {
        static Sizes of(Shape whole, Shape indices, int axis, int batch) {
            return new Sizes(
                    whole.size(0, batch),
                    whole.size(batch, axis),
                    whole.dim(axis),
                    whole.size(axis + 1, whole.rank()),
                    indices.size(batch, indices.rank()));
        }
    }
}
