package org.gradus.categories;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.transform.Linearized;

/**
 * Differentiation that does not depend on how linear maps are represented: an arrow gives a value together with the derivative
 * there, and composition is the chain rule. One program, written with these combinators, is forward mode over
 * {@link LinearFunctions}, a Jacobian over {@link LinearMatrices}, and reverse mode over {@link Duals} or {@link Continuations}.
 * Elliott, "The simple essence of automatic differentiation", 2018.
 *
 * @param <K> the representation
 * @param maps the representation
 * @param counter of the multiplications of values
 */
public record Differentiation<K extends LinearCategory<K>>(K maps, Counter counter) {

    /** Refuses null. */
    public Differentiation {
        Require.notNull(maps, "differentiation", "the linear maps");
        Require.notNull(counter, "differentiation", "the counter");
    }

    /**
     * A value with the derivative there.
     *
     * @param <K> the representation
     * @param <A> from
     * @param <B> to
     * @param value f(a)
     * @param derivative f′(a), a linear map
     */
    public record At<K, A, B>(B value, LinearMap<K, A, B> derivative) {}

    /**
     * A differentiable function.
     *
     * @param <K> the representation
     * @param <A> from
     * @param <B> to
     * @param from the space of its arguments
     * @param to the space of its results
     * @param at value and derivative at a point
     */
    public record Arrow<K extends LinearCategory<K>, A, B>(Space<A> from, Space<B> to, Fn<A, At<K, A, B>> at) {}

    private <A, B> Arrow<K, A, B> linear(Fn<A, B> f, LinearMap<K, A, B> map) {
        return new Arrow<>(map.from(), map.to(), a -> new At<>(f.apply(a), map));
    }

    /**
     * a ↦ a.
     *
     * @param <A> any type
     * @param space its space
     * @return the arrow
     */
    public <A> Arrow<K, A, A> id(Space<A> space) {
        return linear(a -> a, maps.id(space));
    }

    /**
     * g ∘ f, by the chain rule.
     *
     * @param <A> f's argument
     * @param <B> f's result
     * @param <C> g's result
     * @param g the second
     * @param f the first
     * @return the arrow
     */
    public <A, B, C> Arrow<K, A, C> compose(Arrow<K, B, C> g, Arrow<K, A, B> f) {
        return new Arrow<>(f.from(), g.to(), a -> {
            At<K, A, B> first = f.at().apply(a);
            At<K, B, C> second = g.at().apply(first.value());
            return new At<>(second.value(), maps.compose(second.derivative(), first.derivative()));
        });
    }

    /**
     * f × g, on pairs.
     *
     * @param <A> f's argument
     * @param <B> g's argument
     * @param <C> f's result
     * @param <D> g's result
     * @param f on the first
     * @param g on the second
     * @return the arrow
     */
    public <A, B, C, D> Arrow<K, Product<A, B>, Product<C, D>> cross(Arrow<K, A, C> f, Arrow<K, B, D> g) {
        return new Arrow<>(Space.pair(f.from(), g.from()), Space.pair(f.to(), g.to()), p -> {
            At<K, A, C> left = f.at().apply(p.first());
            At<K, B, D> right = g.at().apply(p.second());
            return new At<>(
                    new Product<>(left.value(), right.value()), maps.cross(left.derivative(), right.derivative()));
        });
    }

    /**
     * Two results of one argument.
     *
     * @param <A> the argument
     * @param <B> f's result
     * @param <C> g's result
     * @param f the first
     * @param g the second
     * @return (f × g) ∘ dup
     */
    public <A, B, C> Arrow<K, A, Product<B, C>> fork(Arrow<K, A, B> f, Arrow<K, A, C> g) {
        return compose(cross(f, g), dup(f.from()));
    }

    /**
     * An arrow on each element of a list.
     *
     * @param <A> from
     * @param <B> to
     * @param length how many elements, one or more
     * @param f the arrow
     * @return on lists
     */
    public <A, B> Arrow<K, List<A>, List<B>> each(int length, Arrow<K, A, B> f) {
        if (length < 1) {
            throw new ArgumentException("each: a list of " + length, "give a length of 1 or more");
        }
        return new Arrow<>(Space.list(length, f.from()), Space.list(length, f.to()), list -> {
            List<B> values = new ArrayList<>();
            List<LinearMap<K, A, B>> derivatives = new ArrayList<>();
            for (A a : list) {
                At<K, A, B> at = f.at().apply(a);
                values.add(at.value());
                derivatives.add(at.derivative());
            }
            return new At<>(values, maps.crossAll(derivatives));
        });
    }

    /**
     * (a, b) ↦ a.
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the arrow
     */
    public <A, B> Arrow<K, Product<A, B>, A> exl(Space<A> a, Space<B> b) {
        return linear(Product::first, maps.exl(a, b));
    }

    /**
     * (a, b) ↦ b.
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param a the first's space
     * @param b the second's space
     * @return the arrow
     */
    public <A, B> Arrow<K, Product<A, B>, B> exr(Space<A> a, Space<B> b) {
        return linear(Product::second, maps.exr(a, b));
    }

    /**
     * a ↦ (a, a).
     *
     * @param <A> any type
     * @param a its space
     * @return the arrow
     */
    public <A> Arrow<K, A, Product<A, A>> dup(Space<A> a) {
        return linear(x -> new Product<>(x, x), maps.dup(a));
    }

    /**
     * (a, b) ↦ a + b.
     *
     * @param <A> any type
     * @param a its space
     * @return the arrow
     */
    public <A> Arrow<K, Product<A, A>, A> add(Space<A> a) {
        return linear(p -> a.add(p.first(), p.second()), maps.jam(a));
    }

    /**
     * x ↦ c·x.
     *
     * @param c the factor
     * @return the arrow
     */
    public Arrow<K, Tensor, Tensor> scale(Tensor c) {
        return linear(x -> counter.times(c, x), maps.scale(c));
    }

    /**
     * (x, y) ↦ x·y.
     *
     * @return the arrow
     */
    public Arrow<K, Product<Tensor, Tensor>, Tensor> multiply() {
        Space<Tensor> real = Space.real();
        return new Arrow<>(
                Space.pair(real, real),
                real,
                p -> new At<>(
                        counter.times(p.first(), p.second()),
                        maps.join(maps.scale(p.second()), maps.scale(p.first()))));
    }

    /**
     * sin.
     *
     * @return the arrow
     */
    public Arrow<K, Tensor, Tensor> sin() {
        return new Arrow<>(Space.real(), Space.real(), x -> new At<>(x.sin(), maps.scale(x.cos())));
    }

    /**
     * exp.
     *
     * @return the arrow
     */
    public Arrow<K, Tensor, Tensor> exp() {
        return new Arrow<>(Space.real(), Space.real(), x -> {
            Tensor value = x.exp();
            return new At<>(value, maps.scale(value));
        });
    }

    /**
     * A function of the library, with its derivative by the library's own linearization.
     *
     * @param f of one number (a tensor)
     * @return the arrow
     */
    public Arrow<K, Tensor, Tensor> lift(Fn<Tensor, Tensor> f) {
        Space<Tensor> real = Space.real();
        return new Arrow<>(real, real, x -> {
            Linearized<Tensor, Tensor> at = Derivatives.linearize(f, x);
            return new At<>(at.value(), maps.linear(real, real, at::pushforward, at::pullback));
        });
    }

    /**
     * Elements of a list in another order, copied or left out; the dual adds.
     *
     * @param <A> the elements' type
     * @param length of the list
     * @param element their space
     * @param chosen for each element of the result, which one it is
     * @return the arrow
     */
    public <A> Arrow<K, List<A>, List<A>> gather(int length, Space<A> element, int... chosen) {
        return linear(
                list -> IntStream.of(chosen).mapToObj(list::get).toList(), Lists.gather(maps, length, element, chosen));
    }

    /**
     * One element of a list.
     *
     * @param <A> the elements' type
     * @param length of the list
     * @param element their space
     * @param i which
     * @return the arrow
     */
    public <A> Arrow<K, List<A>, A> get(int length, Space<A> element, int i) {
        if (i < 0 || i >= length) {
            throw new ArgumentException("get: element " + i + " of " + length, "choose from 0 to " + (length - 1));
        }
        return linear(list -> list.get(i), Lists.get(maps, length, element, i));
    }

    /**
     * (x₀, x₁, x₂, x₃, …) ↦ ((x₀, x₁), (x₂, x₃), …).
     *
     * @param <A> the elements' type
     * @param pairs how many
     * @param element their space
     * @return the arrow
     */
    public <A> Arrow<K, List<A>, List<Product<A, A>>> pairs(int pairs, Space<A> element) {
        Fn<List<A>, List<Product<A, A>>> apart = list -> IntStream.range(0, pairs)
                .mapToObj(i -> new Product<>(list.get(2 * i), list.get(2 * i + 1)))
                .toList();
        Fn<List<Product<A, A>>, List<A>> together = list -> list.stream()
                .flatMap(p -> List.of(p.first(), p.second()).stream())
                .toList();
        return linear(
                apart,
                maps.linear(
                        Space.list(2 * pairs, element),
                        Space.list(pairs, Space.pair(element, element)),
                        apart,
                        together));
    }

    /**
     * The sum of a list, whose dual repeats.
     *
     * @param <A> the elements' type
     * @param length of the list
     * @param element their space
     * @return the arrow
     */
    public <A> Arrow<K, List<A>, A> sum(int length, Space<A> element) {
        Fn<List<A>, A> sum = list -> {
            A all = element.zero();
            for (A a : list) {
                all = element.add(all, a);
            }
            return all;
        };
        return linear(
                sum,
                maps.linear(
                        Space.list(length, element),
                        element,
                        sum,
                        a -> IntStream.range(0, length).mapToObj(_ -> a).toList()));
    }
}
