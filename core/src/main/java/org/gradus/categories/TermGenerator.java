package org.gradus.categories;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Draws closed, well-typed terms ℝⁿ → ℝ at random, with functions passed as arguments, tuples, variants, folds over lists and
 * derivatives inside: test cases for anything that differentiates. Every way to make a value of the wanted type has the same
 * chance. Smooth functions are +, ·, sin, exp, sigmoid and 1/(1 + x²), which are smooth everywhere.
 */
public final class TermGenerator {
    private static final List<Smooth> UNARY = List.of(Smooth.SIN, Smooth.EXP, Smooth.SIGMOID, Smooth.BELL);
    private static final Type PAIR = Type.reals(2);
    private static final Type.Sum EITHER = new Type.Sum(List.of(Type.real(), PAIR));
    private static final Type REALS = new Type.Many(Type.real());
    private static final Type ARROW = new Type.Function(Type.real(), Type.real());
    private static final int BLOCK = 1024;

    private final Key key;
    private double[] numbers = {};
    private int used;
    private int blocks;

    /** What a term may contain. */
    public enum Feature {
        /** A function that is written as the argument of another. */
        FUNCTION_PASSED,
        /** A pair. */
        PAIR,
        /** A variant, and case analysis. */
        VARIANT,
        /** A fold over a list. */
        FOLD,
        /** A derivative. */
        DERIVATIVE
    }

    /**
     * A generator whose terms depend on the key alone.
     *
     * @param key the source of chance, used up
     */
    public TermGenerator(Key key) {
        this.key = Require.notNull(key, "terms", "the key");
    }

    /**
     * The next term.
     *
     * @param inputs n, how many numbers its function takes
     * @param depth how deep choices may be nested, 1 or more; leaves are at depth 0
     * @return a closed term of type ℝⁿ → ℝ
     * @throws ArgumentException when a number is not positive
     */
    public Term next(int inputs, int depth) {
        if (inputs < 1 || depth < 1) {
            throw new ArgumentException(
                    "terms: " + inputs + " inputs and depth " + depth, "ask for one or more of each");
        }
        Term.Variable x = new Term.Variable(Type.reals(inputs));
        return new Term.Lambda(x, compound(depth, List.of(x)));
    }

    /**
     * What a term contains.
     *
     * @param term the term
     * @return the features found in it
     */
    public static Set<Feature> features(Term term) {
        Set<Feature> found = EnumSet.noneOf(Feature.class);
        collect(term, found);
        return found;
    }

    private static void collect(Term term, Set<Feature> found) {
        switch (term) {
            case Term.Call(var _, Term.Lambda _) -> found.add(Feature.FUNCTION_PASSED);
            case Term.Tuple _ -> found.add(Feature.PAIR);
            case Term.Match _ -> found.add(Feature.VARIANT);
            case Term.Fold _ -> found.add(Feature.FOLD);
            case Term.Derivative _ -> found.add(Feature.DERIVATIVE);
            default -> {}
        }
        term.parts().forEach(part -> collect(part, found));
    }

    private int below(int n) {
        return (int) (uniform() * n);
    }

    private double uniform() {
        if (used == numbers.length) {
            numbers = Random.uniform(key.fold(blocks++), BLOCK).toDoubles();
            used = 0;
        }
        return numbers[used++];
    }

    private static List<Term.Variable> with(List<Term.Variable> scope, Term.Variable variable) {
        List<Term.Variable> all = new ArrayList<>(scope);
        all.add(variable);
        return all;
    }

    private Term.Lambda lambda(Type argument, Type result, int depth, List<Term.Variable> scope) {
        Term.Variable x = new Term.Variable(argument);
        return new Term.Lambda(x, term(result, depth, with(scope, x)));
    }

    /** A variable or constant, or what is made of them, of a type. */
    private Term term(Type type, int depth, List<Term.Variable> scope) {
        List<Term.Variable> known =
                scope.stream().filter(v -> Term.typeOf(v).equals(type)).toList();
        if (!(type instanceof Type.Real) && !known.isEmpty() && below(2) == 0) {
            return known.get(below(known.size()));
        }
        int inside = Math.max(depth - 1, 0);
        return switch (type) {
            case Type.Real _ -> depth == 0 || below(4) == 0 ? leaf(scope) : compound(depth, scope);
            case Type.Tuple(var items) ->
                new Term.Tuple(items.stream().map(t -> term(t, inside, scope)).toList());
            case Type.Sum sum -> {
                int tag = below(sum.cases().size());
                yield new Term.Inject(sum, tag, term(sum.cases().get(tag), inside, scope));
            }
            case Type.Function(Type argument, Type result) -> lambda(argument, result, inside, scope);
            case Type.Many(Type element) -> list(element, inside, scope);
        };
    }

    private Term list(Type element, int depth, List<Term.Variable> scope) {
        List<Term> items = new ArrayList<>();
        for (int n = 1 + below(3); n > 0; n--) {
            items.add(term(element, depth, scope));
        }
        Term list = new Term.Items(element, items);
        return switch (below(3)) {
            case 0 -> list;
            case 1 -> new Term.Cons(term(element, depth, scope), list);
            default -> Term.map(list, lambda(element, element, depth, scope));
        };
    }

    private Term leaf(List<Term.Variable> scope) {
        List<Term> all = new ArrayList<>();
        for (Term.Variable variable : scope) {
            switch (Term.typeOf(variable)) {
                case Type.Real _ -> all.add(variable);
                case Type.Tuple(var items)
                when items.stream().allMatch(Type.real()::equals) -> {
                    for (int i = 0; i < items.size(); i++) {
                        all.add(variable.at(i));
                    }
                }
                default -> {}
            }
        }
        return all.isEmpty() || below(6) == 0 ? new Term.Constant(4 * uniform() - 2) : all.get(below(all.size()));
    }

    private Term compound(int depth, List<Term.Variable> scope) {
        int inside = depth - 1;
        return switch (below(9)) {
            case 0 -> term(Type.real(), inside, scope).plus(term(Type.real(), inside, scope));
            case 1 -> term(Type.real(), inside, scope).times(term(Type.real(), inside, scope));
            case 2 -> Term.of(UNARY.get(below(UNARY.size())), term(Type.real(), inside, scope));
            case 3 -> {
                Term.Variable pair = new Term.Variable(PAIR);
                Term value = term(PAIR, inside, scope);
                yield new Term.Let(pair, value, term(Type.real(), inside, with(scope, pair)));
            }
            case 4 ->
                new Term.Match(
                        term(EITHER, inside, scope),
                        List.of(
                                lambda(Type.real(), Type.real(), inside, scope),
                                lambda(PAIR, Type.real(), inside, scope)));
            case 5 -> {
                Term.Variable element = new Term.Variable(Type.real());
                Term step = new Term.Lambda(element, lambda(Type.real(), Type.real(), inside, with(scope, element)));
                yield new Term.Fold(term(REALS, inside, scope), term(Type.real(), inside, scope), step);
            }
            case 6 ->
                new Term.Call(
                        lambda(ARROW, Type.real(), inside, scope), lambda(Type.real(), Type.real(), inside, scope));
            case 7 -> new Term.Call(term(ARROW, inside, scope), term(Type.real(), inside, scope));
            default -> {
                List<Term.Variable> data =
                        scope.stream().filter(v -> Term.typeOf(v).firstOrder()).toList();
                yield new Term.Derivative(
                        lambda(Type.real(), Type.real(), inside, data), term(Type.real(), inside, scope));
            }
        };
    }
}
