package org.gradus.categories;

/**
 * A pair; a tree where both are trees.
 *
 * @param <A> the first's type
 * @param <B> the second's type
 * @param first the first
 * @param second the second
 */
public record Product<A, B>(A first, B second) {}
