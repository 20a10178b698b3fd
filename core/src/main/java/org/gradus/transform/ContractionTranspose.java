package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.program.Contraction;
import org.gradus.program.Contraction.MatMul;
import org.gradus.tensor.Tensor;

/** Transposes of sums of products, each of which is linear in either operand. */
final class ContractionTranspose {
    private ContractionTranspose() {}

    static List<Tensor> transpose(Contraction op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        return switch (op) {
            case MatMul m -> matmul(m, inputs, ct);
            case Contraction.Convolution c -> ConvolutionRules.transpose(c, inputs, types, ct);
        };
    }

    private static List<Tensor> matmul(MatMul op, List<Tensor> inputs, Tensor ct) {
        Tensor a = inputs.get(0);
        Tensor b = inputs.get(1);
        boolean ta = op.transposeLeft();
        boolean tb = op.transposeRight();
        if (a == null && b == null) {
            throw TransposeRules.notLinear(op);
        }
        if (a == null) {
            Tensor left =
                    ta ? TensorOps.apply(new MatMul(tb, true), b, ct) : TensorOps.apply(new MatMul(false, !tb), ct, b);
            return Arrays.asList(left, null);
        }
        Tensor right =
                tb ? TensorOps.apply(new MatMul(true, ta), ct, a) : TensorOps.apply(new MatMul(!ta, false), a, ct);
        return Arrays.asList(null, right);
    }
}
