package org.gradus.transform;

import org.gradus.tensor.Tensor;

/**
 * A loss and its gradient.
 *
 * @param <A> the argument's type
 * @param value f(x), a scalar
 * @param gradient ∇f(x), a tree like the argument
 */
public record ValueAndGrad<A>(Tensor value, A gradient) {}
