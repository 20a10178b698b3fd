package org.gradus.categories;

import java.util.List;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * Linear maps as maps of another category in the opposite direction: over {@link LinearFunctions}, reverse mode without tape,
 * graph or mutation. Injections and projections change places, as do copying and adding.
 *
 * @param <K> the other category
 * @param base the other category
 */
public record Duals<K extends LinearCategory<K>>(K base) implements LinearCategory<Duals<K>> {

    /** Refuses null. */
    public Duals {
        Require.notNull(base, "duals", "the category");
    }

    private record Dual<K extends LinearCategory<K>, A, B>(LinearMap<K, B, A> back)
            implements LinearMap<Duals<K>, A, B> {
        @Override
        public Space<A> from() {
            return back.to();
        }

        @Override
        public Space<B> to() {
            return back.from();
        }
    }

    /**
     * The map in the opposite direction.
     *
     * @param <K> its category
     * @param <A> from
     * @param <B> to
     * @param map the map
     * @return from B to A
     */
    public static <K extends LinearCategory<K>, A, B> LinearMap<K, B, A> back(LinearMap<Duals<K>, A, B> map) {
        return ((Dual<K, A, B>) map).back();
    }

    @Override
    public <A> LinearMap<Duals<K>, A, A> id(Space<A> space) {
        return new Dual<>(base.id(space));
    }

    @Override
    public <A, B, C> LinearMap<Duals<K>, A, C> compose(LinearMap<Duals<K>, B, C> g, LinearMap<Duals<K>, A, B> f) {
        return new Dual<>(base.compose(back(f), back(g)));
    }

    @Override
    public <A, B, C, D> LinearMap<Duals<K>, Product<A, B>, Product<C, D>> cross(
            LinearMap<Duals<K>, A, C> f, LinearMap<Duals<K>, B, D> g) {
        return new Dual<>(base.cross(back(f), back(g)));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, List<A>, List<B>> crossAll(List<LinearMap<Duals<K>, A, B>> maps) {
        return new Dual<>(base.crossAll(
                maps.stream().map((LinearMap<Duals<K>, A, B> m) -> back(m)).toList()));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, Product<A, B>, A> exl(Space<A> a, Space<B> b) {
        return new Dual<>(base.inl(a, b));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, Product<A, B>, B> exr(Space<A> a, Space<B> b) {
        return new Dual<>(base.inr(a, b));
    }

    @Override
    public <A> LinearMap<Duals<K>, A, Product<A, A>> dup(Space<A> a) {
        return new Dual<>(base.jam(a));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, A, Product<A, B>> inl(Space<A> a, Space<B> b) {
        return new Dual<>(base.exl(a, b));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, B, Product<A, B>> inr(Space<A> a, Space<B> b) {
        return new Dual<>(base.exr(a, b));
    }

    @Override
    public <A> LinearMap<Duals<K>, Product<A, A>, A> jam(Space<A> a) {
        return new Dual<>(base.dup(a));
    }

    @Override
    public LinearMap<Duals<K>, Tensor, Tensor> scale(Tensor s) {
        return new Dual<>(base.scale(s));
    }

    @Override
    public <A, B> LinearMap<Duals<K>, A, B> linear(Space<A> from, Space<B> to, Fn<A, B> apply, Fn<B, A> transpose) {
        return new Dual<>(base.linear(to, from, transpose, apply));
    }
}
