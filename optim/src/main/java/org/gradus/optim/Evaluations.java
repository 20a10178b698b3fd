package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * How often the objective was used, in a state.
 *
 * @param values of f, an i64 scalar
 * @param gradients of f, an i64 scalar
 * @param products Hessian-vector products, an i64 scalar
 */
public record Evaluations(Tensor values, Tensor gradients, Tensor products) {

    /**
     * None yet.
     *
     * @return zeros
     */
    public static Evaluations none() {
        Tensor zero = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new Evaluations(zero, zero, zero);
    }

    /**
     * Counts more.
     *
     * @param moreValues of f
     * @param moreGradients of f
     * @param moreProducts with the Hessian
     * @return the sums
     */
    public Evaluations plus(long moreValues, long moreGradients, long moreProducts) {
        return new Evaluations(plus(values, moreValues), plus(gradients, moreGradients), plus(products, moreProducts));
    }

    /**
     * Counts more products, of a number that only the run knows.
     *
     * @param more products with the Hessian, an i64 scalar
     * @return the sums
     */
    public Evaluations plusProducts(Tensor more) {
        return new Evaluations(values, gradients, products.plus(more));
    }

    private static Tensor plus(Tensor count, long more) {
        return more == 0 ? count : count.plus(more);
    }
}
