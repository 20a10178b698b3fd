package org.gradus.tensor;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.program.Contraction;

/** NumPy's matmul by the one product of batched matrices; a shared right matrix is multiplied once, not once a batch. */
final class MatrixProduct {
    private MatrixProduct() {}

    static Tensor matmul(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            throw new ShapeException(
                    "matmul: " + x.type() + " and " + y.type() + " are not both matrices or vectors",
                    "multiply by a scalar with times");
        }
        DType dtype = x.dtype().promote(y.dtype());
        dtype = dtype.isFloat() ? dtype : DType.FLOAT64;
        Tensor left = (x.rank() == 1 ? x.reshape(1, x.size()) : x).to(dtype);
        Tensor right = (y.rank() == 1 ? y.reshape(y.size(), 1) : y).to(dtype);
        checkInner(x, y, left, right);
        Tensor product = right.rank() == 2 && left.rank() > 2 ? flattened(left, right) : batched(left, right);
        Shape shape = product.shape();
        if (y.rank() == 1) {
            shape = shape.slice(0, shape.rank() - 1);
        }
        if (x.rank() == 1) {
            int row = y.rank() == 1 ? shape.rank() - 1 : shape.rank() - 2;
            shape = shape.without(List.of(row));
        }
        return product.reshape(shape);
    }

    private static void checkInner(Tensor x, Tensor y, Tensor left, Tensor right) {
        int columns = left.dim(-1);
        int rows = right.dim(-2);
        if (columns != rows) {
            throw new ShapeException(
                    "matmul: " + x.type() + " and " + y.type() + " do not multiply: " + columns + " columns against "
                            + rows + " rows",
                    "transpose one of them with t(), or check the order of the operands");
        }
    }

    private static Tensor flattened(Tensor left, Tensor right) {
        int rank = left.rank();
        int rows = left.shape().size(0, rank - 1);
        Tensor flat = left.reshape(rows, left.dim(-1));
        Shape shape = left.shape().with(rank - 1, right.dim(1));
        return Operations.apply(new Contraction.MatMul(false, false), flat, right)
                .reshape(shape);
    }

    private static Shape batchShape(Tensor left, Tensor right) {
        Shape l = left.shape().slice(0, left.rank() - 2);
        Shape r = right.shape().slice(0, right.rank() - 2);
        if (!Operations.broadcasts(l, r)) {
            throw new ShapeException(
                    "matmul: " + left.type() + " and " + right.type() + " do not multiply: their batch axes " + l
                            + " and " + r + " do not broadcast",
                    "make the batch axes equal, or 1; they are all but the last two");
        }
        return Operations.broadcastShape("matmul", l, r);
    }

    private static Tensor batched(Tensor left, Tensor right) {
        Shape batch = batchShape(left, right);
        Shape l = batch.concat(left.shape().slice(left.rank() - 2, left.rank()));
        Shape r = batch.concat(right.shape().slice(right.rank() - 2, right.rank()));
        return Operations.apply(
                new Contraction.MatMul(false, false),
                Operations.broadcast(left, l, right),
                Operations.broadcast(right, r, left));
    }
}
