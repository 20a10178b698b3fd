package org.gradus;

import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * A function from {@code double[]} to a number, with its derivatives: what every minimizer and solver needs. Tensor
 * functions become one by {@link Gradus#differentiable}.
 */
public interface Differentiable {

    /**
     * The value.
     *
     * @param x the point
     * @return f(x)
     */
    double value(double[] x);

    /**
     * The gradient.
     *
     * @param x the point
     * @return ∇f(x), of x's length
     */
    double[] gradient(double[] x);

    /**
     * The derivative along a direction. Unless a class has a cheaper way it is the product with the gradient, where a zero of v
     * annihilates.
     *
     * @param x the point
     * @param v the direction, of x's length
     * @return ∇f(x)·v
     */
    default double jvp(double[] x, double[] v) {
        double[] g = gradient(x);
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            sum += v[i] == 0 ? 0 : g[i] * v[i];
        }
        return sum;
    }

    /**
     * The transposed derivative. Unless a class says otherwise it is a multiple of the gradient, which a cotangent of zero
     * annihilates.
     *
     * @param x the point
     * @param cotangent of the value
     * @return cotangent·∇f(x)
     */
    default double[] vjp(double[] x, double cotangent) {
        double[] g = gradient(x).clone();
        for (int i = 0; i < g.length; i++) {
            g[i] = cotangent == 0 ? 0 : cotangent * g[i];
        }
        return g;
    }

    /**
     * The Hessian-vector product.
     *
     * @param x the point
     * @param v the direction, of x's length
     * @return ∇²f(x)·v
     */
    double[] hvp(double[] x, double[] v);

    /**
     * The function as one of tensors, for programs: in grad, vjp, jvp, hvp, jit, vmap (once an example) and loops. Programs
     * with it call Java and cannot be written; third derivatives throw.
     *
     * @return from a tensor of floating-point numbers, whose elements are the point, to f(x) of its type
     */
    default Fn<Tensor, Tensor> asFunction() {
        return ArrayFunction.of(this);
    }

    /**
     * Value and gradient of one evaluation, for loops that keep their arrays.
     *
     * @param x the point
     * @param gradient receives ∇f(x); of x's length
     * @return f(x)
     */
    default double valueAndGradient(double[] x, double[] gradient) {
        double[] g = gradient(x);
        System.arraycopy(g, 0, gradient, 0, g.length);
        return value(x);
    }
}
