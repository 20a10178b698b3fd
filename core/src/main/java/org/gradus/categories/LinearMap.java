package org.gradus.categories;

/**
 * A linear map in some representation, made and composed by its {@link LinearCategory}.
 *
 * @param <K> the category
 * @param <A> from
 * @param <B> to
 */
public interface LinearMap<K, A, B> {

    /**
     * The space of its arguments.
     *
     * @return from
     */
    Space<A> from();

    /**
     * The space of its results.
     *
     * @return to
     */
    Space<B> to();
}
