package org.gradus.transform;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.LinearAlgebra.Condition;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of factorizations and solves (Giles, Collected matrix derivative results, 2008). */
final class LinearAlgebraJvp {
    private LinearAlgebraJvp() {}

    static List<Tensor> jvp(LinearAlgebra op, List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        Tensor a = primals.getFirst();
        Tensor da = tangents.getFirst();
        Tensor out = outputs.getFirst();
        return switch (op) {
            case LinearAlgebra.Cholesky() -> one(cholesky(out, da));
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) -> {
                int diagonal = unit ? (lower ? -1 : 1) : 0;
                Tensor triangle = da == null ? null : lower ? Linalg.tril(da, diagonal) : Linalg.triu(da, diagonal);
                yield one(solve(op, a, triangle, transposed, out, tangents.get(1)));
            }
            case LinearAlgebra.Solve(boolean transposed) -> one(solve(op, a, da, transposed, out, tangents.get(1)));
            case LinearAlgebra.Lu _ -> lu(outputs, da);
            case LinearAlgebra.Qr(boolean full) -> qr(full, a, outputs, da);
            case LinearAlgebra.Eigh _ -> EigenJvp.eigh(outputs, da);
            case LinearAlgebra.Eig _ -> EigenJvp.eig(outputs, da);
            case LinearAlgebra.Svd(boolean full) -> EigenJvp.svd(full, a, outputs, da);
            case LinearAlgebra.SpectralTangent s -> EigenJvp.tangent(s, a, outputs, tangents);
            case LinearAlgebra.SpectralCotangent s -> one(EigenJvp.cotangent(s, primals, out, tangents));
            case LinearAlgebra.GuardedQuotient q -> one(EigenJvp.quotient(q, a, out, da, tangents.get(1)));
            case LinearAlgebra.Pinv _ -> one(MatrixFunctionJvp.pinv(primals.get(1), out, tangents.get(1)));
            case LinearAlgebra.Det _ -> one(MatrixFunctionJvp.det(a, da));
            case LinearAlgebra.SlogDet _ -> Arrays.asList(null, MatrixFunctionJvp.logDet(a, out, da));
            case LinearAlgebra.Cofactor _ -> one(TensorOps.apply(new LinearAlgebra.CofactorTangent(), a, da));
            case LinearAlgebra.CofactorTangent _ -> one(MatrixFunctionJvp.cofactorTangent(primals, tangents));
            case LinearAlgebra.Expm _ -> one(TensorOps.apply(new LinearAlgebra.ExpmTangent(), a, da));
            case LinearAlgebra.ExpmTangent _ -> one(MatrixFunctionJvp.expmTangent(primals, tangents));
            case LinearAlgebra.Sqrtm _ ->
                one(TensorOps.apply(new LinearAlgebra.Lyapunov(), out, EigenJvp.symmetric(da)));
            case LinearAlgebra.Lyapunov _ -> one(MatrixFunctionJvp.lyapunov(a, out, da, tangents.get(1)));
            case LinearAlgebra.Regular _ -> one(tangents.get(1));
        };
    }

    private static List<Tensor> one(Tensor tangent) {
        return Collections.singletonList(tangent);
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

    private static Tensor regular(Condition condition, Tensor witness, Tensor x) {
        return TensorOps.apply(new LinearAlgebra.Regular(condition), witness, x);
    }

    /** X·U⁻¹ for upper triangular U. */
    private static Tensor divide(Tensor x, Tensor u) {
        return Linalg.triangularSolve(u, x.t(), false, true).t();
    }

    private static Tensor first(Tensor x, int axis, int count) {
        return x.slice(axis, 0, count);
    }

    private static Tensor rest(Tensor x, int axis, int from) {
        return x.slice(axis, from, x.dim(axis));
    }

    /**
     * The row exchanges stay. With F = L⁻¹·dA·U⁻¹ of the leading square: dL = L·tril(F, −1), dU = triu(F)·U; the rows of L
     * below and the columns of U to the right follow from A = L·U.
     */
    private static List<Tensor> lu(List<Tensor> outputs, Tensor da) {
        Tensor l = outputs.get(0);
        Tensor u = outputs.get(1);
        int m = l.dim(-2);
        int n = u.dim(-1);
        int k = Math.min(m, n);
        if (da.size() == 0) {
            return Arrays.asList(null, null, null);
        }
        Tensor rows = outputs.get(2).expandDims(-1);
        Tensor moved = Indexing.takeAlong(da, rows.broadcastTo(da.shape().dims()), -2);
        Tensor l1 = first(l, -2, k);
        Tensor u1 = first(u, -1, k);
        u1 = regular(Condition.PIVOTS, u1, u1);
        LinearAlgebra divideByL = new LinearAlgebra.TriangularSolve(true, false, true);
        Tensor f = divide(TensorOps.apply(divideByL, l1, first(first(moved, -2, k), -1, k)), u1);
        Tensor dl = l1.matmul(Linalg.tril(f, -1));
        Tensor du = Linalg.triu(f, 0).matmul(u1);
        if (m > k) {
            Tensor below = divide(rest(moved, -2, k).minus(rest(l, -2, k).matmul(du)), u1);
            dl = Tensors.concatenate(-2, dl, below);
        }
        if (n > k) {
            Tensor right = rest(moved, -1, k).minus(dl.matmul(rest(u, -1, k)));
            du = Tensors.concatenate(-1, du, TensorOps.apply(divideByL, l1, right));
        }
        return Arrays.asList(dl, du, null);
    }

    /**
     * With X = dA·R⁻¹ of the leading square, M = Qᵀ·X and T = triu(M) + tril(M, −1)ᵀ: dR = T·R, dQ = X − Q·T; the columns
     * of R to the right follow from A = Q·R.
     */
    private static List<Tensor> qr(boolean full, Tensor a, List<Tensor> outputs, Tensor da) {
        int m = a.dim(-2);
        int n = a.dim(-1);
        int k = Math.min(m, n);
        if (full && m > n) {
            throw new NotDifferentiableException(
                    "qr: the last " + (m - n) + " columns of the full Q of " + a.type()
                            + " have no derivative: any orthonormal completion would do",
                    "use the reduced form, qr(a)");
        }
        if (da.size() == 0) {
            return Arrays.asList(null, null);
        }
        Tensor q = outputs.get(0);
        Tensor r1 = first(outputs.get(1), -1, k);
        r1 = regular(Condition.FULL_RANK, r1, r1);
        Tensor x = divide(first(da, -1, k), r1);
        Tensor projected = q.t().matmul(x);
        Tensor lower = Linalg.tril(projected, -1);
        Tensor t = Linalg.triu(projected, 0).plus(lower.t());
        Tensor dq = x.minus(q.matmul(t));
        Tensor dr = t.matmul(r1);
        if (n > k) {
            Tensor turn = lower.minus(lower.t());
            Tensor right = q.t().matmul(rest(da, -1, k)).minus(turn.matmul(rest(outputs.get(1), -1, k)));
            dr = Tensors.concatenate(-1, dr, right);
        }
        return Arrays.asList(dq, dr);
    }

    /** Identity matrices of the type and leading axes of a matrix with n columns. */
    static Tensor identity(Tensor like, int n) {
        Shape shape = like.shape().slice(0, like.rank() - 2).concat(Shape.of(n, n));
        return Tensors.eye(n).to(like.dtype()).broadcastTo(shape.dims());
    }
}
