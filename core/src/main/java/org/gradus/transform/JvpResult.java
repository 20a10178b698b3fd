package org.gradus.transform;

/**
 * A function's value and the tangent of its value.
 *
 * @param <B> the result's type
 * @param value f(x)
 * @param tangent ∂f(x)·ẋ
 */
public record JvpResult<B>(B value, B tangent) {}
