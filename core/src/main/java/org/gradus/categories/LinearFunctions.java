package org.gradus.categories;

import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * Linear maps as functions: forward mode.
 *
 * @param counter of the multiplications by {@link #scale}
 */
public record LinearFunctions(Counter counter) implements LinearCategory<LinearFunctions> {

    /** Refuses null. */
    public LinearFunctions {
        Require.notNull(counter, "linearFunctions", "the counter");
    }

    private record Function<A, B>(Space<A> from, Space<B> to, Fn<A, B> apply)
            implements LinearMap<LinearFunctions, A, B> {}

    private static <A, B> Function<A, B> of(LinearMap<LinearFunctions, A, B> map) {
        return (Function<A, B>) map;
    }

    /**
     * Applies a map.
     *
     * @param <A> from
     * @param <B> to
     * @param map the map
     * @param a the argument
     * @return the result
     */
    public static <A, B> B apply(LinearMap<LinearFunctions, A, B> map, A a) {
        return of(map).apply().apply(a);
    }

    @Override
    public <A> LinearMap<LinearFunctions, A, A> id(Space<A> space) {
        return new Function<>(space, space, a -> a);
    }

    @Override
    public <A, B, C> LinearMap<LinearFunctions, A, C> compose(
            LinearMap<LinearFunctions, B, C> g, LinearMap<LinearFunctions, A, B> f) {
        return new Function<>(f.from(), g.to(), a -> apply(g, apply(f, a)));
    }

    @Override
    public <A, B, C, D> LinearMap<LinearFunctions, Product<A, B>, Product<C, D>> cross(
            LinearMap<LinearFunctions, A, C> f, LinearMap<LinearFunctions, B, D> g) {
        return new Function<>(
                Space.pair(f.from(), g.from()),
                Space.pair(f.to(), g.to()),
                p -> new Product<>(apply(f, p.first()), apply(g, p.second())));
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, List<A>, List<B>> crossAll(List<LinearMap<LinearFunctions, A, B>> maps) {
        int n = maps.size();
        return new Function<>(
                Space.list(n, maps.getFirst().from()),
                Space.list(n, maps.getFirst().to()),
                list -> IntStream.range(0, n)
                        .mapToObj(i -> apply(maps.get(i), list.get(i)))
                        .toList());
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, Product<A, B>, A> exl(Space<A> a, Space<B> b) {
        return new Function<>(Space.pair(a, b), a, Product::first);
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, Product<A, B>, B> exr(Space<A> a, Space<B> b) {
        return new Function<>(Space.pair(a, b), b, Product::second);
    }

    @Override
    public <A> LinearMap<LinearFunctions, A, Product<A, A>> dup(Space<A> a) {
        return new Function<>(a, Space.pair(a, a), x -> new Product<>(x, x));
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, A, Product<A, B>> inl(Space<A> a, Space<B> b) {
        return new Function<>(a, Space.pair(a, b), x -> new Product<>(x, b.zero()));
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, B, Product<A, B>> inr(Space<A> a, Space<B> b) {
        return new Function<>(b, Space.pair(a, b), x -> new Product<>(a.zero(), x));
    }

    @Override
    public <A> LinearMap<LinearFunctions, Product<A, A>, A> jam(Space<A> a) {
        return new Function<>(Space.pair(a, a), a, p -> a.add(p.first(), p.second()));
    }

    @Override
    public LinearMap<LinearFunctions, Tensor, Tensor> scale(Tensor s) {
        return new Function<>(Space.real(), Space.real(), x -> counter.times(s, x));
    }

    @Override
    public <A, B> LinearMap<LinearFunctions, A, B> linear(
            Space<A> from, Space<B> to, Fn<A, B> apply, Fn<B, A> transpose) {
        return new Function<>(from, to, apply);
    }
}
