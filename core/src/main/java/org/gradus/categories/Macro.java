package org.gradus.categories;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.Require;

/**
 * A structure-preserving translation of types and {@link Term terms}: it is given by what becomes of numbers, constants and
 * smooth functions, and everything else (functions, tuples, variants, lists, folds) becomes itself. So there is one macro for
 * given derivatives of the smooth functions, and the macro of a composite is the composite of the macros. Huot, Staton and
 * Vákár, "Correctness of automatic differentiation via diffeologies and categorical gluing", FoSSaCS 2020.
 */
public abstract sealed class Macro permits Forward, Reverse, Jets {

    Macro() {}

    /**
     * What a number becomes.
     *
     * @return a type
     */
    public abstract Type real();

    abstract Term constant(double value);

    /** The arguments are variables of type {@link #real}. */
    abstract Term apply(Smooth function, List<Term> x);

    /**
     * What a type becomes.
     *
     * @param type the type
     * @return the type with every number replaced
     */
    public final Type of(Type type) {
        return switch (Require.notNull(type, "macro", "the type")) {
            case Type.Real _ -> real();
            case Type.Tuple(var items) ->
                new Type.Tuple(items.stream().map(this::of).toList());
            case Type.Sum sum -> sum(sum);
            case Type.Function(Type argument, Type result) -> new Type.Function(of(argument), of(result));
            case Type.Many(Type element) -> new Type.Many(of(element));
        };
    }

    private Type.Sum sum(Type.Sum sum) {
        return new Type.Sum(sum.cases().stream().map(this::of).toList());
    }

    /**
     * What a term becomes.
     *
     * @param term a closed term
     * @return a closed term, whose type is what the term's type becomes
     */
    public final Term of(Term term) {
        return new Pass(new IdentityHashMap<>()).of(Require.notNull(term, "macro", "the term"));
    }

    /** As {@link #of(Term)}, where free variables become those of the map. */
    final Term of(Term term, Map<Term.Variable, Term> free) {
        return new Pass(new IdentityHashMap<>(free)).of(term);
    }

    private final class Pass {
        private final Map<Term.Variable, Term> variables;

        Pass(Map<Term.Variable, Term> variables) {
            this.variables = variables;
        }

        private Term.Variable bound(Term.Variable variable) {
            return (Term.Variable)
                    variables.computeIfAbsent(variable, v -> new Term.Variable(Macro.this.of(Term.typeOf(v))));
        }

        private List<Term> all(List<Term> terms) {
            return terms.stream().map(this::of).toList();
        }

        Term of(Term term) {
            return switch (term) {
                case Term.Variable variable ->
                    variables.containsKey(variable) ? variables.get(variable) : bound(variable);
                case Term.Constant(double value) -> constant(value);
                case Term.Apply(Smooth function, var arguments) -> {
                    Lets lets = new Lets();
                    List<Term> x = new ArrayList<>();
                    arguments.forEach(a -> x.add(lets.name(real(), of(a))));
                    yield lets.in(apply(function, x));
                }
                case Term.Lambda lambda -> lambda(lambda);
                case Term.Call(Term function, Term argument) -> new Term.Call(of(function), of(argument));
                case Term.Let(var variable, Term value, Term body) ->
                    new Term.Let(bound(variable), of(value), of(body));
                case Term.Tuple(var items) -> new Term.Tuple(all(items));
                case Term.Project(Term tuple, int index) -> new Term.Project(of(tuple), index);
                case Term.Inject(var type, int tag, Term value) -> new Term.Inject(sum(type), tag, of(value));
                case Term.Match(Term value, var branches) -> new Term.Match(of(value), all(branches));
                case Term.Items(Type element, var items) -> new Term.Items(Macro.this.of(element), all(items));
                case Term.Cons(Term head, Term tail) -> new Term.Cons(of(head), of(tail));
                case Term.Fold(Term list, Term start, Term step) -> new Term.Fold(of(list), of(start), of(step));
                case Term.Derivative derivative -> of(Forward.expand(derivative));
            };
        }

        private Term lambda(Term.Lambda lambda) {
            return new Term.Lambda(bound(lambda.variable()), of(lambda.body()));
        }
    }

    /** Names for values, collected in order. */
    static final class Lets {
        private final List<Term.Variable> names = new ArrayList<>();
        private final List<Term> values = new ArrayList<>();

        Term name(Type type, Term value) {
            if (value instanceof Term.Variable) {
                return value;
            }
            Term.Variable name = new Term.Variable(type);
            names.add(name);
            values.add(value);
            return name;
        }

        /** A name for a number. */
        Term name(Term value) {
            return value instanceof Term.Constant ? value : name(Type.real(), value);
        }

        Term in(Term body) {
            Term term = body;
            for (int i = names.size() - 1; i >= 0; i--) {
                term = new Term.Let(names.get(i), values.get(i), term);
            }
            return term;
        }
    }

    /** ∂f/∂xᵢ at x, where f(x) = w. */
    static Term partial(Smooth function, int i, List<Term> x, Term w) {
        Term one = new Term.Constant(1);
        Term u = x.getFirst();
        return switch (function) {
            case ADD -> one;
            case SUBTRACT -> i == 0 ? one : new Term.Constant(-1);
            case MULTIPLY -> x.get(1 - i);
            case DIVIDE -> {
                Term inverse = Term.of(Smooth.DIVIDE, one, x.getLast());
                yield i == 0 ? inverse : minus(new Term.Constant(0), w.times(inverse));
            }
            case SIN -> Term.of(Smooth.COS, u);
            case COS -> minus(new Term.Constant(0), Term.of(Smooth.SIN, u));
            case EXP -> w;
            case LOG -> Term.of(Smooth.DIVIDE, one, u);
            case TANH -> minus(one, w.times(w));
            case SIGMOID -> w.times(minus(one, w));
            case BELL -> new Term.Constant(-2).times(u).times(w.times(w));
        };
    }

    static Term minus(Term x, Term y) {
        return Term.of(Smooth.SUBTRACT, x, y);
    }
}
