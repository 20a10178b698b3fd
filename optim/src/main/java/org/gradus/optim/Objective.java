package org.gradus.optim;

import java.util.Optional;
import org.gradus.Differentiable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;

/**
 * A function to be minimized, with its data bound to it: all that solvers and transformations see.
 *
 * @param <P> the parameters' type
 */
public interface Objective<P> {

    /**
     * The value.
     *
     * @param x where
     * @return f(x), a scalar
     */
    Tensor value(P x);

    /**
     * Value and gradient.
     *
     * @param x where
     * @return f(x), a scalar, and ∇f(x), a tree like x
     */
    ValueAndGrad<P> valueAndGradient(P x);

    /**
     * The Hessian-vector product.
     *
     * @param x where
     * @param v the direction, a tree like x
     * @return ∇²f(x)·v, a tree like x
     */
    P hvp(P x, P v);

    /**
     * The data bound to the function.
     *
     * @return the data; empty when the function has none
     */
    default Optional<Object> data() {
        return Optional.empty();
    }

    /**
     * A tensor function with its data.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param f a function with a scalar result
     * @param data what f's second argument is
     * @return the function of the first argument, with its derivatives
     */
    static <P, D> Objective<P> of(Fn2<P, D, Tensor> f, D data) {
        return new TensorObjective<>(p -> f.apply(p, data), Optional.of(data));
    }

    /**
     * A tensor function.
     *
     * @param <P> the parameters' type
     * @param f a function with a scalar result
     * @return the function with its derivatives
     */
    static <P> Objective<P> of(Fn<P, Tensor> f) {
        return new TensorObjective<>(f, Optional.empty());
    }

    /**
     * A function of {@code double[]} that brings its own derivatives.
     *
     * @param f the function
     * @return the function as an objective
     */
    static Objective<double[]> of(Differentiable f) {
        return new ArrayObjective(f);
    }

    /**
     * A function of {@code double[]} that brings its own derivatives, as one of vectors that compiled steps may call.
     *
     * @param f the function
     * @return the same function of f64 vectors
     */
    static Objective<Tensor> ofVectors(Differentiable f) {
        return new ArrayObjective(f).vectors();
    }
}
