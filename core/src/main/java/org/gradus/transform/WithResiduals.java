package org.gradus.transform;

/**
 * A function's value and what its reverse derivative needs.
 *
 * @param <B> the value's type
 * @param <R> the residuals' type, a tree of tensors
 * @param value the value
 * @param residuals what the reverse derivative needs
 */
public record WithResiduals<B, R>(B value, R residuals) {}
