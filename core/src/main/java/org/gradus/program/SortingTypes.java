package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of operations that find the order of elements. */
final class SortingTypes {
    private SortingTypes() {}

    static ArrayType infer(Sorting op, List<ArrayType> inputs) {
        ArrayType x = inputs.getFirst();
        Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
        Shape shape = switch (op) {
            case Sorting.ArgSort(int axis, int count, boolean _) -> {
                Types.demandAxis(op, x, axis, 0);
                if (count < 0 || count > x.shape().dim(axis)) {
                    throw new ShapeException(
                            "argsort: " + count + " indices asked of axis " + axis + " of " + x,
                            "ask for at most as many as the axis has elements");
                }
                yield x.shape().with(axis, count);
            }
            case Sorting.SearchSorted(int batch, boolean _) -> searched(op, batch, x, inputs.get(1));
            case Sorting.SegmentArg(var _, int batch, int size) -> segmented(op, batch, size, x, inputs.get(1));
        };
        return new ArrayType(DType.INT64, shape);
    }

    private static Shape searched(Sorting op, int batch, ArrayType sorted, ArrayType values) {
        Types.sameDType(op, sorted, values);
        boolean fits = batch >= 0
                && sorted.shape().rank() == batch + 1
                && values.shape().rank() >= batch
                && sorted.shape().slice(0, batch).equals(values.shape().slice(0, batch));
        if (!fits) {
            throw new ShapeException(
                    "search_sorted: sorted " + sorted + " and values " + values + " do not share " + batch
                            + " leading axes",
                    "give sorted numbers along the last axis, one line for each entry of the shared axes");
        }
        return values.shape();
    }

    private static Shape segmented(Sorting op, int batch, int size, ArrayType x, ArrayType segments) {
        if (!segments.dtype().isInteger()) {
            throw new DTypeException(
                    op.mnemonic() + ": takes whole numbers that name segments, but received " + segments,
                    "convert them, as in segments.to(DType.INT64)");
        }
        boolean fits = batch >= 0
                && size >= 0
                && x.shape().rank() > batch
                && x.shape().slice(0, batch + 1).equals(segments.shape());
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": segments " + segments + " do not name one of " + size
                            + " segments for each entry of axis " + batch + " of " + x,
                    "give one segment for each entry");
        }
        return x.shape().with(batch, size);
    }
}
