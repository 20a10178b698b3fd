package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.DynamicUpdate;
import org.gradus.program.Structural;

/** Slices of all axes of one tensor's shape, as a forward slice, a reversal and a reshape; and the way back. */
final class Slicing {
    private final Shape shape;
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> limits = new ArrayList<>();
    private final List<Integer> strides = new ArrayList<>();
    private final List<Integer> reversed = new ArrayList<>();
    private final List<Integer> part = new ArrayList<>();
    private final List<Integer> result = new ArrayList<>();

    private Slicing(Shape shape) {
        this.shape = shape;
    }

    static Slicing of(Tensor x, List<Slice> slices) {
        Slicing slicing = new Slicing(x.shape());
        int named = 0;
        int rests = 0;
        for (Slice slice : slices) {
            Require.notNull(slice, "slice", "a slice");
            named += slice instanceof Slice.Range || slice instanceof Slice.At ? 1 : 0;
            rests += slice instanceof Slice.Rest ? 1 : 0;
        }
        if (named > x.rank() || rests > 1) {
            throw new ShapeException(
                    "slice: " + slices + " does not fit " + x.type() + " of " + x.rank() + " axes",
                    "give at most one slice for each axis and at most one rest");
        }
        for (Slice slice : slices) {
            slicing.add(slice, x.rank() - named);
        }
        if (rests == 0) {
            slicing.add(new Slice.Rest(), x.rank() - named);
        }
        return slicing;
    }

    private void add(Slice slice, int rest) {
        switch (slice) {
            case Slice.NewAxis _ -> result.add(1);
            case Slice.Rest _ -> {
                for (int i = 0; i < rest; i++) {
                    range(new Slice.Range(null, null, 1));
                }
            }
            case Slice.At(int index) -> {
                int axis = starts.size();
                int length = shape.dim(axis);
                int at = index < 0 ? index + length : index;
                if (at < 0 || at >= length) {
                    throw new ShapeException(
                            "slice: index " + index + " is outside axis " + axis + " of shape " + shape,
                            length == 0 ? "the axis is empty" : "use an index from " + -length + " to " + (length - 1));
                }
                axis(at, at + 1, 1, 1);
            }
            case Slice.Range range -> range(range);
        }
    }

    private void range(Slice.Range range) {
        int length = shape.dim(starts.size());
        int step = range.step();
        int first = step > 0 ? 0 : length - 1;
        int end = step > 0 ? length : -1;
        int from = range.from() == null ? first : index(range, range.from(), length);
        int to = range.to() == null ? end : index(range, range.to(), length);
        boolean fits = step > 0 ? from <= to && to <= length : to <= from && from < Math.max(1, length);
        if (!fits || (step < 0 && length == 0 && from == 0)) {
            throw outside(range, length);
        }
        int count = (int) ((Math.abs((long) to - from) + Math.abs((long) step) - 1) / Math.abs((long) step));
        result.add(count);
        if (count == 0) {
            axis(0, 0, 1, 0);
        } else if (count == 1) {
            axis(from, from + 1, 1, 1);
        } else if (step > 0) {
            axis(from, to, step, count);
        } else {
            reversed.add(starts.size());
            axis(from + (count - 1) * step, from + 1, -step, count);
        }
    }

    private int index(Slice.Range range, int index, int length) {
        int at = index < 0 ? index + length : index;
        if (at < 0 || at > length) {
            throw outside(range, length);
        }
        return at;
    }

    private ShapeException outside(Slice.Range range, int length) {
        return new ShapeException(
                "slice: " + range + " is not inside axis " + starts.size() + " of shape " + shape,
                range.step() > 0
                        ? "keep from <= to <= " + length
                        : "with a negative step keep to <= from < " + length + ", or leave both out");
    }

    private void axis(int start, int limit, int stride, int count) {
        starts.add(start);
        limits.add(limit);
        strides.add(stride);
        part.add(count);
    }

    Tensor get(Tensor x) {
        Tensor kept =
                Shape.of(part).equals(shape) ? x : Operations.apply(new Structural.Slice(starts, limits, strides), x);
        Tensor ordered = reversed.isEmpty() ? kept : Operations.apply(new Structural.Reverse(reversed), kept);
        return ordered.reshape(Shape.of(result));
    }

    /** Updates of the part, in the order of the elements of x. */
    private Tensor ordered(String operation, Tensor x, Tensor updates) {
        Tensor fitted = Indexing.fitted(operation, x, updates, Shape.of(result)).reshape(Shape.of(part));
        return reversed.isEmpty() ? fitted : Operations.apply(new Structural.Reverse(reversed), fitted);
    }

    private Tensor padded(Tensor part) {
        List<Integer> high = new ArrayList<>();
        List<Integer> interior = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int length = part.dim(i);
            int last = starts.get(i) + (length == 0 ? 0 : (length - 1) * strides.get(i) + 1);
            interior.add(length < 2 ? 0 : strides.get(i) - 1);
            high.add(shape.dim(i) - last);
        }
        return Operations.apply(new Structural.Pad(starts, high, interior), part);
    }

    Tensor add(Tensor x, Tensor updates) {
        Operations.operand(updates, "addSlice");
        return x.plus(padded(ordered("addSlice", x, updates)));
    }

    Tensor set(Tensor x, Tensor updates) {
        Operations.operand(updates, "setSlice");
        Tensor ordered = ordered("setSlice", x, updates);
        boolean block = strides.equals(Collections.nCopies(strides.size(), 1));
        if (block) {
            long[] from = starts.stream().mapToLong(Integer::longValue).toArray();
            Tensor start = Operations.constant(NdArray.wrap(Shape.of(from.length), from));
            return Operations.apply(new DynamicUpdate(0), x, ordered, start);
        }
        Tensor replaced = padded(Tensors.full(1, new ArrayType(DType.BOOL, Shape.of(part))));
        return Tensors.where(replaced, padded(ordered), x);
    }
}
