package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;

/** Result types of sums of products. */
final class ContractionTypes {
    private ContractionTypes() {}

    static ArrayType infer(Contraction op, List<ArrayType> inputs) {
        return switch (op) {
            case Contraction.MatMul m -> matmul(m, inputs.get(0), inputs.get(1));
        };
    }

    private static ArrayType matmul(Contraction.MatMul op, ArrayType left, ArrayType right) {
        Types.sameDType(op, left, right);
        Types.demand(left.dtype().isFloat(), op, "floating-point numbers", left);
        int rank = left.shape().rank();
        if (rank < 2
                || right.shape().rank() != rank
                || !left.shape().slice(0, rank - 2).equals(right.shape().slice(0, rank - 2))) {
            throw new ShapeException(
                    "matmul: " + left + " and " + right + " are not matrices with equal batch axes",
                    "give both operands two or more axes, all but the last two equal");
        }
        int m = left.shape().dim(op.transposeLeft() ? rank - 1 : rank - 2);
        int inner = left.shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
        int innerRight = right.shape().dim(op.transposeRight() ? rank - 1 : rank - 2);
        int n = right.shape().dim(op.transposeRight() ? rank - 2 : rank - 1);
        if (inner != innerRight) {
            throw new ShapeException(
                    "matmul: " + left + (op.transposeLeft() ? "ᵀ" : "") + " and " + right
                            + (op.transposeRight() ? "ᵀ" : "") + " do not multiply: " + inner + " columns against "
                            + innerRight + " rows",
                    "transpose one of them, or check the order of the operands");
        }
        return left.with(left.shape().slice(0, rank - 2).concat(Shape.of(m, n)));
    }
}
