package org.gradus.categories;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn2;

/**
 * A parametric lens: a model {@code P × A → B} with its reverse derivative.
 *
 * @param <P> the parameters' type
 * @param <A> the input's type
 * @param <B> the output's type
 * @param lens the model, parameters first
 */
public record Para<P, A, B>(Lens<Product<P, A>, B> lens) {

    /** Refuses null. */
    public Para {
        Require.notNull(lens, "para", "the lens");
    }

    /**
     * A smooth model.
     *
     * @param <P> a tree of tensors
     * @param <A> a tree of tensors
     * @param <B> a tree of tensors
     * @param f from parameters and input to output
     * @return the model
     */
    public static <P, A, B> Para<P, A, B> of(Fn2<P, A, B> f) {
        Require.notNull(f, "para", "the model");
        return new Para<>(Lens.of((Product<P, A> pa) -> f.apply(pa.first(), pa.second())));
    }

    /**
     * A circuit whose first wires are parameters.
     *
     * @param <T> the ring's elements
     * @param circuit the circuit
     * @param parameters how many wires they are
     * @param ring where it computes
     * @return the model, with the circuit's reverse derivative over the ring
     * @throws ArgumentException when the circuit has fewer inputs
     */
    public static <T> Para<List<T>, List<T>, List<T>> of(Circuit circuit, int parameters, Ring<T> ring) {
        if (parameters < 0 || parameters > circuit.inputs()) {
            throw new ArgumentException(
                    "para: " + parameters + " parameters of a circuit of " + circuit.inputs() + " inputs",
                    "give the number of those first inputs that are parameters");
        }
        return new Para<>(Lens.of(pa -> circuit.evaluate(ring, joined(pa)), (pa, d) -> {
            List<T> back = circuit.reverse(ring, joined(pa), d);
            return new Product<>(
                    List.copyOf(back.subList(0, parameters)), List.copyOf(back.subList(parameters, back.size())));
        }));
    }

    private static <T> List<T> joined(Product<List<T>, List<T>> pair) {
        return java.util.stream.Stream.concat(pair.first().stream(), pair.second().stream())
                .toList();
    }

    /**
     * This model, then another: {@code ((q, p), a) ↦ g(q, f(p, a))}.
     *
     * @param <Q> the other's parameters
     * @param <C> the other's output
     * @param next the other, g
     * @return the composite, with the other's parameters first
     */
    public <Q, C> Para<Product<Q, P>, A, C> then(Para<Q, B, C> next) {
        Require.notNull(next, "para", "the next model");
        Lens<Product<Product<Q, P>, A>, Product<Q, Product<P, A>>> regrouped = Lens.of(
                x -> new Product<>(x.first().first(), new Product<>(x.first().second(), x.second())),
                (_, d) -> new Product<>(
                        new Product<>(d.first(), d.second().first()), d.second().second()));
        return new Para<>(regrouped.then(Lens.<Q>identity().beside(lens)).then(next.lens));
    }

    /**
     * This model beside another.
     *
     * @param <Q> the other's parameters
     * @param <C> the other's input
     * @param <D> the other's output
     * @param other the other
     * @return both at once
     */
    public <Q, C, D> Para<Product<P, Q>, Product<A, C>, Product<B, D>> beside(Para<Q, C, D> other) {
        Require.notNull(other, "para", "the other model");
        Lens<Product<Product<P, Q>, Product<A, C>>, Product<Product<P, A>, Product<Q, C>>> exchanged =
                Lens.of(Para::exchange, (_, d) -> exchange(d));
        return new Para<>(exchanged.then(lens.beside(other.lens)));
    }

    private static <A, B, C, D> Product<Product<A, C>, Product<B, D>> exchange(
            Product<Product<A, B>, Product<C, D>> x) {
        return new Product<>(
                new Product<>(x.first().first(), x.second().first()),
                new Product<>(x.first().second(), x.second().second()));
    }

    /**
     * The model with other parameters, from which its own are made.
     *
     * @param <Q> the new parameters
     * @param map from the new parameters to the old
     * @return the model
     */
    public <Q> Para<Q, A, B> reparameterized(Lens<Q, P> map) {
        Require.notNull(map, "para", "the map of parameters");
        return new Para<>(map.beside(Lens.<A>identity()).then(lens));
    }
}
