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
            case Contraction.Convolution c -> convolution(c, inputs.get(0), inputs.get(1));
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

    private static ArrayType convolution(Contraction.Convolution op, ArrayType x, ArrayType kernel) {
        Types.sameDType(op, x, kernel);
        Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
        int spatial = op.windows().rank();
        if (spatial == 0 || x.shape().rank() != spatial + 2 || kernel.shape().rank() != spatial + 2) {
            throw new ShapeException(
                    "convolution: " + x + " and kernel " + kernel + " do not have " + spatial + " spatial axes",
                    "give x of shape [n, channels, spatial...] and a kernel of shape [outputs, channels, window...]");
        }
        int groups = op.groups();
        int channels = x.shape().dim(1);
        if (groups < 1
                || channels % groups != 0
                || kernel.shape().dim(1) != channels / groups
                || kernel.shape().dim(0) % groups != 0) {
            throw new ShapeException(
                    "convolution: " + x + " and kernel " + kernel + " do not fit in " + groups
                            + (groups == 1 ? " group" : " groups") + ": " + channels + " channels against "
                            + kernel.shape().dim(1) + " a group of the kernel",
                    "give a kernel of shape [outputs, channels / groups, window...] with outputs divisible by groups");
        }
        int[] dims = x.shape().dims();
        dims[1] = kernel.shape().dim(0);
        List<Integer> window = kernel.shape().slice(2, spatial + 2).asList();
        System.arraycopy(WindowTypes.results(op, op.windows(), x, window), 0, dims, 2, spatial);
        return x.with(Shape.of(dims));
    }
}
