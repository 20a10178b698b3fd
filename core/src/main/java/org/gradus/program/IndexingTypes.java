package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of operations whose elements are chosen by an integer operand. */
final class IndexingTypes {
    private IndexingTypes() {}

    static ArrayType infer(Indexing op, List<ArrayType> inputs) {
        ArrayType x = inputs.get(0);
        ArrayType indices = inputs.get(1);
        if (!indices.dtype().isInteger()) {
            throw new DTypeException(
                    op.mnemonic() + ": takes integer indices, but received " + indices,
                    "convert the indices, as in indices.to(DType.INT64)");
        }
        return switch (op) {
            case Indexing.Take(int axis, int batch) -> {
                shared(op, x, indices, axis, batch);
                Shape chosen = indices.shape().slice(batch, indices.shape().rank());
                Shape inner = x.shape().slice(axis + 1, x.shape().rank());
                if (x.shape().dim(axis) == 0 && indices.shape().size() > 0) {
                    throw new ShapeException(
                            "take: axis " + axis + " of " + x + " is empty, so no index exists",
                            "give at least one entry along the axis");
                }
                yield x.with(x.shape().slice(0, axis).concat(chosen).concat(inner));
            }
            case Indexing.TakeAdd(int axis, int batch, int size) -> {
                Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                shared(op, x, indices, axis, batch);
                int chosen = indices.shape().rank() - batch;
                Shape given = x.shape().rank() < axis + chosen
                        ? Shape.SCALAR
                        : x.shape().slice(axis, axis + chosen);
                if (!given.equals(indices.shape().slice(batch, indices.shape().rank()))) {
                    throw new ShapeException(
                            "take_add: updates " + x + " do not have the axes of indices " + indices + " at axis "
                                    + axis,
                            "give one update for each index");
                }
                yield x.with(x.shape()
                        .slice(0, axis)
                        .concat(Shape.of(size))
                        .concat(x.shape().slice(axis + chosen, x.shape().rank())));
            }
        };
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
        if (op instanceof Indexing.Take) {
            Types.demandAxis(op, x, axis, batch);
        }
    }
}
