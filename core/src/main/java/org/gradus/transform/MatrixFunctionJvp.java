package org.gradus.transform;

import java.util.List;
import org.gradus.program.LinearAlgebra;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of determinants, inverses, exponentials and roots of matrices. */
final class MatrixFunctionJvp {
    private MatrixFunctionJvp() {}

    private static Tensor sumOfProducts(Tensor x, Tensor y) {
        int rank = x.rank();
        return TensorOps.sum(TensorOps.scale(x, y), List.of(rank - 2, rank - 1));
    }

    private static Tensor trace(Tensor x) {
        return sumOfProducts(x, LinearAlgebraJvp.identity(x, x.dim(-1)));
    }

    /** A number for each matrix times the matrix. */
    private static Tensor times(Tensor number, Tensor matrix) {
        int rank = matrix.rank();
        return TensorOps.scale(matrix, TensorOps.unreduce(number, matrix.shape(), List.of(rank - 2, rank - 1)));
    }

    /** d det = ⟨cof A, dA⟩, which needs no inverse. */
    static Tensor det(Tensor a, Tensor da) {
        return sumOfProducts(da, TensorOps.apply(new LinearAlgebra.Cofactor(), a));
    }

    /** d log|det A| = tr A⁻¹·dA. */
    static Tensor logDet(Tensor a, Tensor sign, Tensor da) {
        Tensor regular = TensorOps.apply(new LinearAlgebra.Regular(LinearAlgebra.Condition.NONSINGULAR), sign, a);
        return trace(TensorOps.apply(new LinearAlgebra.Solve(false), regular, da));
    }

    /** From tr(A⁻¹E)·C − C·Eᵀ·A⁻ᵀ, C the cofactors: third derivatives of a determinant need an inverse. */
    static Tensor cofactorTangent(List<Tensor> primals, List<Tensor> tangents) {
        LinearAlgebra op = new LinearAlgebra.CofactorTangent();
        Tensor a = primals.get(0);
        Tensor e = primals.get(1);
        Tensor f = tangents.get(0);
        Tensor ofDirection = tangents.get(1) == null ? null : TensorOps.apply(op, a, tangents.get(1));
        if (f == null) {
            return ofDirection;
        }
        Tensor inverse = TensorOps.apply(new LinearAlgebra.Solve(false), a, LinearAlgebraJvp.identity(a, a.dim(-1)));
        Tensor c = TensorOps.apply(new LinearAlgebra.Cofactor(), a);
        Tensor dc = TensorOps.apply(op, a, f);
        Tensor ae = inverse.matmul(e);
        Tensor af = inverse.matmul(f);
        Tensor ofMatrix = times(trace(ae), dc)
                .minus(times(trace(af.matmul(ae)), c))
                .minus(dc.matmul(ae.t()))
                .plus(c.matmul(ae.t()).matmul(af.t()));
        return TensorOps.add(ofMatrix, ofDirection);
    }

    /** Golub and Pereyra (1973): −P·dA·P + P·Pᵀ·dAᵀ·(I − A·P) + (I − P·A)·dAᵀ·Pᵀ·P, where the rank stays. */
    static Tensor pinv(Tensor a, Tensor p, Tensor da) {
        if (da == null || da.size() == 0) {
            return null;
        }
        Tensor dp = p.matmul(da).matmul(p).unaryMinus();
        Tensor left = p.matmul(p.t().matmul(da.t()));
        Tensor right = da.t().matmul(p.t()).matmul(p);
        return dp.plus(left.minus(left.matmul(a).matmul(p))).plus(right.minus(p.matmul(a.matmul(right))));
    }

    /** The upper right block of the derivative of [[A, E], [0, A]] along [[dA, dE], [0, dA]]. */
    static Tensor expmTangent(List<Tensor> primals, List<Tensor> tangents) {
        Tensor a = primals.get(0);
        int n = a.dim(-1);
        Tensor whole = TensorOps.apply(
                new LinearAlgebra.ExpmTangent(),
                block(a, primals.get(1)),
                block(TensorOps.orZeros(tangents.get(0), a), TensorOps.orZeros(tangents.get(1), a)));
        return whole.slice(-2, 0, n).slice(-1, n, 2 * n);
    }

    private static Tensor block(Tensor a, Tensor e) {
        Tensor above = Tensors.concatenate(-1, a, e);
        Tensor below = Tensors.concatenate(-1, Tensors.zerosLike(a), a);
        return Tensors.concatenate(-2, above, below);
    }

    /** A·dX + dX·A = dC − dA·X − X·dA. */
    static Tensor lyapunov(Tensor a, Tensor x, Tensor da, Tensor dc) {
        Tensor right = dc;
        if (da != null) {
            Tensor symmetric = EigenJvp.symmetric(da);
            Tensor moved = symmetric.matmul(x).plus(x.matmul(symmetric));
            right = dc == null ? moved.unaryMinus() : dc.minus(moved);
        }
        return TensorOps.apply(new LinearAlgebra.Lyapunov(), a, right);
    }
}
