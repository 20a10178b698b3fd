package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Layout;
import org.gradus.program.Indexing;

/** Takes and adds entries by index. */
final class IndexingEvaluation {
    private IndexingEvaluation() {}

    static NdArray evaluate(Indexing op, ArrayType type, List<NdArray> inputs) {
        NdArray x = inputs.get(0);
        NdArray indices = inputs.get(1);
        Object out = type.dtype().allocate(type.shape().size());
        long[] index = indices.toLongs();
        switch (op) {
            case Indexing.Take(int axis, int batch) -> {
                Sizes sizes = Sizes.of(x.shape(), indices.shape(), axis, batch);
                Layout.take(
                        x.dense(), sizes.batch, sizes.outer, x.shape().dim(axis), sizes.inner, index, sizes.count, out);
            }
            case Indexing.TakeAdd(int axis, int batch, int size) -> {
                Sizes sizes = Sizes.of(type.shape(), indices.shape(), axis, batch);
                Layout.takeAdd(x.dense(), sizes.batch, sizes.outer, size, sizes.inner, index, sizes.count, out);
            }
        }
        return NdArray.of(type, out);
    }

    private record Sizes(int batch, int outer, int inner, int count) {
        static Sizes of(Shape whole, Shape indices, int axis, int batch) {
            return new Sizes(
                    whole.size(0, batch),
                    whole.size(batch, axis),
                    whole.size(axis + 1, whole.rank()),
                    indices.size(batch, indices.rank()));
        }
    }
}
