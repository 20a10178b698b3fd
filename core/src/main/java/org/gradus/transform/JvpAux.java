package org.gradus.transform;

/**
 * The result of forward mode, and what the function returned beside its value.
 *
 * @param <B> the value's type
 * @param <X> the type of what comes with it
 * @param value f(x)
 * @param tangent ∂f(x)·dx, a tree like the value
 * @param aux what the function returned beside its value, as plain values
 */
public record JvpAux<B, X>(B value, B tangent, X aux) {}
