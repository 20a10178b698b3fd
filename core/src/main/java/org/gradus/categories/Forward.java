package org.gradus.categories;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.StructureException;

/**
 * Forward mode as a {@link Macro}: a number becomes a pair of its value and tangent, and a program f of functions, tuples,
 * variants and lists becomes one that takes (x, v) to (f(x), J_f(x)·v), whatever functions are built and passed inside. The
 * macro's terms are terms again, so derivatives of derivatives cannot be confused: they have other types.
 */
public final class Forward extends Macro {

    /** The macro; it has no settings. */
    public static final Forward MODE = new Forward();

    private Forward() {}

    /**
     * A value and its tangent.
     *
     * @param <R> a number
     * @param value the value
     * @param tangent the directional derivative
     */
    public record Dual<R>(R value, R tangent) {}

    @Override
    public Type real() {
        return Type.reals(2);
    }

    @Override
    Term constant(double value) {
        return Term.tuple(new Term.Constant(value), new Term.Constant(0));
    }

    @Override
    Term apply(Smooth function, List<Term> x) {
        Lets lets = new Lets();
        List<Term> values = new ArrayList<>();
        x.forEach(pair -> values.add(lets.name(pair.at(0))));
        Term w = lets.name(new Term.Apply(function, values));
        Term tangent = null;
        for (int i = 0; i < x.size(); i++) {
            Term part = partial(function, i, values, w).times(x.get(i).at(1));
            tangent = tangent == null ? part : tangent.plus(part);
        }
        return lets.in(Term.tuple(w, tangent));
    }

    /**
     * Value and directional derivative of a function of several numbers.
     *
     * @param f a closed term of type ℝⁿ → ℝ
     * @param x where, n numbers
     * @param v the direction, n numbers
     * @return f(x) and J_f(x)·v
     */
    public static Dual<Double> jvp(Term f, double[] x, double[] v) {
        return dual(Meaning.of(MODE.of(f), Reals.doubles()).call(pairs(x, v)));
    }

    /**
     * A tuple of pairs.
     *
     * @param x the values
     * @param v as many tangents
     * @return the tuple
     */
    public static Value<Double> pairs(double[] x, double[] v) {
        List<Value<Double>> pairs = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            pairs.add(Value.numbers(List.of(x[i], v[i])));
        }
        return new Value.Tuple<>(pairs);
    }

    /**
     * A pair as value and tangent.
     *
     * @param <R> a number
     * @param pair the pair
     * @return the same
     */
    public static <R> Dual<R> dual(Value<R> pair) {
        return new Dual<>(pair.items().get(0).number(), pair.items().get(1).number());
    }

    /**
     * Puts terms in place of a derivative: the function's macro at (x, 1), with everything captured made constant.
     *
     * @param derivative the derivative
     * @return a term of the same value, at whose top no derivative is left
     * @throws StructureException when a function is captured
     */
    public static Term expand(Term.Derivative derivative) {
        Lets lets = new Lets();
        Map<Term.Variable, Term> captured = new IdentityHashMap<>();
        for (Term.Variable variable : derivative.function().free()) {
            Type type = Term.typeOf(variable);
            captured.put(variable, lets.name(MODE.of(type), still(type, variable)));
        }
        Term f = MODE.of(derivative.function(), captured);
        return lets.in(new Term.Call(f, Term.tuple(derivative.at(), new Term.Constant(1))))
                .at(1);
    }

    /** Data with tangents 0. */
    private static Term still(Type type, Term value) {
        return switch (type) {
            case Type.Real _ -> Term.tuple(value, new Term.Constant(0));
            case Type.Tuple(var items) -> {
                List<Term> all = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    all.add(still(items.get(i), value.at(i)));
                }
                yield new Term.Tuple(all);
            }
            case Type.Sum sum -> {
                Type.Sum moved = (Type.Sum) MODE.of(sum);
                List<Term> branches = new ArrayList<>();
                for (int i = 0; i < sum.cases().size(); i++) {
                    int tag = i;
                    Type content = sum.cases().get(i);
                    branches.add(Term.lambda(content, x -> new Term.Inject(moved, tag, still(content, x))));
                }
                yield new Term.Match(value, branches);
            }
            case Type.Many(Type element) -> {
                Type moved = MODE.of(element);
                yield new Term.Fold(
                        value,
                        new Term.Items(moved, List.of()),
                        Term.step(element, new Type.Many(moved), (x, done) -> new Term.Cons(still(element, x), done)));
            }
            case Type.Function _ ->
                throw new StructureException(
                        "derivative: a function of type " + type + " is captured",
                        "capture the data from which the function is made, and make it inside");
        };
    }
}
