package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.LinearAlgebra.SpectralCotangent;
import org.gradus.program.LinearAlgebra.SpectralTangent;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;

/** Transposes of solves and of derivatives of matrix functions, which are linear in the last operands. */
final class LinearAlgebraTranspose {
    private LinearAlgebraTranspose() {}

    static List<Tensor> transpose(LinearAlgebra op, List<Tensor> inputs, List<Tensor> cotangents) {
        Tensor a = inputs.getFirst();
        Tensor ct = cotangents.getFirst();
        if (a == null) {
            throw TransposeRules.notLinear(op);
        }
        return switch (op) {
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) ->
                second(new LinearAlgebra.TriangularSolve(lower, !transposed, unit), a, ct);
            case LinearAlgebra.Solve(boolean transposed) -> second(new LinearAlgebra.Solve(!transposed), a, ct);
            case LinearAlgebra.GuardedQuotient(boolean strict) ->
                second(new LinearAlgebra.GuardedQuotient(!strict), a, ct);
            case LinearAlgebra.ExpmTangent _ -> second(op, TensorOps.transposed(a), ct);
            case LinearAlgebra.CofactorTangent _, LinearAlgebra.Lyapunov _, LinearAlgebra.Regular _ ->
                second(op, a, ct);
            case SpectralTangent(boolean singular) -> {
                Tensor ofVectors = cotangents.get(1);
                LinearAlgebra back = new SpectralCotangent(singular, !isZero(ofVectors));
                yield Arrays.asList(null, TensorOps.apply(back, a, ct, ofVectors));
            }
            case SpectralCotangent(boolean singular, boolean vectors) -> {
                List<Tensor> back = TensorOps.applyAll(new SpectralTangent(singular), List.of(a, ct));
                yield Arrays.asList(null, back.get(0), vectors ? back.get(1) : null);
            }
            case LinearAlgebra.Cholesky _,
                    LinearAlgebra.Lu _,
                    LinearAlgebra.Qr _,
                    LinearAlgebra.Eigh _,
                    LinearAlgebra.Eig _,
                    LinearAlgebra.Svd _,
                    LinearAlgebra.Pinv _,
                    LinearAlgebra.Det _,
                    LinearAlgebra.SlogDet _,
                    LinearAlgebra.Cofactor _,
                    LinearAlgebra.Expm _,
                    LinearAlgebra.Sqrtm _ -> throw TransposeRules.notLinear(op);
        };
    }

    private static List<Tensor> second(LinearAlgebra back, Tensor a, Tensor ct) {
        return Arrays.asList(null, TensorOps.apply(back, a, ct));
    }

    /** Whether nothing depends on the vectors: their cotangent is the zero that stands for none. */
    private static boolean isZero(Tensor cotangent) {
        return cotangent.value() instanceof Concrete(NdArray array)
                && (array.size() == 0 || (array.isSplat() && array.getDouble(0) == 0));
    }
}
