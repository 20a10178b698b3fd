package org.gradus.transform;

/**
 * A gradient, and what the function returned beside the loss.
 *
 * @param <A> the argument's type
 * @param <X> the type of what comes with the loss
 * @param gradient ∇f(x), a tree like the argument
 * @param aux what the function returned beside the loss, as plain values
 */
public record GradAux<A, X>(A gradient, X aux) {}
