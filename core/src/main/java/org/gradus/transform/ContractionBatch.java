package org.gradus.transform;

import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Contraction;
import org.gradus.program.Contraction.MatMul;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Sums of products done for a batch along a new first axis. */
final class ContractionBatch {
    private ContractionBatch() {}

    static List<Tensor> batch(Contraction op, List<Batched> inputs, int size) {
        return switch (op) {
            case MatMul m -> List.of(matmul(m, inputs.get(0), inputs.get(1), size));
            case Contraction.Convolution c -> List.of(ConvolutionRules.batch(c, inputs.get(0), inputs.get(1), size));
        };
    }

    private static Tensor matmul(MatMul op, Batched left, Batched right, int size) {
        Tensor a = left.tensor();
        Tensor b = right.tensor();
        boolean oneProduct = left.batched() && !right.batched() && b.rank() == 2 && !op.transposeLeft();
        if (oneProduct) {
            Shape s = a.shape();
            Tensor flat = a.reshape(Shape.of(s.dim(0) * s.dim(1), s.dim(2)));
            Tensor product = TensorOps.apply(op, flat, b);
            return product.reshape(Shape.of(s.dim(0), s.dim(1), product.shape().dim(1)));
        }
        return TensorOps.apply(op, BatchRules.withBatch(left, size, right), BatchRules.withBatch(right, size, left));
    }
}
