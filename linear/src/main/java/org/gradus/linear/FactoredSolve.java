package org.gradus.linear;

import org.gradus.Gradus;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.transform.WithResiduals;

/**
 * Solves a dense system by one factorization P·A = L·U that serves the gradient as well: with x = A⁻¹·b and the cotangent g of
 * x, Aᵀ·v = g gives the cotangents v of b and −v·xᵀ of A, so a gradient by any number of parameters of A and b costs one
 * factorization, one solve and one transposed solve. {@code Linalg.solve} factors again for the transposed one, and has forward
 * mode, which this has not.
 */
public final class FactoredSolve {
    private FactoredSolve() {}

    /** Matrix and right-hand side. */
    record System(Tensor a, Tensor b) {}

    /** What the gradient reads. */
    record Kept(Linalg.Lu lu, Tensor x) {}

    /**
     * The solution of A·x = b, differentiable in reverse mode to any order.
     *
     * @param a A, {@code [n, n]}
     * @param b {@code [n]}
     * @return x, {@code [n]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor solve(Tensor a, Tensor b) {
        if (a.rank() != 2 || b.rank() != 1 || a.dim(0) != a.dim(1) || a.dim(0) != b.dim(0)) {
            throw new ShapeException(
                    "factoredSolve: a matrix " + a.type() + " and a right-hand side " + b.type()
                            + " do not go together",
                    "give a of shape [n, n] and b of shape [n]");
        }
        return Gradus.<System, Tensor, Kept>customVjp(
                        s -> {
                            Linalg.Lu lu = Linalg.lu(s.a());
                            Tensor x = forward(lu, s.b());
                            return new WithResiduals<>(x, new Kept(lu, x));
                        },
                        (kept, g) -> {
                            Tensor v = transposed(kept.lu(), g);
                            return new System(
                                    v.expandDims(1)
                                            .times(kept.x().expandDims(0))
                                            .unaryMinus(),
                                    v);
                        })
                .apply(new System(a, b));
    }

    private static Tensor forward(Linalg.Lu lu, Tensor b) {
        Tensor column = Indexing.take(b, lu.permutation(), 0).expandDims(1);
        Tensor y = Linalg.triangularSolve(lu.lower(), column, true);
        return Linalg.triangularSolve(lu.upper(), y, false).reshape(b.shape());
    }

    private static Tensor transposed(Linalg.Lu lu, Tensor g) {
        Tensor z = Linalg.triangularSolve(lu.upper(), g.expandDims(1), false, true);
        Tensor w = Linalg.triangularSolve(lu.lower(), z, true, true).reshape(g.shape());
        return Indexing.scatterAdd(w, lu.permutation(), 0, g.dim(0));
    }
}
