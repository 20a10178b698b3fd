package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Blas;
import org.gradus.program.Contraction;

/** Sums of products. */
final class ContractionEvaluation {
    private ContractionEvaluation() {}

    static NdArray evaluate(Contraction op, ArrayType type, List<NdArray> inputs) {
        return switch (op) {
            case Contraction.MatMul m -> matmul(m, type, inputs.get(0), inputs.get(1));
            case Contraction.Convolution c -> WindowEvaluation.convolution(c, type, inputs.get(0), inputs.get(1));
        };
    }

    private static NdArray matmul(Contraction.MatMul op, ArrayType type, NdArray left, NdArray right) {
        Shape l = left.shape();
        Shape r = right.shape();
        int rank = l.rank();
        int m = l.dim(op.transposeLeft() ? rank - 1 : rank - 2);
        int k = l.dim(op.transposeLeft() ? rank - 2 : rank - 1);
        int n = r.dim(op.transposeRight() ? rank - 2 : rank - 1);
        Object out = type.dtype().allocate(type.shape().size());
        Blas.gemm(
                op.transposeLeft(),
                op.transposeRight(),
                l.size(0, rank - 2),
                m,
                n,
                k,
                left.dense(),
                right.dense(),
                out);
        return NdArray.of(type, out);
    }
}
