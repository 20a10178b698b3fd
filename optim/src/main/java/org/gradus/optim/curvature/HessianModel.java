package org.gradus.optim.curvature;

import org.gradus.Gradus;
import org.gradus.linear.LinearOperator;
import org.gradus.optim.Objective;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A symmetric matrix that stands for the Hessian of an objective of a vector, written with tensor operations. */
@FunctionalInterface
public interface HessianModel {

    /**
     * The matrix.
     *
     * @param f the objective
     * @param x where {@code [n]}
     * @return H(x) {@code [n, n]}
     */
    Tensor at(Objective<Tensor> f, Tensor x);

    /**
     * How many products with a matrix it takes, for the counts of solvers.
     *
     * @param n the number of parameters
     * @return n by default: one for each column
     */
    default long products(int n) {
        return n;
    }

    /**
     * The Hessian itself, of n Hessian-vector products.
     *
     * @return the exact model
     */
    static HessianModel exact() {
        return (f, x) -> {
            Fn<Tensor, Tensor> product = v -> f.hvp(x, v);
            return Gradus.vmap(product).apply(Tensors.eye(x.dim(0)).to(x.dtype()));
        };
    }

    /**
     * The Gauss–Newton matrix of a loss of outputs; see {@link LinearOperator#gaussNewton}.
     *
     * @param outputs from the vector to the outputs
     * @param loss of the outputs, a scalar, whose composition is the objective
     * @return a positive semidefinite model, if the loss is convex
     */
    static HessianModel gaussNewton(Fn<Tensor, Tensor> outputs, Fn<Tensor, Tensor> loss) {
        return (f, x) -> {
            LinearOperator<Tensor> operator = LinearOperator.gaussNewton(outputs, loss, x);
            Fn<Tensor, Tensor> product = operator::apply;
            return Gradus.vmap(product).apply(Tensors.eye(x.dim(0)).to(x.dtype()));
        };
    }

    /**
     * No curvature: methods that regularize take normalized gradient steps.
     *
     * @return zeros
     */
    static HessianModel none() {
        return new HessianModel() {
            @Override
            public Tensor at(Objective<Tensor> f, Tensor x) {
                return Tensors.zeros(x.dim(0), x.dim(0)).to(x.dtype());
            }

            @Override
            public long products(int n) {
                return 0;
            }
        };
    }
}
