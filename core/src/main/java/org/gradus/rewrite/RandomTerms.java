package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.error.ArgumentException;
import org.gradus.rewrite.Term.Apply;
import org.gradus.rewrite.Term.Build;
import org.gradus.rewrite.Term.First;
import org.gradus.rewrite.Term.Get;
import org.gradus.rewrite.Term.Indicator;
import org.gradus.rewrite.Term.Lambda;
import org.gradus.rewrite.Term.Let;
import org.gradus.rewrite.Term.Mapped;
import org.gradus.rewrite.Term.Num;
import org.gradus.rewrite.Term.Pair;
import org.gradus.rewrite.Term.Reduce;
import org.gradus.rewrite.Term.Second;
import org.gradus.rewrite.Term.Unary;
import org.gradus.rewrite.Term.UnaryFunction;
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/**
 * Well-typed terms drawn at random, to test rules and strategies by. They are numbers in the free variables {@code x} and
 * {@code y}, which are numbers, and {@code v} and {@code w}, which are vectors; bound names are drawn from few, so they often
 * shadow each other and the free ones.
 */
public final class RandomTerms {
    private static final List<String> NAMES = List.of("x", "y", "a", "b", "i");
    private static final double[] LITERALS = {0, 1, -1, 0.5, 2};

    private final SplittableRandom random;
    private final int length;

    /**
     * A source of terms.
     *
     * @param seed from which all chance comes
     * @param length of the vectors, at least 1
     * @throws ArgumentException when the length is not positive
     */
    public RandomTerms(long seed, int length) {
        if (length < 1) {
            throw new ArgumentException("randomTerms: the length is " + length, "give vectors of at least one element");
        }
        this.random = new SplittableRandom(seed);
        this.length = length;
    }

    private record Scope(Map<String, Kind> kinds) {
        List<String> names(Kind kind) {
            return kinds.keySet().stream()
                    .filter(n -> kinds.get(n) == kind)
                    .sorted()
                    .toList();
        }

        Scope with(String name, Kind kind) {
            Map<String, Kind> inner = new HashMap<>(kinds);
            inner.put(name, kind);
            return new Scope(inner);
        }
    }

    private enum Kind {
        NUMBER,
        INDEX,
        VECTOR,
        PAIR
    }

    /**
     * Draws a term.
     *
     * @param depth how many nodes lie above each other, about
     * @return a term whose value is a number
     */
    public Term next(int depth) {
        return number(depth, new Scope(Map.of("x", Kind.NUMBER, "y", Kind.NUMBER, "v", Kind.VECTOR, "w", Kind.VECTOR)));
    }

    /**
     * Draws values of the free variables.
     *
     * @return numbers in −1 … 1
     */
    public Map<String, Datum> inputs() {
        return Map.of("x", Datum.of(draw()), "y", Datum.of(draw()), "v", vector(), "w", vector());
    }

    private double draw() {
        return random.nextDouble(-1, 1);
    }

    private Datum vector() {
        List<Datum> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(Datum.of(draw()));
        }
        return new Datum.Array(elements);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String name() {
        return any(NAMES);
    }

    private Term number(int depth, Scope scope) {
        int d = depth - 1;
        if (depth <= 0) {
            List<String> names = scope.names(Kind.NUMBER);
            return names.isEmpty() || random.nextInt(3) == 0
                    ? new Num(LITERALS[random.nextInt(LITERALS.length)])
                    : new Var(any(names));
        }
        return switch (random.nextInt(12)) {
            case 0 -> number(d, scope).plus(number(d, scope));
            case 1 -> number(d, scope).minus(number(d, scope));
            case 2, 3 -> number(d, scope).times(number(d, scope));
            case 4 ->
                new Unary(any(List.of(UnaryFunction.SIN, UnaryFunction.COS, UnaryFunction.NEGATE)), number(d, scope));
            case 5 -> let(d, scope);
            case 6 -> {
                String name = name();
                yield new Apply(new Lambda(name, number(d, scope.with(name, Kind.NUMBER))), number(d, scope));
            }
            case 7 -> random.nextBoolean() ? new First(pair(d, scope)) : new Second(pair(d, scope));
            case 8 -> new Get(vector(d, scope), index(scope));
            case 9 -> new Indicator(length, index(scope), index(scope));
            case 10 -> Term.sum(vector(d, scope));
            default -> {
                String s = name();
                String e = name();
                Term body =
                        new Var(s).plus(number(d - 1, scope.with(s, Kind.NUMBER).with(e, Kind.NUMBER)));
                yield new Reduce(s, e, body, number(d, scope), vector(d, scope));
            }
        };
    }

    private Term let(int d, Scope scope) {
        String name = name();
        return switch (random.nextInt(3)) {
            case 0 -> new Let(name, number(d, scope), number(d, scope.with(name, Kind.NUMBER)));
            case 1 -> new Let(name, pair(d, scope), number(d, scope.with(name, Kind.PAIR)));
            default -> new Let(name, vector(d, scope), number(d, scope.with(name, Kind.VECTOR)));
        };
    }

    private Term index(Scope scope) {
        List<String> names = scope.names(Kind.INDEX);
        return names.isEmpty() || random.nextInt(4) == 0 ? new Num(random.nextInt(length)) : new Var(any(names));
    }

    private Term pair(int depth, Scope scope) {
        List<String> names = scope.names(Kind.PAIR);
        if (!names.isEmpty() && random.nextBoolean()) {
            return new Var(any(names));
        }
        int d = depth - 1;
        if (depth > 0 && random.nextInt(3) == 0) {
            String s = name();
            String e = NAMES.get((NAMES.indexOf(s) + 1) % NAMES.size());
            Term body = new Pair(
                    new First(new Var(s)).plus(new First(new Var(e))),
                    new Second(new Var(s)).plus(new Second(new Var(e))));
            return new Reduce(
                    s,
                    e,
                    body,
                    new Pair(number(d - 1, scope), number(d - 1, scope)),
                    new Zip(vector(d, scope), vector(d, scope)));
        }
        return new Pair(number(d, scope), number(d, scope));
    }

    private Term vector(int depth, Scope scope) {
        List<String> names = scope.names(Kind.VECTOR);
        int d = depth - 1;
        String name = name();
        return switch (depth <= 0 ? 0 : random.nextInt(5)) {
            case 1 -> new Build(length, name, number(d, scope.with(name, Kind.INDEX)));
            case 2 -> new Mapped(name, number(d, scope.with(name, Kind.NUMBER)), vector(d, scope));
            case 3 ->
                new Mapped(name, number(d, scope.with(name, Kind.PAIR)), new Zip(vector(d, scope), vector(d, scope)));
            case 4 -> Term.oneHot(length, index(scope));
            default -> names.isEmpty() ? new Build(length, name, new Num(1)) : new Var(any(names));
        };
    }
}
