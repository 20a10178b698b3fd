package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.LinearAlgebra.GuardedQuotient;
import org.gradus.program.LinearAlgebra.SpectralCotangent;
import org.gradus.program.LinearAlgebra.SpectralTangent;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Forward derivatives of eigenvalues, singular values and their vectors. What happens where values coincide is the
 * business of {@link SpectralTangent} and {@link GuardedQuotient}: there numbers are known.
 */
final class EigenJvp {
    private EigenJvp() {}

    /** The symmetric matrix of the lower triangle. */
    static Tensor symmetric(Tensor a) {
        return Linalg.tril(a, 0).plus(Linalg.tril(a, -1).t());
    }

    /** A vector for each matrix, as the rows' or the columns' common values. */
    private static Tensor spread(Tensor vector, Shape shape, boolean alongRows) {
        return TensorOps.unreduce(vector, shape, List.of(shape.rank() - (alongRows ? 2 : 1)));
    }

    /** w_j − w_i. */
    private static Tensor gaps(Tensor w, Shape shape) {
        return spread(w, shape, true).minus(spread(w, shape, false));
    }

    /** With N = Vᵀ·dA·V: dλ = diag N, dV = V·Ω, Ω_ij = N_ij/(λ_j−λ_i). */
    static List<Tensor> eigh(List<Tensor> outputs, Tensor da) {
        Tensor v = outputs.get(1);
        if (v.size() == 0) {
            return Arrays.asList(null, null);
        }
        Tensor n = v.t().matmul(symmetric(da)).matmul(v);
        List<Tensor> parts = TensorOps.applyAll(new SpectralTangent(false), List.of(outputs.get(0), n));
        return Arrays.asList(parts.get(0), v.matmul(parts.get(1)));
    }

    /**
     * With P = Uᵀ·dA·V, its symmetric part X and its antisymmetric part Y: ds = diag X, and the rotations of the vectors
     * are Uᵀ·dU, Vᵀ·dV = X_ij/(s_j−s_i) ± Y_ij/(s_j+s_i); what of dA·V, dAᵀ·U lies outside the vectors is divided by s_j.
     */
    static List<Tensor> svd(boolean full, Tensor a, List<Tensor> outputs, Tensor da) {
        int m = a.dim(-2);
        int n = a.dim(-1);
        if (full && m != n) {
            throw new NotDifferentiableException(
                    "svd: the last " + Math.abs(m - n) + " vectors of the full decomposition of " + a.type()
                            + " have no derivative: any orthonormal completion would do",
                    "use the reduced form, svd(a)");
        }
        if (da.size() == 0) {
            return Arrays.asList(null, null, null);
        }
        Tensor u = outputs.get(0);
        Tensor s = outputs.get(1);
        Tensor v = outputs.get(2).t();
        Tensor right = da.matmul(v);
        Tensor p = u.t().matmul(right);
        Shape square = p.shape();
        Tensor x = p.plus(p.t()).times(0.5);
        Tensor y = p.minus(p.t()).times(0.5);
        List<Tensor> parts = TensorOps.applyAll(new SpectralTangent(true), List.of(s, x));
        Tensor positive = positive(s);
        Tensor sums = spread(positive, square, true).plus(spread(positive, square, false));
        Tensor other = quotient(sums, y);
        Tensor du = u.matmul(parts.get(1).plus(other));
        Tensor dv = v.matmul(parts.get(1).minus(other));
        if (m > n) {
            Tensor outside = right.minus(u.matmul(p));
            du = du.plus(quotient(spread(positive, u.shape(), true), outside));
        } else if (n > m) {
            Tensor outside = da.t().matmul(u).minus(v.matmul(p.t()));
            dv = dv.plus(quotient(spread(positive, v.shape(), true), outside));
        }
        return Arrays.asList(du, parts.get(0), dv.t());
    }

    /** Singular values, with exact zeros in place of those that are zero to rounding. */
    private static Tensor positive(Tensor s) {
        int axis = s.rank() - 1;
        double tolerance = 4 * s.dim(-1) * (s.dtype() == org.gradus.array.DType.FLOAT64 ? 0x1p-52 : 0x1p-23);
        Tensor largest = Tensors.stopGradient(s.slice(-1, 0, 1)).times(tolerance);
        Tensor limit = TensorOps.unreduce(largest.reshape(s.shape().without(List.of(axis))), s.shape(), List.of(axis));
        return TensorOps.select(s.le(limit), Tensors.zerosLike(s), s);
    }

    private static Tensor quotient(Tensor d, Tensor x) {
        return TensorOps.apply(new GuardedQuotient(false), d, x);
    }

    /** d(x/d) = dx/d − (x/d)·dd/d. */
    static Tensor quotient(GuardedQuotient op, Tensor d, Tensor out, Tensor dd, Tensor dx) {
        Tensor right = dd == null ? null : TensorOps.scale(dd, out).unaryMinus();
        return TensorOps.apply(op, d, TensorOps.add(dx, right));
    }

    /** dΩ_ij = (dN_ij − Ω_ij·(dw_j−dw_i))/(w_j−w_i), which is the operation again. */
    static List<Tensor> tangent(SpectralTangent op, Tensor w, List<Tensor> outputs, List<Tensor> tangents) {
        Tensor omega = outputs.get(1);
        Tensor dw = tangents.get(0);
        Tensor right = dw == null
                ? null
                : TensorOps.scale(gaps(dw, omega.shape()), omega).unaryMinus();
        return TensorOps.applyAll(op, List.of(w, TensorOps.add(tangents.get(1), right)));
    }

    static Tensor cotangent(SpectralCotangent op, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        Tensor w = primals.get(0);
        Tensor dw = tangents.get(0);
        Tensor ofValues = tangents.get(1);
        if (!op.vectors()) {
            return ofValues == null ? null : TensorOps.apply(op, w, ofValues, Tensors.zerosLike(out));
        }
        Tensor right =
                dw == null ? null : TensorOps.scale(gaps(dw, out.shape()), out).unaryMinus();
        Tensor ofVectors = TensorOps.add(tangents.get(2), right);
        return TensorOps.apply(op, w, TensorOps.orZeros(ofValues, w), TensorOps.orZeros(ofVectors, out));
    }

    /**
     * With M = V⁻¹·dA·V, complex: dλ = diag M, and dV = V·Ω but for multiples of each vector that keep its length and its
     * anchor real; Ω_ij = M_ij/(λ_j−λ_i). In real arithmetic V⁻¹ is the solution of a system of twice the size.
     */
    static List<Tensor> eig(List<Tensor> outputs, Tensor da) {
        Tensor vr = outputs.get(2);
        Tensor vi = outputs.get(3);
        if (vr.size() == 0) {
            return Arrays.asList(null, null, null, null, null);
        }
        int n = vr.dim(-1);
        Shape square = vr.shape();
        int last = square.rank() - 1;
        Tensor values = Tensors.concatenate(
                -2, outputs.get(0).expandDims(-2), outputs.get(1).expandDims(-2));
        Tensor direction = TensorOps.apply(new LinearAlgebra.Regular(LinearAlgebra.Condition.DISTINCT), values, da);
        Tensor above = Tensors.concatenate(-1, vr, vi.unaryMinus());
        Tensor below = Tensors.concatenate(-1, vi, vr);
        Tensor moved = Tensors.concatenate(-2, direction.matmul(vr), direction.matmul(vi));
        Tensor m = TensorOps.apply(new LinearAlgebra.Solve(false), Tensors.concatenate(-2, above, below), moved);
        Tensor mr = m.slice(-2, 0, n);
        Tensor mi = m.slice(-2, n, 2 * n);
        Tensor eye = LinearAlgebraJvp.identity(vr, n);
        Tensor dwr = TensorOps.sum(TensorOps.scale(mr, eye), List.of(last - 1));
        Tensor dwi = TensorOps.sum(TensorOps.scale(mi, eye), List.of(last - 1));
        Tensor gr = gaps(outputs.get(0), square);
        Tensor gi = gaps(outputs.get(1), square);
        // On the diagonal the gap is 0 and Ω shall be 0: any other divisor will do, with a numerator of 0.
        Tensor size = gr.square().plus(gi.square()).plus(eye);
        Tensor off = Tensors.minus(1, eye);
        Tensor fr = gr.div(size).times(off);
        Tensor fi = gi.div(size).times(off).unaryMinus();
        Tensor or = TensorOps.scale(mr, fr).minus(TensorOps.scale(mi, fi));
        Tensor oi = TensorOps.scale(mr, fi).plus(TensorOps.scale(mi, fr));
        Tensor xr = vr.matmul(or).minus(vi.matmul(oi));
        Tensor xi = vr.matmul(oi).plus(vi.matmul(or));
        Tensor one = anchors(outputs.get(4), square, vr);
        Tensor cr = TensorOps.sum(TensorOps.scale(xr, vr).plus(TensorOps.scale(xi, vi)), List.of(last - 1));
        Tensor ci = TensorOps.sum(TensorOps.scale(xi, one), List.of(last - 1))
                .div(TensorOps.sum(TensorOps.scale(vr, one), List.of(last - 1)));
        Tensor lengths = spread(cr, square, true);
        Tensor phases = spread(ci, square, true);
        Tensor dvr = xr.minus(TensorOps.scale(lengths, vr)).plus(TensorOps.scale(phases, vi));
        Tensor dvi = xi.minus(TensorOps.scale(lengths, vi)).minus(TensorOps.scale(phases, vr));
        return Arrays.asList(dwr, dwi, dvr, dvi, null);
    }

    /** One in the row of each column's anchor, zero elsewhere. */
    private static Tensor anchors(Tensor rows, Shape square, Tensor like) {
        Tensor wanted = TensorOps.unreduce(rows, square, List.of(square.rank() - 2));
        Tensor row =
                Tensors.arange(square.dim(square.rank() - 1)).expandDims(-1).broadcastTo(square.dims());
        return row.eq(wanted).to(like.dtype());
    }
}
