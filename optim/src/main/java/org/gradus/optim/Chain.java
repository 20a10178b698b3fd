package org.gradus.optim;

import java.util.EnumSet;
import java.util.Set;

/**
 * Two transformations one after the other; longer chains nest: {@code a.then(b).then(c)}.
 *
 * <p>u₁ = first(g), u = second(u₁).
 *
 * @param <P> the parameters' type
 * @param <A> the first part's state type
 * @param <B> the second part's state type
 * @param first what is applied to the gradient
 * @param second what is applied to the first one's update
 */
public record Chain<P, A, B>(GradientTransformation<P, A> first, GradientTransformation<P, B> second)
        implements GradientTransformation<P, Chain.State<A, B>> {

    /**
     * The states of both parts.
     *
     * @param <A> the first part's state type
     * @param <B> the second part's state type
     * @param first the first part's state
     * @param second the second part's state
     */
    public record State<A, B>(A first, B second) {}

    /**
     * A chain of two.
     *
     * @param <P> the parameters' type
     * @param <A> the first part's state type
     * @param <B> the second part's state type
     * @param a the first part
     * @param b the second part
     * @return the chain
     */
    public static <P, A, B> Chain<P, A, B> of(GradientTransformation<P, A> a, GradientTransformation<P, B> b) {
        return new Chain<>(a, b);
    }

    /**
     * A chain of three.
     *
     * @param <P> the parameters' type
     * @param <A> the first part's state type
     * @param <B> the second part's state type
     * @param <C> the third part's state type
     * @param a the first part
     * @param b the second part
     * @param c the third part
     * @return the chain
     */
    public static <P, A, B, C> Chain<P, State<A, B>, C> of(
            GradientTransformation<P, A> a, GradientTransformation<P, B> b, GradientTransformation<P, C> c) {
        return new Chain<>(new Chain<>(a, b), c);
    }

    @Override
    public State<A, B> init(P params) {
        return new State<>(first.init(params), second.init(params));
    }

    @Override
    public Step<P, State<A, B>> update(P gradient, State<A, B> state, Info<P> info) {
        Step<P, A> one = first.update(gradient, state.first(), info);
        Step<P, B> two = second.update(one.update(), state.second(), info);
        return new Step<>(two.update(), new State<>(one.state(), two.state()));
    }

    @Override
    public P answer(P params, State<A, B> state) {
        return second.answer(first.answer(params, state.first()), state.second());
    }

    @Override
    public Set<Need> needs() {
        Set<Need> all = EnumSet.noneOf(Need.class);
        all.addAll(first.needs());
        all.addAll(second.needs());
        return all;
    }

    @Override
    public boolean descends() {
        return first.descends() || second.descends();
    }

    @Override
    public String name() {
        return first.name() + " → " + second.name();
    }
}
