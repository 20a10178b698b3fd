package org.gradus.transform;

import java.util.Collections;
import java.util.List;
import org.gradus.program.LinearAlgebra;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;

/** Forward derivatives of factorizations and solves (Giles, Collected matrix derivative results, 2008). */
final class LinearAlgebraJvp {
    private LinearAlgebraJvp() {}

    static List<Tensor> jvp(LinearAlgebra op, List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        Tensor out = outputs.getFirst();
        return Collections.singletonList(
                switch (op) {
                    case LinearAlgebra.Cholesky() -> cholesky(out, tangents.getFirst());
                    case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) -> {
                        Tensor da = tangents.getFirst();
                        int diagonal = unit ? (lower ? -1 : 1) : 0;
                        Tensor triangle =
                                da == null ? null : lower ? Linalg.tril(da, diagonal) : Linalg.triu(da, diagonal);
                        yield solve(op, primals.getFirst(), triangle, transposed, out, tangents.get(1));
                    }
                    case LinearAlgebra.Solve(boolean transposed) ->
                        solve(op, primals.getFirst(), tangents.getFirst(), transposed, out, tangents.get(1));
                });
    }

    /** dL = L·Φ(L⁻¹·dA·L⁻ᵀ), where Φ keeps the lower triangle and halves the diagonal. */
    private static Tensor cholesky(Tensor l, Tensor da) {
        Tensor symmetric = Linalg.tril(da, 0).plus(Linalg.tril(da, -1).t());
        Tensor half = Linalg.triangularSolve(l, symmetric, true);
        Tensor p = Linalg.triangularSolve(l, half.t(), true).t();
        Tensor phi = Linalg.tril(p, 0).plus(Linalg.tril(p, -1)).times(0.5);
        return l.matmul(phi);
    }

    /** dX = op(A)⁻¹·(dB − op(dA)·X). */
    private static Tensor solve(LinearAlgebra op, Tensor a, Tensor da, boolean transposed, Tensor x, Tensor db) {
        Tensor moved = da == null ? null : (transposed ? da.t() : da).matmul(x);
        Tensor right = moved == null ? db : db == null ? moved.unaryMinus() : db.minus(moved);
        return TensorOps.apply(op, a, right);
    }
}
