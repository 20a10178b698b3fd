package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Decompositions;
import org.gradus.kernel.Lapack;
import org.gradus.kernel.MatrixFunctions;
import org.gradus.kernel.SpectralDerivatives;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Structural;

/** Factorizations, functions and solves of matrices in the last two axes. */
final class LinearAlgebraEvaluation {
    private LinearAlgebraEvaluation() {}

    static List<NdArray> evaluate(LinearAlgebra op, List<ArrayType> types, List<NdArray> inputs) {
        if (op instanceof LinearAlgebra.Regular(var condition)) {
            Regularity.demand(condition, inputs.getFirst());
            return List.of(inputs.get(1));
        }
        NdArray first = inputs.getFirst();
        NdArray matrix = op instanceof LinearAlgebra.Pinv
                        || op instanceof LinearAlgebra.SpectralTangent
                        || op instanceof LinearAlgebra.SpectralCotangent
                ? inputs.getLast()
                : first;
        Shape s = matrix.shape();
        int rank = s.rank();
        int m = s.dim(rank - 2);
        int n = s.dim(rank - 1);
        int batch = s.size(0, rank - 2);
        Object[] out = new Object[types.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = types.get(i).dtype().allocate(types.get(i).shape().size());
        }
        Object a = first.dense();
        Object b = inputs.size() > 1 ? inputs.get(1).dense() : null;
        switch (op) {
            case LinearAlgebra.Cholesky _ -> Lapack.cholesky(a, out[0], batch, n);
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) ->
                Lapack.triangularSolve(lower, transposed, unit, a, b, out[0], batch, n, columns(inputs.get(1)));
            case LinearAlgebra.Solve(boolean transposed) ->
                Lapack.solve(transposed ? transposed(first) : a, b, out[0], batch, n, columns(inputs.get(1)));
            case LinearAlgebra.Lu _ -> Decompositions.lu(a, out[0], out[1], (long[]) out[2], batch, m, n);
            case LinearAlgebra.Qr(boolean full) -> Decompositions.qr(full, a, out[0], out[1], batch, m, n);
            case LinearAlgebra.Eigh _ -> Decompositions.eigh(a, out[0], out[1], batch, n);
            case LinearAlgebra.Eig _ ->
                Decompositions.eig(a, out[0], out[1], out[2], out[3], (long[]) out[4], batch, n);
            case LinearAlgebra.Svd(boolean full) -> Decompositions.svd(full, a, out[0], out[1], out[2], batch, m, n);
            case LinearAlgebra.Pinv _ -> MatrixFunctions.pinv(a, b, out[0], batch, m, n);
            case LinearAlgebra.Det _ -> MatrixFunctions.det(a, out[0], batch, n);
            case LinearAlgebra.SlogDet _ -> MatrixFunctions.slogdet(a, out[0], out[1], batch, n);
            case LinearAlgebra.Cofactor _ -> MatrixFunctions.cofactor(a, out[0], batch, n);
            case LinearAlgebra.CofactorTangent _ -> MatrixFunctions.cofactorTangent(a, b, out[0], batch, n);
            case LinearAlgebra.Expm _ -> MatrixFunctions.expm(a, out[0], batch, n);
            case LinearAlgebra.ExpmTangent _ -> MatrixFunctions.expmTangent(a, b, out[0], batch, n);
            case LinearAlgebra.Sqrtm _ -> MatrixFunctions.sqrtm(a, out[0], batch, n);
            case LinearAlgebra.Lyapunov _ -> MatrixFunctions.lyapunov(a, b, out[0], batch, n);
            case LinearAlgebra.SpectralTangent(boolean singular) ->
                SpectralDerivatives.tangent(singular, a, b, out[0], out[1], batch, n);
            case LinearAlgebra.SpectralCotangent(boolean singular, boolean vectors) ->
                SpectralDerivatives.cotangent(singular, a, b, vectors ? matrix.dense() : null, out[0], batch, n);
            case LinearAlgebra.GuardedQuotient(boolean strict) ->
                SpectralDerivatives.quotient(strict, a, b, out[0], batch, m * n);
            case LinearAlgebra.Regular _ -> throw new AssertionError(op);
        }
        List<NdArray> results = new ArrayList<>(out.length);
        for (int i = 0; i < out.length; i++) {
            results.add(NdArray.of(types.get(i), out[i]));
        }
        return results;
    }

    private static int columns(NdArray a) {
        return a.shape().dim(a.shape().rank() - 1);
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
