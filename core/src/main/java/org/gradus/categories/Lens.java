package org.gradus.categories;

import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.transform.Derivatives;
import org.gradus.transform.Pullback;

/**
 * A map with a way back: {@code get: A → B}, and {@code put: A × B → A}, which takes a change of the result to one of the
 * argument. The reverse derivative makes a lens of every smooth function, and the chain rule is the composition of lenses
 * (Cruttwell, Gavranović, Ghani, Wilson and Zanasi, "Categorical foundations of gradient-based learning", 2021).
 *
 * <p>A lens is held as one function to the value and the way back from it, so that a composite of n lenses computes each
 * once. Lenses on tensors and trees are made of tensor operations: jit, vmap and derivatives work on get and put.
 *
 * @param <A> the argument's type
 * @param <B> the result's type
 * @param at the value at a point with the way back
 */
public record Lens<A, B>(Fn<A, Answer<A, B>> at) {

    /**
     * A value with the way back.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param value what the lens gets
     * @param back from a change of the value to a change of the argument
     */
    public record Answer<A, B>(B value, Fn<B, A> back) {}

    /** Refuses null. */
    public Lens {
        Require.notNull(at, "lens", "the function");
    }

    /**
     * A smooth function with its reverse derivative, {@code put(a, b) = ∂f(a)ᵀ·b}.
     *
     * @param <A> a tree of tensors
     * @param <B> a tree of tensors
     * @param f the function
     * @return the lens
     */
    public static <A, B> Lens<A, B> of(Fn<A, B> f) {
        Require.notNull(f, "lens", "the function");
        return new Lens<>(a -> {
            Pullback<A, B> at = Derivatives.vjp(f, a);
            return new Answer<>(at.value(), at::apply);
        });
    }

    /**
     * A lens from its two parts.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param get forward
     * @param put back
     * @return the lens
     */
    public static <A, B> Lens<A, B> of(Fn<A, B> get, Fn2<A, B, A> put) {
        Require.notNull(get, "lens", "get");
        Require.notNull(put, "lens", "put");
        return new Lens<>(a -> new Answer<>(get.apply(a), b -> put.apply(a, b)));
    }

    /**
     * The lens that changes nothing.
     *
     * @param <A> any type
     * @return get a = a, put (a, b) = b
     */
    public static <A> Lens<A, A> identity() {
        return new Lens<>(a -> new Answer<>(a, b -> b));
    }

    /**
     * Forward.
     *
     * @param a the argument
     * @return the result
     */
    public B get(A a) {
        return at.apply(a).value();
    }

    /**
     * Back.
     *
     * @param a the argument
     * @param b a change of the result
     * @return a change of the argument
     */
    public A put(A a, B b) {
        return at.apply(a).back().apply(b);
    }

    /**
     * This lens, then another: {@code put(a, c) = put₁(a, put₂(get₁(a), c))}.
     *
     * @param <C> the other's result
     * @param next the other
     * @return the composite
     */
    public <C> Lens<A, C> then(Lens<B, C> next) {
        Require.notNull(next, "lens", "the next lens");
        return new Lens<>(a -> {
            Answer<A, B> first = at.apply(a);
            Answer<B, C> second = next.at.apply(first.value());
            return new Answer<>(
                    second.value(), c -> first.back().apply(second.back().apply(c)));
        });
    }

    /**
     * This lens beside another.
     *
     * @param <C> the other's argument
     * @param <D> the other's result
     * @param other the other
     * @return both at once on a pair
     */
    public <C, D> Lens<Product<A, C>, Product<B, D>> beside(Lens<C, D> other) {
        Require.notNull(other, "lens", "the other lens");
        return new Lens<>(pair -> {
            Answer<A, B> left = at.apply(pair.first());
            Answer<C, D> right = other.at.apply(pair.second());
            return new Answer<>(
                    new Product<>(left.value(), right.value()),
                    change -> new Product<>(
                            left.back().apply(change.first()), right.back().apply(change.second())));
        });
    }
}
