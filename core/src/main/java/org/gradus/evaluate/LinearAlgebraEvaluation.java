package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Lapack;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Structural;

/** Factorizations and solves of matrices in the last two axes. */
final class LinearAlgebraEvaluation {
    private LinearAlgebraEvaluation() {}

    static List<NdArray> evaluate(LinearAlgebra op, List<ArrayType> types, List<NdArray> inputs) {
        NdArray a = inputs.getFirst();
        Shape s = a.shape();
        int rank = s.rank();
        int n = s.dim(rank - 1);
        int batch = s.size(0, rank - 2);
        NdArray result = inputs.getLast();
        Object out = a.dtype().allocate(result.size());
        int columns = result.shape().dim(rank - 1);
        switch (op) {
            case LinearAlgebra.Cholesky() -> Lapack.cholesky(a.dense(), out, batch, n);
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) ->
                Lapack.triangularSolve(lower, transposed, unit, a.dense(), result.dense(), out, batch, n, columns);
            case LinearAlgebra.Solve(boolean transposed) -> {
                Object matrix = transposed ? transposed(a) : a.dense();
                Lapack.solve(matrix, result.dense(), out, batch, n, columns);
            }
        }
        return List.of(NdArray.of(types.getFirst(), out));
    }

    private static Object transposed(NdArray a) {
        int rank = a.shape().rank();
        List<Integer> order = new ArrayList<>(a.shape().axes("solve"));
        order.set(rank - 2, rank - 1);
        order.set(rank - 1, rank - 2);
        return Evaluation.evaluate(new Structural.Transpose(order), List.of(a))
                .getFirst()
                .dense();
    }
}
