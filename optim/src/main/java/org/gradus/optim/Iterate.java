package org.gradus.optim;

import org.gradus.tensor.Tensor;

/**
 * A point with the value and the gradient that belong to it.
 *
 * @param <P> the parameters' type
 * @param point x
 * @param value f(x), a scalar
 * @param gradient ∇f(x), a tree like x
 * @param gradientNorm ‖∇f(x)‖∞, a scalar
 */
public record Iterate<P>(P point, Tensor value, P gradient, Tensor gradientNorm) {}
