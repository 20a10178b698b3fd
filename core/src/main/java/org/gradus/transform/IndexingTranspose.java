package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.program.Indexing;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;

/** Transposes of indexing, which is linear in its first operand. */
final class IndexingTranspose {
    private IndexingTranspose() {}

    static List<Tensor> transpose(Indexing op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        Op back = switch (op) {
            case Indexing.Take(int axis, int batch) ->
                new Indexing.TakeAdd(axis, batch, types.getFirst().shape().dim(axis));
            case Indexing.TakeAdd(int axis, int batch, int _) -> new Indexing.Take(axis, batch);
        };
        return Arrays.asList(TensorOps.apply(back, ct, inputs.get(1)), null);
    }
}
