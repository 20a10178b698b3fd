package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.ShapeException;

/** Result types of factorizations and solutions of linear systems. */
final class LinearAlgebraTypes {
    private LinearAlgebraTypes() {}

    static List<ArrayType> infer(LinearAlgebra op, List<ArrayType> inputs) {
        ArrayType a = inputs.getFirst();
        Types.demand(a.dtype().isFloat(), op, "floating-point numbers", a);
        int rank = a.shape().rank();
        if (rank < 2 || a.shape().dim(rank - 1) != a.shape().dim(rank - 2)) {
            throw new ShapeException(
                    op.mnemonic() + ": " + a + " is not a square matrix", "give a matrix of shape [..., n, n]");
        }
        if (op instanceof LinearAlgebra.Cholesky) {
            return List.of(a);
        }
        ArrayType b = inputs.get(1);
        Types.sameDType(op, a, b);
        boolean fits = b.shape().rank() == rank
                && b.shape().slice(0, rank - 1).equals(a.shape().slice(0, rank - 1));
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": right-hand side " + b + " does not fit the matrix " + a,
                    "give a right-hand side of shape [..., n, columns], as in b.reshape(-1, 1) for one column");
        }
        return List.of(b);
    }
}
