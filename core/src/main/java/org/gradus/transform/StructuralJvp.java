package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;

/** Forward derivatives of moves of elements, which are linear. */
final class StructuralJvp {
    private StructuralJvp() {}

    static Tensor jvp(Structural op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor[] full = new Tensor[primals.size()];
        Arrays.setAll(full, i -> TensorOps.orZeros(tangents.get(i), primals.get(i)));
        return TensorOps.applyAll(op, new ArrayList<>(Arrays.asList(full))).getFirst();
    }
}
