package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;

/** Transposes of solves, which are linear in the right-hand side. */
final class LinearAlgebraTranspose {
    private LinearAlgebraTranspose() {}

    static List<Tensor> transpose(LinearAlgebra op, List<Tensor> inputs, Tensor ct) {
        Op back = switch (op) {
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) ->
                new LinearAlgebra.TriangularSolve(lower, !transposed, unit);
            case LinearAlgebra.Solve(boolean transposed) -> new LinearAlgebra.Solve(!transposed);
            case LinearAlgebra.Cholesky _ -> throw TransposeRules.notLinear(op);
        };
        return Arrays.asList(null, TensorOps.apply(back, inputs.getFirst(), ct));
    }
}
