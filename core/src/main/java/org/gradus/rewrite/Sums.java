package org.gradus.rewrite;

import java.util.Optional;
import org.gradus.rewrite.Term.Binary;
import org.gradus.rewrite.Term.BinaryFunction;
import org.gradus.rewrite.Term.Build;
import org.gradus.rewrite.Term.Indicator;
import org.gradus.rewrite.Term.Let;
import org.gradus.rewrite.Term.Mapped;
import org.gradus.rewrite.Term.Num;
import org.gradus.rewrite.Term.Reduce;
import org.gradus.rewrite.Term.Unary;
import org.gradus.rewrite.Term.UnaryFunction;
import org.gradus.rewrite.Term.Var;

/** Rules of sums and of arithmetic. */
final class Sums {
    private Sums() {}

    private static boolean is(Term term, double value) {
        return term instanceof Num(double v) && v == value;
    }

    /** The array whose elements a term adds up from 0. */
    private static Optional<Term> summed(Term term) {
        return term
                                instanceof
                                Reduce(
                                        String s,
                                        String e,
                                        Binary(BinaryFunction f, Var(String x), Var(String y)),
                                        Term zero,
                                        Term array)
                        && f == BinaryFunction.ADD
                        && is(zero, 0)
                        && !s.equals(e)
                        && ((x.equals(s) && y.equals(e)) || (x.equals(e) && y.equals(s)))
                ? Optional.of(array)
                : Optional.empty();
    }

    static Optional<Term> split(Term term) {
        return summed(term).flatMap(array -> switch (array) {
            case Build(int size, String j, Binary(BinaryFunction f, Term a, Term b))
            when isSum(f) ->
                Optional.of(new Binary(f, Term.sum(new Build(size, j, a)), Term.sum(new Build(size, j, b))));
            case Mapped(String v, Binary(BinaryFunction f, Term a, Term b), Var xs)
            when isSum(f) -> Optional.of(new Binary(f, Term.sum(new Mapped(v, a, xs)), Term.sum(new Mapped(v, b, xs))));
            default -> Optional.empty();
        });
    }

    private static boolean isSum(BinaryFunction f) {
        return f == BinaryFunction.ADD || f == BinaryFunction.SUBTRACT;
    }

    static Optional<Term> oneHot(Term term) {
        if (!(summed(term).orElse(null) instanceof Build(int size, String j, Term body))) {
            return Optional.empty();
        }
        return indicator(body, size, j)
                .flatMap(indicator -> without(body, indicator).map(rest -> new Let(j, indicator.at(), rest)));
    }

    /** An indicator of the whole range, of an index that does not run with it. */
    private static Optional<Indicator> indicator(Term term, int size, String j) {
        if (term instanceof Indicator(int n, Term at, Var(String index))
                && n == size
                && index.equals(j)
                && !at.free().contains(j)) {
            return Optional.of((Indicator) term);
        }
        return term.children().stream()
                .flatMap(child -> indicator(child, size, j).stream())
                .findFirst();
    }

    /** The other factors of a product that has the indicator as a factor. */
    private static Optional<Term> without(Term term, Indicator indicator) {
        return switch (term) {
            case Indicator i when i.equals(indicator) -> Optional.of(new Num(1));
            case Binary(BinaryFunction f, Term a, Term b)
            when f == BinaryFunction.MULTIPLY ->
                without(a, indicator)
                        .map(rest -> rest.times(b))
                        .or(() -> without(b, indicator).map(a::times));
            case Binary(BinaryFunction f, Term a, Term b)
            when f == BinaryFunction.DIVIDE -> without(a, indicator).map(rest -> rest.dividedBy(b));
            case Unary(UnaryFunction f, Term x)
            when f == UnaryFunction.NEGATE -> without(x, indicator).map(rest -> new Unary(f, rest));
            case Let(String name, Term value, Term body)
            when !indicator.free().contains(name) -> without(body, indicator).map(rest -> new Let(name, value, rest));
            default -> Optional.empty();
        };
    }

    static Optional<Term> algebra(Term term) {
        return Optional.ofNullable(
                switch (term) {
                    case Binary(BinaryFunction f, Term x, Term y) -> arithmetic(f, x, y);
                    case Unary(UnaryFunction f, Num(double v)) when f == UnaryFunction.NEGATE -> new Num(-v);
                    case Unary(UnaryFunction f, Unary(UnaryFunction g, Term x))
                    when f == UnaryFunction.NEGATE && g == UnaryFunction.NEGATE -> x;
                    default ->
                        summed(term)
                                .filter(array -> (array instanceof Build(int _, String _, Term body) && is(body, 0))
                                        || (array instanceof Mapped(String _, Term f, Term _) && is(f, 0)))
                                .map(_ -> new Num(0))
                                .orElse(null);
                });
    }

    private static Term arithmetic(BinaryFunction f, Term x, Term y) {
        return switch (f) {
            case ADD -> is(x, 0) ? y : is(y, 0) ? x : null;
            case SUBTRACT -> {
                if (is(y, 0)) {
                    yield x;
                }
                yield is(x, 0) ? new Unary(UnaryFunction.NEGATE, y) : x.equals(y) ? new Num(0) : null;
            }
            case MULTIPLY -> {
                if (is(x, 0) || is(y, 0)) {
                    yield new Num(0);
                }
                yield is(x, 1) ? y : is(y, 1) ? x : null;
            }
            case DIVIDE -> is(x, 0) ? new Num(0) : is(y, 1) ? x : null;
        };
    }
}
