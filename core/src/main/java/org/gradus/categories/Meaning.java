package org.gradus.categories;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.StructureException;

/**
 * The values of terms: call by value, with closures. The same term may be given numbers of any kind.
 *
 * @param <R> a number
 */
public final class Meaning<R> {
    private final Reals<R> reals;

    /** What variables are bound to, innermost first. */
    private record Scope<R>(Term.Variable variable, Value<R> value, Scope<R> outer) {}

    private Meaning(Reals<R> reals) {
        this.reals = reals;
    }

    /**
     * The value of a closed term.
     *
     * @param <R> a number
     * @param term the term, well typed
     * @param reals what numbers are
     * @return the value
     * @throws StructureException when the term is not well typed
     * @throws ArgumentException when a variable is bound nowhere
     */
    public static <R> Value<R> of(Term term, Reals<R> reals) {
        Require.notNull(term, "meaning", "the term");
        return new Meaning<>(Require.notNull(reals, "meaning", "the kind of numbers")).value(term, null);
    }

    private Value<R> value(Term term, Scope<R> scope) {
        return switch (term) {
            case Term.Variable variable -> find(variable, scope);
            case Term.Constant(double value) -> new Value.Real<>(reals.constant(value));
            case Term.Apply(Smooth function, var arguments) -> {
                List<R> x = new ArrayList<>(arguments.size());
                for (Term argument : arguments) {
                    x.add(value(argument, scope).number());
                }
                yield new Value.Real<>(reals.apply(function, x));
            }
            case Term.Lambda(var variable, Term body) ->
                new Value.Function<>(argument -> value(body, new Scope<>(variable, argument, scope)));
            case Term.Call(Term function, Term argument) ->
                value(function, scope).call(value(argument, scope));
            case Term.Let let -> let(let, scope);
            case Term.Tuple(var items) -> new Value.Tuple<>(values(items, scope));
            case Term.Project(Term tuple, int index) ->
                value(tuple, scope).items().get(index);
            case Term.Inject(var _, int tag, Term value) -> new Value.Variant<>(tag, value(value, scope));
            case Term.Match(Term value, var branches) -> {
                if (value(value, scope) instanceof Value.Variant<R>(int tag, Value<R> content)) {
                    yield value(branches.get(tag), scope).call(content);
                }
                throw new StructureException("meaning: case analysis of no variant", "check the term by type()");
            }
            case Term.Items(var _, var items) -> new Value.Many<>(values(items, scope));
            case Term.Cons(Term head, Term tail) -> {
                List<Value<R>> items = new ArrayList<>();
                items.add(value(head, scope));
                items.addAll(value(tail, scope).items());
                yield new Value.Many<>(items);
            }
            case Term.Fold(Term list, Term start, Term step) -> {
                Value<R> folded = value(start, scope);
                Value<R> code = value(step, scope);
                for (Value<R> element : value(list, scope).items().reversed()) {
                    folded = code.call(element).call(folded);
                }
                yield folded;
            }
            case Term.Derivative derivative -> {
                Value<R> f = value(derivative.function(), scope);
                R at = value(derivative.at(), scope).number();
                R found = reals.derivative(x -> f.call(new Value.Real<>(x)).number(), at);
                yield found == null ? value(Forward.expand(derivative), scope) : new Value.Real<>(found);
            }
        };
    }

    /** Long chains of names take no stack. */
    private Value<R> let(Term.Let first, Scope<R> outer) {
        Term term = first;
        Scope<R> scope = outer;
        while (term instanceof Term.Let(var variable, Term value, Term body)) {
            scope = new Scope<>(variable, value(value, scope), scope);
            term = body;
        }
        return value(term, scope);
    }

    private List<Value<R>> values(List<Term> terms, Scope<R> scope) {
        return terms.stream().map(term -> value(term, scope)).toList();
    }

    private static <R> Value<R> find(Term.Variable variable, Scope<R> scope) {
        for (Scope<R> at = scope; at != null; at = at.outer()) {
            if (at.variable() == variable) {
                return at.value();
            }
        }
        throw new ArgumentException("meaning: a variable is bound nowhere", "give a closed term");
    }
}
