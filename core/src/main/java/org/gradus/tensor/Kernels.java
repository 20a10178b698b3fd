package org.gradus.tensor;

import org.gradus.error.ShapeException;

/**
 * Distances between rows and positive definite functions of them, for kernel methods. Every one is a composition of
 * tensor functions, so that derivatives of every order go through points and parameters alike.
 */
public final class Kernels {
    private Kernels() {}

    /**
     * Squared Euclidean distances ‖xᵢ − zⱼ‖² of all pairs of rows, by ‖xᵢ‖² + ‖zⱼ‖² − 2·xᵢᵀzⱼ with one matrix product. The
     * rounding error is a few ε·(‖xᵢ‖² + ‖zⱼ‖²), so center rows that lie far from the origin first. Values are never below
     * zero; derivatives are those of the polynomial, also where a value was rounded up to zero.
     *
     * @param x points {@code [..., n, d]}
     * @param z points {@code [..., m, d]} of the same element type
     * @return distances {@code [..., n, m]}
     * @throws ShapeException when a point is no row or the rows differ in length
     */
    public static Tensor squaredDistances(Tensor x, Tensor z) {
        checkRows("squared distances", x, z);
        Tensor left = x.square().sum(-1).expandDims(-1);
        Tensor right = z.square().sum(-1).expandDims(-2);
        Tensor polynomial = left.plus(right).minus(x.matmul(z.t()).times(2));
        return polynomial.plus(Tensors.stopGradient(Tensors.relu(polynomial.unaryMinus())));
    }

    /**
     * The squared exponential kernel with a length scale for each coordinate (automatic relevance determination),
     *
     * <pre>
     * k(x, z) = exp(−½ Σⱼ (xⱼ − zⱼ)² / ℓⱼ²)
     * </pre>
     *
     * (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, equation 5.1 with unit variance). A large ℓⱼ
     * takes coordinate j out.
     *
     * @param x points {@code [..., n, d]}
     * @param z points {@code [..., m, d]}
     * @param lengthScales ℓ, positive: {@code [d]}, or a scalar for all coordinates
     * @return values {@code [..., n, m]} in (0, 1]; the matrix of a set of points with itself is positive semidefinite, but
     *     in rounded numbers often singular: add a little to its diagonal before factoring it
     * @throws ShapeException when a point is no row or the rows differ in length
     */
    public static Tensor squaredExponential(Tensor x, Tensor z, Tensor lengthScales) {
        checkRows("squared exponential", x, z);
        return squaredDistances(x.div(lengthScales), z.div(lengthScales))
                .times(-0.5)
                .exp();
    }

    private static void checkRows(String operation, Tensor x, Tensor z) {
        Operations.operand(x, operation);
        Operations.operand(z, operation);
        if (x.rank() < 2 || z.rank() < 2 || x.dim(-1) != z.dim(-1)) {
            throw new ShapeException(
                    operation + ": rows of " + x.type() + " and of " + z.type() + " are not points of one space",
                    "give points of shape [..., n, d] and [..., m, d]");
        }
    }
}
