package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.ArgumentException;
import org.gradus.rewrite.Term.Apply;
import org.gradus.rewrite.Term.Binary;
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
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/**
 * A term's value and what it cost: one for each scalar primitive that was evaluated (arithmetic, comparison, read of an element,
 * projection, construction of a pair), one for each element that an array got, and one for each element that a reduction took.
 *
 * @param value of the term
 * @param cost the number of steps
 */
public record Evaluated(Datum value, long cost) {

    /**
     * Evaluates a term, operands first.
     *
     * @param term what to evaluate
     * @param inputs the values of its free variables
     * @return value and cost
     * @throws ArgumentException when the term makes no sense: a variable without a value, a datum of the wrong kind, an index
     *     out of range, a zip of different lengths
     */
    public static Evaluated of(Term term, Map<String, Datum> inputs) {
        Run run = new Run();
        Datum value = run.value(term, inputs);
        return new Evaluated(value, run.cost);
    }

    private static final class Run {
        private long cost;

        private Datum value(Term term, Map<String, Datum> scope) {
            return switch (term) {
                case Num(double value) -> Datum.of(value);
                case Var(String name) -> {
                    if (!scope.containsKey(name)) {
                        throw malformed("the variable '" + name + "' has no value");
                    }
                    yield scope.get(name);
                }
                case Unary(var f, Term x) -> {
                    double a = number(x, scope);
                    cost++;
                    yield Datum.of(
                            switch (f) {
                                case NEGATE -> -a;
                                case SIN -> StrictMath.sin(a);
                                case COS -> StrictMath.cos(a);
                                case EXP -> StrictMath.exp(a);
                                case LOG -> StrictMath.log(a);
                            });
                }
                case Binary(var f, Term x, Term y) -> {
                    double a = number(x, scope);
                    double b = number(y, scope);
                    cost++;
                    yield Datum.of(
                            switch (f) {
                                case ADD -> a + b;
                                case SUBTRACT -> a - b;
                                case MULTIPLY -> a * b;
                                case DIVIDE -> a / b;
                            });
                }
                case Indicator(int size, Term at, Term index) -> {
                    int one = index(at, scope, size);
                    double here = number(index, scope);
                    cost++;
                    yield Datum.of(one == here ? 1 : 0);
                }
                case Pair(Term a, Term b) -> {
                    Datum first = value(a, scope);
                    Datum second = value(b, scope);
                    cost++;
                    yield new Datum.Pair(first, second);
                }
                case First(Term pair) -> pair(pair, scope).first();
                case Second(Term pair) -> pair(pair, scope).second();
                case Let(String name, Term value, Term body) -> value(body, with(scope, name, value(value, scope)));
                case Lambda(String name, Term body) ->
                    new Datum.Function(argument -> value(body, with(scope, name, argument)));
                case Apply(Term function, Term argument) -> {
                    if (!(value(function, scope) instanceof Datum.Function(var code))) {
                        throw malformed("what is applied is no function: " + function.text());
                    }
                    yield code.apply(value(argument, scope));
                }
                case Build(int size, String name, Term body) -> {
                    List<Datum> elements = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        elements.add(value(body, with(scope, name, Datum.of(i))));
                        cost++;
                    }
                    yield new Datum.Array(elements);
                }
                case Get(Term array, Term at) -> {
                    List<Datum> elements = elements(array, scope);
                    int i = index(at, scope, elements.size());
                    cost++;
                    yield elements.get(i);
                }
                case Mapped(String name, Term body, Term array) -> {
                    List<Datum> elements = new ArrayList<>();
                    for (Datum element : elements(array, scope)) {
                        elements.add(value(body, with(scope, name, element)));
                        cost++;
                    }
                    yield new Datum.Array(elements);
                }
                case Zip(Term left, Term right) -> zip(elements(left, scope), elements(right, scope));
                case Reduce reduce -> reduce(reduce, scope);
            };
        }

        private Datum zip(List<Datum> left, List<Datum> right) {
            if (left.size() != right.size()) {
                throw malformed("zip of arrays of " + left.size() + " and " + right.size() + " elements");
            }
            List<Datum> elements = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                elements.add(new Datum.Pair(left.get(i), right.get(i)));
                cost++;
            }
            return new Datum.Array(elements);
        }

        private Datum reduce(Reduce reduce, Map<String, Datum> scope) {
            Datum accumulator = value(reduce.zero(), scope);
            for (Datum element : elements(reduce.array(), scope)) {
                Map<String, Datum> inner = with(scope, reduce.accumulator(), accumulator);
                accumulator = value(reduce.body(), with(inner, reduce.element(), element));
                cost++;
            }
            return accumulator;
        }

        private static Map<String, Datum> with(Map<String, Datum> scope, String name, Datum value) {
            Map<String, Datum> inner = new HashMap<>(scope);
            inner.put(name, value);
            return inner;
        }

        private double number(Term term, Map<String, Datum> scope) {
            if (value(term, scope) instanceof Datum.Scalar(double value)) {
                return value;
            }
            throw malformed("this is no number: " + term.text());
        }

        private int index(Term term, Map<String, Datum> scope, int size) {
            double value = number(term, scope);
            if (value != Math.rint(value) || value < 0 || value >= size) {
                throw malformed("index " + value + " is out of range for " + size + " elements: " + term.text());
            }
            return (int) value;
        }

        private Datum.Pair pair(Term term, Map<String, Datum> scope) {
            if (value(term, scope) instanceof Datum.Pair pair) {
                cost++;
                return pair;
            }
            throw malformed("this is no pair: " + term.text());
        }

        private List<Datum> elements(Term term, Map<String, Datum> scope) {
            if (value(term, scope) instanceof Datum.Array(List<Datum> elements)) {
                return elements;
            }
            throw malformed("this is no array: " + term.text());
        }

        private static ArgumentException malformed(String problem) {
            return new ArgumentException("evaluate: " + problem, "correct the term or its inputs");
        }
    }
}
