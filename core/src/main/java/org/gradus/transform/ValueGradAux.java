package org.gradus.transform;

import org.gradus.tensor.Tensor;

/**
 * A loss, its gradient, and what the function returned beside the loss.
 *
 * @param <A> the argument's type
 * @param <X> the type of what comes with the loss
 * @param value f(x), a scalar
 * @param gradient ∇f(x), a tree like the argument
 * @param aux what the function returned beside the loss, as plain values
 */
public record ValueGradAux<A, X>(Tensor value, A gradient, X aux) {}
