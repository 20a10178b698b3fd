package org.gradus.linear;

import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.transform.Linearized;
import org.gradus.tree.Tree;

/**
 * A square linear map v ↦ A·v on trees of one structure, known by its products, with what is promised of it.
 *
 * @param <T> the tree's type
 */
public interface LinearOperator<T> {

    /** What is promised of an operator; solvers refuse what they cannot use. */
    enum Kind {
        /** Nothing. */
        GENERAL,
        /** A = Aᵀ. */
        SYMMETRIC,
        /** A = Aᵀ and vᵀAv &gt; 0 for every v ≠ 0. */
        POSITIVE_DEFINITE
    }

    /**
     * The product.
     *
     * @param v a tree
     * @return A·v, a tree like v
     */
    T apply(T v);

    /**
     * What is promised.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * An operator of a function.
     *
     * @param <T> the tree's type
     * @param kind what the caller promises of it
     * @param product v ↦ A·v, linear
     * @return the operator
     */
    static <T> LinearOperator<T> of(Kind kind, Fn<T, T> product) {
        return new FunctionOperator<>(kind, product);
    }

    /**
     * An operator of a matrix, on vectors.
     *
     * @param kind what the caller promises of it
     * @param a a matrix {@code [n, n]}
     * @return v ↦ A·v
     */
    static LinearOperator<Tensor> ofMatrix(Kind kind, Tensor a) {
        return of(kind, a::matmul);
    }

    /**
     * The Hessian ∇²f(x) by Hessian-vector products. The gradient is linearized once.
     *
     * @param <T> the tree's type
     * @param f a scalar function
     * @param x where
     * @return a symmetric operator
     */
    static <T> LinearOperator<T> hessian(Fn<T, Tensor> f, T x) {
        Linearized<T, T> gradient =
                Derivatives.linearize((T a) -> Derivatives.valueAndGrad(f, a).gradient(), x);
        return of(Kind.SYMMETRIC, gradient::pushforward);
    }

    /**
     * The Gauss–Newton matrix Jᵀ·∇²ℓ(f(x))·J of a loss ℓ of outputs f: the Hessian of ℓ∘f without the curvature of f. For a
     * convex ℓ it is positive semidefinite, and at outputs that the loss cannot better it is the Hessian (Schraudolph, Fast
     * curvature matrix-vector products for second-order gradient descent, 2002). The outputs are linearized once.
     *
     * @param <T> the tree's type
     * @param f from parameters to outputs
     * @param loss of the outputs, a scalar
     * @param x where
     * @return a symmetric operator
     */
    static <T> LinearOperator<T> gaussNewton(Fn<T, Tensor> f, Fn<Tensor, Tensor> loss, T x) {
        Linearized<T, Tensor> outputs = Derivatives.linearize(f, x);
        LinearOperator<Tensor> curvature = hessian(loss, outputs.value());
        return of(Kind.SYMMETRIC, v -> outputs.pullback(curvature.apply(outputs.pushforward(v))));
    }

    /**
     * A + damping·I. Of a positive semidefinite A it is positive definite when the damping is positive.
     *
     * @param damping what is added to the diagonal
     * @return the damped operator, of this kind
     */
    default LinearOperator<T> damped(double damping) {
        return of(kind(), v -> Tree.axpy(damping, v, apply(v)));
    }

    /**
     * The same operator with another promise.
     *
     * @param kind what the caller promises
     * @return the operator
     */
    default LinearOperator<T> as(Kind kind) {
        return of(kind, this::apply);
    }
}
