package org.gradus.categories;

import java.util.List;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * A representation of linear maps with what {@link Differentiation} needs of it.
 *
 * @param <K> the category itself
 */
public interface LinearCategory<K extends LinearCategory<K>> {

    /**
     * a ↦ a.
     *
     * @param <A> any type
     * @param space its space
     * @return the map
     */
    <A> LinearMap<K, A, A> id(Space<A> space);

    /**
     * g ∘ f.
     *
     * @param <A> f's argument
     * @param <B> f's result
     * @param <C> g's result
     * @param g the second
     * @param f the first
     * @return the map
     */
    <A, B, C> LinearMap<K, A, C> compose(LinearMap<K, B, C> g, LinearMap<K, A, B> f);

    /**
     * f × g, on pairs.
     *
     * @param <A> f's argument
     * @param <B> g's argument
     * @param <C> f's result
     * @param <D> g's result
     * @param f on the first
     * @param g on the second
     * @return the map
     */
    <A, B, C, D> LinearMap<K, Product<A, B>, Product<C, D>> cross(LinearMap<K, A, C> f, LinearMap<K, B, D> g);

    /**
     * Maps side by side, on lists.
     *
     * @param <A> their argument
     * @param <B> their result
     * @param maps one an element, one or more
     * @return the map
     */
    <A, B> LinearMap<K, List<A>, List<B>> crossAll(List<LinearMap<K, A, B>> maps);

    /**
     * (a, b) ↦ a.
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the map
     */
    <A, B> LinearMap<K, Product<A, B>, A> exl(Space<A> a, Space<B> b);

    /**
     * (a, b) ↦ b.
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the map
     */
    <A, B> LinearMap<K, Product<A, B>, B> exr(Space<A> a, Space<B> b);

    /**
     * a ↦ (a, a).
     *
     * @param <A> any type
     * @param a its space
     * @return the map
     */
    <A> LinearMap<K, A, Product<A, A>> dup(Space<A> a);

    /**
     * a ↦ (a, 0).
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the map
     */
    <A, B> LinearMap<K, A, Product<A, B>> inl(Space<A> a, Space<B> b);

    /**
     * b ↦ (0, b).
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the map
     */
    <A, B> LinearMap<K, B, Product<A, B>> inr(Space<A> a, Space<B> b);

    /**
     * (a, b) ↦ a + b.
     *
     * @param <A> any type
     * @param a its space
     * @return the map
     */
    <A> LinearMap<K, Product<A, A>, A> jam(Space<A> a);

    /**
     * x ↦ s·x, on numbers.
     *
     * @param s the factor
     * @return the map
     */
    LinearMap<K, Tensor, Tensor> scale(Tensor s);

    /**
     * A map given as a function with its transpose.
     *
     * @param <A> from
     * @param <B> to
     * @param from the space of its arguments
     * @param to the space of its results
     * @param apply the map
     * @param transpose its transpose
     * @return the map
     */
    <A, B> LinearMap<K, A, B> linear(Space<A> from, Space<B> to, Fn<A, B> apply, Fn<B, A> transpose);

    /**
     * Two maps from one argument.
     *
     * @param <A> the argument
     * @param <B> f's result
     * @param <C> g's result
     * @param f the first
     * @param g the second
     * @return (f × g) ∘ dup
     */
    default <A, B, C> LinearMap<K, A, Product<B, C>> fork(LinearMap<K, A, B> f, LinearMap<K, A, C> g) {
        return compose(cross(f, g), dup(f.from()));
    }

    /**
     * Two maps whose results are added.
     *
     * @param <A> f's argument
     * @param <B> g's argument
     * @param <C> the result
     * @param f the first
     * @param g the second
     * @return jam ∘ (f × g)
     */
    default <A, B, C> LinearMap<K, Product<A, B>, C> join(LinearMap<K, A, C> f, LinearMap<K, B, C> g) {
        return compose(jam(f.to()), cross(f, g));
    }
}
