package org.gradus.transform;

import java.util.List;
import org.gradus.program.Indexing;
import org.gradus.tensor.Tensor;

/** Forward derivatives of indexing. */
final class IndexingJvp {
    private IndexingJvp() {}

    static Tensor jvp(Indexing op, List<Tensor> primals, List<Tensor> tangents) {
        return tangents.getFirst() == null ? null : TensorOps.apply(op, tangents.getFirst(), primals.get(1));
    }
}
