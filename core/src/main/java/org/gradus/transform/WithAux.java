package org.gradus.transform;

/**
 * What a function returns that has something to tell beside the value to be differentiated: predictions, counts, norms.
 *
 * @param <B> the value's type
 * @param <X> the type of what comes with it
 * @param value what derivatives are taken of
 * @param aux a tree that comes out as plain values, of the same evaluation; may be null
 */
public record WithAux<B, X>(B value, X aux) {}
