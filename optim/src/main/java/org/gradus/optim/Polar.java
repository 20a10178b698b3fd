package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;

/** The orthogonal factor U·Vᵀ of a matrix G = U·S·Vᵀ, exactly or by polynomials that need products alone. */
public final class Polar {
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;

    private Polar() {}

    /**
     * By singular values.
     *
     * @param g a matrix
     * @return U·Vᵀ, of g's shape
     */
    public static Tensor exact(Tensor g) {
        Linalg.Svd svd = Linalg.svd(g);
        return svd.u().matmul(svd.vt());
    }

    /**
     * Newton and Schulz's cubic: X₀ = G/‖G‖, X ← 1.5·X − 0.5·X·Xᵀ·X. It converges to U·Vᵀ, linearly at first where
     * singular values are small.
     *
     * @param g a matrix
     * @param steps one or more; 15 for well-conditioned matrices
     * @return nearly U·Vᵀ
     */
    public static Tensor cubic(Tensor g, int steps) {
        checkMatrix(g);
        Tensor x = normalized(g, 0);
        for (int i = 0; i < steps; i++) {
            x = x.times(1.5).minus(gram(x).matmul(x).times(0.5));
        }
        return back(x, g);
    }

    /**
     * Muon's quintic X ← a·X + (b·XXᵀ + c·(XXᵀ)²)·X with (a, b, c) = (3.4445, −4.7750, 2.0315), X₀ = G/(‖G‖ + 1e-7)
     * (Jordan et al. 2024). It does not converge: singular values end between about 0.65 and 1.25.
     *
     * @param g a matrix
     * @param steps one or more; 5 is usual
     * @return roughly U·Vᵀ
     */
    public static Tensor quintic(Tensor g, int steps) {
        checkMatrix(g);
        Tensor x = normalized(g, 1e-7);
        for (int i = 0; i < steps; i++) {
            Tensor xxt = gram(x);
            Tensor poly = xxt.times(B).plus(xxt.matmul(xxt).times(C));
            x = x.times(A).plus(poly.matmul(x));
        }
        return back(x, g);
    }

    private static void checkMatrix(Tensor g) {
        if (g.rank() != 2) {
            throw new ArgumentException("polar factor: " + g.type() + " is not a matrix", "reshape it to two axes");
        }
    }

    /** The wide one of g and its transpose, so that products are of the small size. */
    private static Tensor normalized(Tensor g, double epsilon) {
        Tensor wide = g.dim(0) > g.dim(1) ? g.t() : g;
        Tensor norm = Leaves.as(Leaves.norm(wide), wide).plus(epsilon);
        return epsilon > 0 ? wide.div(norm) : wide.div(org.gradus.tensor.Tensors.where(norm.eq(0), 1, norm));
    }

    private static Tensor gram(Tensor x) {
        return x.matmul(x.t());
    }

    private static Tensor back(Tensor x, Tensor g) {
        return g.dim(0) > g.dim(1) ? x.t() : x;
    }
}
