package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * The last pairs sᵢ = xᵢ₊₁ − xᵢ and yᵢ = ∇fᵢ₊₁ − ∇fᵢ, and the product with the inverse Hessian that they define.
 *
 * <p>The product is that of the two-loop recursion (Nocedal and Wright, Algorithm 7.4) in the compact form of Byrd,
 * Nocedal and Schnabel (1994), which takes four products of matrices instead of 4m of vectors. With R the upper
 * triangle of S·Yᵀ, D its diagonal, and rows for pairs:
 *
 * <p>v = R⁻¹·S·g, u = R⁻ᵀ·(D·v + γ·Y·Yᵀ·v − γ·Y·g), H·g = γ·g + Sᵀ·u − γ·Yᵀ·v.
 *
 * @param steps S, {@code [m, n]}, the newest pair in the last row
 * @param differences Y, {@code [m, n]}
 * @param count number of pairs in use, the last rows, an i64 scalar
 * @param scale γ = sᵀy / yᵀy of the newest pair, an f64 scalar
 */
public record LbfgsMemory(Tensor steps, Tensor differences, Tensor count, Tensor scale) {

    /**
     * No pairs, with scale 1.
     *
     * @param pairs m, how many to keep
     * @param x a vector of the parameters' type
     * @return the memory
     */
    public static LbfgsMemory empty(int pairs, Tensor x) {
        Tensor none = Tensors.full(0, x.type().with(Shape.of(pairs, x.size())));
        return new LbfgsMemory(
                none, none, Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR)), Tensors.scalar(1));
    }

    /**
     * Adds a pair where it is wanted and its curvature sᵀy is positive beyond rounding.
     *
     * @param wanted a truth value
     * @param s step
     * @param y difference of gradients
     * @param idleScale the scale as long as there is no pair, f64
     * @return the memory after it
     */
    public LbfgsMemory with(Tensor wanted, Tensor s, Tensor y, Tensor idleScale) {
        Tensor sy = Trees.dot(s, y);
        Tensor yy = Trees.dot(y, y);
        double epsilon = s.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
        Tensor curved = sy.gt(Trees.dot(s, s).times(yy).sqrt().times(10 * epsilon));
        Tensor good = wanted.and(curved);
        Tensor more = Tensors.minimum(count.plus(1L), Tensors.full(steps.dim(0), count.type()));
        return new LbfgsMemory(
                Tensors.where(good, pushed(steps, s), steps),
                Tensors.where(good, pushed(differences, y), differences),
                Tensors.where(good, more, count),
                Tensors.where(good, sy.div(yy), Tensors.where(count.eq(0L), idleScale, scale)));
    }

    /**
     * Forgets all pairs if a truth value holds; the scale stays.
     *
     * @param where the truth value
     * @return the memory after it
     */
    public LbfgsMemory forgotten(Tensor where) {
        return new LbfgsMemory(steps, differences, Tensors.where(where, Tensors.zerosLike(count), count), scale);
    }

    private static Tensor pushed(Tensor rows, Tensor row) {
        return Tensors.concatenate(0, rows.slice(0, 1, rows.dim(0)), row.reshape(1, row.size()));
    }

    /**
     * The product with the inverse Hessian; γ·g without pairs.
     *
     * @param g a vector
     * @return H·g
     */
    public Tensor product(Tensor g) {
        int m = steps.dim(0);
        Tensor gamma = scale.to(g.dtype());
        Tensor used = Tensors.arange(m).ge(Tensors.full(m, count.type()).minus(count));
        Tensor pairs = used.reshape(m, 1).and(used.reshape(1, m));
        Tensor unit = Tensors.eye(m).to(g.dtype());
        Tensor products = steps.matmul(differences.t());
        Tensor r = Linalg.triu(Tensors.where(pairs, products, unit), 0);
        Tensor diagonal = r.times(unit).sum(1);
        Tensor rhs = masked(used, steps.matmul(g));
        Tensor v = Linalg.triangularSolve(r, rhs.reshape(m, 1), false).reshape(m);
        Tensor curvature =
                differences.matmul(differences.t().matmul(v).minus(g)).times(gamma);
        Tensor inner = masked(used, diagonal.times(v).plus(curvature));
        Tensor u = Linalg.triangularSolve(r, inner.reshape(m, 1), false, true).reshape(m);
        Tensor low = steps.t().matmul(u).minus(differences.t().matmul(v).times(gamma));
        return g.times(gamma).plus(low);
    }

    private static Tensor masked(Tensor used, Tensor x) {
        return Tensors.where(used, x, 0);
    }
}
