package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of operations whose elements are chosen by integer operands. */
final class IndexingTypes {
    private IndexingTypes() {}

    static ArrayType infer(Indexing op, List<ArrayType> inputs) {
        ArrayType x = inputs.getFirst();
        ArrayType last = inputs.getLast();
        demandIntegers(op, last);
        return switch (op) {
            case Indexing.Take(int axis, int batch) -> take(op, x, last, axis, batch);
            case Indexing.TakeAdd(int axis, int batch, int size) -> takeAdd(op, x, last, axis, batch, size);
            case Indexing.TakeSet(int axis, int batch) -> {
                fill(op, inputs.get(1), take(op, x, last, axis, batch));
                yield x;
            }
            case Indexing.DynamicSlice(var sizes, int batch) -> window(op, x, last, sizes, batch);
            case Indexing.DynamicUpdate(int batch) -> {
                ArrayType update = inputs.get(1);
                int axes = Math.min(Math.max(batch, 0), update.shape().rank());
                List<Integer> sizes =
                        update.shape().slice(axes, update.shape().rank()).asList();
                fill(op, update, window(op, x, last, sizes, batch));
                yield x;
            }
            case Indexing.RavelIndex(var dims) -> ravel(op, inputs, dims);
        };
    }

    private static void demandIntegers(Indexing op, ArrayType indices) {
        if (!indices.dtype().isInteger()) {
            throw new DTypeException(
                    op.mnemonic() + ": takes integer indices, but received " + indices,
                    "convert the indices, as in indices.to(DType.INT64)");
        }
    }

    private static ArrayType take(Indexing op, ArrayType x, ArrayType indices, int axis, int batch) {
        shared(op, x, indices, axis, batch);
        Types.demandAxis(op, x, axis, batch);
        Shape chosen = indices.shape().slice(batch, indices.shape().rank());
        Shape inner = x.shape().slice(axis + 1, x.shape().rank());
        if (x.shape().dim(axis) == 0 && indices.shape().size() > 0) {
            throw new ShapeException(
                    op.mnemonic() + ": axis " + axis + " of " + x + " is empty, so no index exists",
                    "give at least one entry along the axis");
        }
        return x.with(x.shape().slice(0, axis).concat(chosen).concat(inner));
    }

    private static ArrayType takeAdd(Indexing op, ArrayType x, ArrayType indices, int axis, int batch, int size) {
        Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
        shared(op, x, indices, axis, batch);
        int chosen = indices.shape().rank() - batch;
        Shape given =
                x.shape().rank() < axis + chosen ? Shape.SCALAR : x.shape().slice(axis, axis + chosen);
        if (!given.equals(indices.shape().slice(batch, indices.shape().rank()))) {
            throw new ShapeException(
                    "take_add: updates " + x + " do not have the axes of indices " + indices + " at axis " + axis,
                    "give one update for each index");
        }
        return x.with(x.shape()
                .slice(0, axis)
                .concat(Shape.of(size))
                .concat(x.shape().slice(axis + chosen, x.shape().rank())));
    }

    /** Refuses updates of another type than the part that they replace. */
    private static void fill(Indexing op, ArrayType update, ArrayType part) {
        Types.sameDType(op, part, update);
        if (!update.equals(part)) {
            throw new ShapeException(
                    op.mnemonic() + ": updates " + update + " do not fill the part " + part + " that they replace",
                    "give updates of that shape, as by broadcastTo");
        }
    }

    private static ArrayType window(Indexing op, ArrayType x, ArrayType starts, List<Integer> sizes, int batch) {
        int rank = x.shape().rank();
        boolean fits = batch >= 0
                && sizes.size() == rank - batch
                && starts.shape()
                        .equals(x.shape().slice(0, Math.clamp(batch, 0, rank)).concat(Shape.of(sizes.size())));
        for (int i = 0; fits && i < sizes.size(); i++) {
            fits = 0 <= sizes.get(i) && sizes.get(i) <= x.shape().dim(batch + i);
        }
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": a part of size " + sizes + " from starts " + starts + " is not inside " + x
                            + (batch == 0 ? "" : " with " + batch + " leading axes shared"),
                    "give one start and one size for each axis, no size larger than the axis");
        }
        return x.with(x.shape().slice(0, batch).concat(Shape.of(sizes)));
    }

    private static ArrayType ravel(Indexing op, List<ArrayType> inputs, List<Integer> dims) {
        for (ArrayType input : inputs) {
            demandIntegers(op, input);
            if (!input.shape().equals(inputs.getFirst().shape()) || inputs.size() != dims.size()) {
                throw new ShapeException(
                        op.mnemonic() + ": indices " + inputs + " do not name elements of shape " + Shape.of(dims),
                        "give one tensor of indices for each axis, all of one shape");
            }
        }
        Shape.of(dims);
        return new ArrayType(DType.INT64, inputs.getFirst().shape());
    }

    private static void shared(Indexing op, ArrayType x, ArrayType indices, int axis, int batch) {
        boolean fits = 0 <= batch
                && batch <= axis
                && axis <= x.shape().rank()
                && batch <= indices.shape().rank()
                && x.shape().slice(0, batch).equals(indices.shape().slice(0, batch));
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": " + x + " and indices " + indices + " do not share " + batch
                            + " leading axes before axis " + axis,
                    "give both the same batch axes");
        }
    }
}
