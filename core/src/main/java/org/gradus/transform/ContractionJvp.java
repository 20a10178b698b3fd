package org.gradus.transform;

import java.util.List;
import org.gradus.program.Contraction;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;

/** Forward derivatives of sums of products. */
final class ContractionJvp {
    private ContractionJvp() {}

    static Tensor jvp(Contraction op, List<Tensor> primals, List<Tensor> tangents) {
        return switch (op) {
            case Contraction.MatMul _, Contraction.Convolution _ -> product(op, primals, tangents);
        };
    }

    /** Of an operation linear in each of two operands. */
    private static Tensor product(Op op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor left = tangents.get(0) == null ? null : TensorOps.apply(op, tangents.get(0), primals.get(1));
        Tensor right = tangents.get(1) == null ? null : TensorOps.apply(op, primals.get(0), tangents.get(1));
        return TensorOps.add(left, right);
    }
}
