package org.gradus.categories;

import java.util.List;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * Linear maps A → B as functions from maps B → R to maps A → R of another category, by composition: the association of a composite
 * is fixed to the side of the result, as in reverse mode.
 *
 * @param <K> the other category
 * @param <R> the result's type
 * @param base the other category
 * @param result the result's space
 */
public record Continuations<K extends LinearCategory<K>, R>(K base, Space<R> result)
        implements LinearCategory<Continuations<K, R>> {

    /** Refuses null. */
    public Continuations {
        Require.notNull(base, "continuations", "the category");
        Require.notNull(result, "continuations", "the space of the result");
    }

    private record Cont<K extends LinearCategory<K>, R, A, B>(
            Space<A> from, Space<B> to, Fn<LinearMap<K, B, R>, LinearMap<K, A, R>> before)
            implements LinearMap<Continuations<K, R>, A, B> {}

    /**
     * What follows a map, with the map before it.
     *
     * @param <K> the other category
     * @param <R> the result's type
     * @param <A> from
     * @param <B> to
     * @param map the map
     * @param next what follows; the identity, to have the map itself
     * @return next ∘ map
     */
    public static <K extends LinearCategory<K>, R, A, B> LinearMap<K, A, R> before(
            LinearMap<Continuations<K, R>, A, B> map, LinearMap<K, B, R> next) {
        return ((Cont<K, R, A, B>) map).before().apply(next);
    }

    private <A, B> LinearMap<Continuations<K, R>, A, B> cont(LinearMap<K, A, B> f) {
        return new Cont<>(f.from(), f.to(), h -> base.compose(h, f));
    }

    @Override
    public <A> LinearMap<Continuations<K, R>, A, A> id(Space<A> space) {
        return new Cont<K, R, A, A>(space, space, h -> h);
    }

    @Override
    public <A, B, C> LinearMap<Continuations<K, R>, A, C> compose(
            LinearMap<Continuations<K, R>, B, C> g, LinearMap<Continuations<K, R>, A, B> f) {
        return new Cont<K, R, A, C>(f.from(), g.to(), h -> before(f, before(g, h)));
    }

    @Override
    public <A, B, C, D> LinearMap<Continuations<K, R>, Product<A, B>, Product<C, D>> cross(
            LinearMap<Continuations<K, R>, A, C> f, LinearMap<Continuations<K, R>, B, D> g) {
        return new Cont<K, R, Product<A, B>, Product<C, D>>(
                Space.pair(f.from(), g.from()),
                Space.pair(f.to(), g.to()),
                h -> base.join(
                        before(f, base.compose(h, base.inl(f.to(), g.to()))),
                        before(g, base.compose(h, base.inr(f.to(), g.to())))));
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, List<A>, List<B>> crossAll(
            List<LinearMap<Continuations<K, R>, A, B>> maps) {
        int n = maps.size();
        Space<A> a = maps.getFirst().from();
        Space<B> b = maps.getFirst().to();
        return new Cont<K, R, List<A>, List<B>>(Space.list(n, a), Space.list(n, b), h -> {
            LinearMap<K, List<A>, R> sum = null;
            for (int i = 0; i < n; i++) {
                LinearMap<K, B, R> own = base.compose(h, Lists.put(base, n, b, i));
                LinearMap<K, List<A>, R> term = base.compose(before(maps.get(i), own), Lists.get(base, n, a, i));
                sum = sum == null ? term : base.compose(base.join(sum, term), base.dup(Space.list(n, a)));
            }
            return sum;
        });
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, Product<A, B>, A> exl(Space<A> a, Space<B> b) {
        return cont(base.exl(a, b));
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, Product<A, B>, B> exr(Space<A> a, Space<B> b) {
        return cont(base.exr(a, b));
    }

    @Override
    public <A> LinearMap<Continuations<K, R>, A, Product<A, A>> dup(Space<A> a) {
        return cont(base.dup(a));
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, A, Product<A, B>> inl(Space<A> a, Space<B> b) {
        return cont(base.inl(a, b));
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, B, Product<A, B>> inr(Space<A> a, Space<B> b) {
        return cont(base.inr(a, b));
    }

    @Override
    public <A> LinearMap<Continuations<K, R>, Product<A, A>, A> jam(Space<A> a) {
        return cont(base.jam(a));
    }

    @Override
    public LinearMap<Continuations<K, R>, Tensor, Tensor> scale(Tensor s) {
        return cont(base.scale(s));
    }

    @Override
    public <A, B> LinearMap<Continuations<K, R>, A, B> linear(
            Space<A> from, Space<B> to, Fn<A, B> apply, Fn<B, A> transpose) {
        return cont(base.linear(from, to, apply, transpose));
    }
}
