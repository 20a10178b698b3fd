package org.gradus.transform;

import java.util.List;
import org.gradus.program.Indexing;
import org.gradus.tensor.Tensor;

/** Forward derivatives of indexing, which is linear in all operands but the indices. */
final class IndexingJvp {
    private IndexingJvp() {}

    static Tensor jvp(Indexing op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor dx = tangents.getFirst();
        return switch (op) {
            case Indexing.Take _, Indexing.TakeAdd _, Indexing.DynamicSlice _ ->
                dx == null ? null : TensorOps.apply(op, dx, primals.get(1));
            case Indexing.TakeSet _, Indexing.DynamicUpdate _ -> {
                Tensor update = tangents.get(1);
                yield dx == null && update == null
                        ? null
                        : TensorOps.apply(
                                op,
                                TensorOps.orZeros(dx, primals.get(0)),
                                TensorOps.orZeros(update, primals.get(1)),
                                primals.get(2));
            }
            case Indexing.RavelIndex _ -> null;
        };
    }
}
