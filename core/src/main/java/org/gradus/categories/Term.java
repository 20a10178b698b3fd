package org.gradus.categories;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.error.StructureException;

/**
 * A term of a simply typed lambda calculus with tuples, variants, lists and folds over smooth functions of real numbers: what
 * programs that build and pass functions are made of. {@link Macro Macros} differentiate terms by rewriting them,
 * {@link Meaning} gives their values.
 */
public sealed interface Term {

    /** A variable: equal to itself only, so binders never capture what others mean. */
    final class Variable implements Term {
        private final Type type;

        /**
         * A variable unlike all others.
         *
         * @param type its type
         */
        public Variable(Type type) {
            this.type = type;
        }
    }

    /**
     * A number.
     *
     * @param value the number
     */
    record Constant(double value) implements Term {}

    /**
     * A smooth function of numbers.
     *
     * @param function the function
     * @param arguments as many as it takes
     */
    record Apply(Smooth function, List<Term> arguments) implements Term {
        /**
         * Copies the list.
         *
         * @throws StructureException when there are too few or too many arguments
         */
        public Apply {
            arguments = List.copyOf(arguments);
            if (arguments.size() != function.arity()) {
                throw new StructureException(
                        "term: " + function + " with " + arguments.size() + " arguments",
                        "it takes " + function.arity());
            }
        }
    }

    /**
     * A function, which may capture variables.
     *
     * @param variable its argument
     * @param body its result
     */
    record Lambda(Variable variable, Term body) implements Term {}

    /**
     * A function's value.
     *
     * @param function the function
     * @param argument its argument
     */
    record Call(Term function, Term argument) implements Term {}

    /**
     * A name for a value that is computed once.
     *
     * @param variable the name
     * @param value the value
     * @param body where the name is known
     */
    record Let(Variable variable, Term value, Term body) implements Term {}

    /**
     * A tuple.
     *
     * @param items its components
     */
    record Tuple(List<Term> items) implements Term {
        /** Copies the list. */
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /**
     * A component.
     *
     * @param tuple the tuple
     * @param index from 0
     */
    record Project(Term tuple, int index) implements Term {}

    /**
     * A variant.
     *
     * @param type the sum that it belongs to
     * @param tag which case
     * @param value its content
     */
    record Inject(Type.Sum type, int tag, Term value) implements Term {}

    /**
     * Case analysis.
     *
     * @param value a variant
     * @param branches a function for each case
     */
    record Match(Term value, List<Term> branches) implements Term {
        /** Copies the list. */
        public Match {
            branches = List.copyOf(branches);
        }
    }

    /**
     * A list of known length.
     *
     * @param element the elements' type
     * @param items the elements
     */
    record Items(Type element, List<Term> items) implements Term {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * A list with an element more in front.
     *
     * @param head the element
     * @param tail the list
     */
    record Cons(Term head, Term tail) implements Term {}

    /**
     * Fold from the right: f(x₁, f(x₂, … f(xₙ, start))).
     *
     * @param list x
     * @param start the value for the empty list
     * @param step f, a function of an element that gives a function of what was folded
     */
    record Fold(Term list, Term start, Term step) implements Term {}

    /**
     * The derivative of a function of one number. The function may capture data, which is constant to this derivative and to no
     * other; it may not capture functions, for those have no constant form.
     *
     * @param function from a number to a number
     * @param at where
     */
    record Derivative(Lambda function, Term at) implements Term {}

    /**
     * A function.
     *
     * @param argument the argument's type
     * @param body from the argument to the result
     * @return the function
     */
    static Lambda lambda(Type argument, UnaryOperator<Term> body) {
        Variable x = new Variable(argument);
        return new Lambda(x, body.apply(x));
    }

    /**
     * A function of an element and of what was folded, for {@link Fold}.
     *
     * @param element the element's type
     * @param folded the type of what was folded
     * @param body from both to what is folded next
     * @return the function
     */
    static Lambda step(Type element, Type folded, BinaryOperator<Term> body) {
        return lambda(element, x -> lambda(folded, y -> body.apply(x, y)));
    }

    /**
     * A name for a value.
     *
     * @param type the value's type
     * @param value the value
     * @param body from the name to the result
     * @return the term
     */
    static Term let(Type type, Term value, UnaryOperator<Term> body) {
        Variable x = new Variable(type);
        return new Let(x, value, body.apply(x));
    }

    /**
     * A tuple.
     *
     * @param items its components
     * @return the tuple
     */
    static Tuple tuple(Term... items) {
        return new Tuple(Arrays.asList(items));
    }

    /**
     * A function of numbers.
     *
     * @param function the function
     * @param arguments its arguments
     * @return the term
     */
    static Apply of(Smooth function, Term... arguments) {
        return new Apply(function, Arrays.asList(arguments));
    }

    /**
     * A component of this tuple.
     *
     * @param index from 0
     * @return the component
     */
    default Term at(int index) {
        return new Project(this, index);
    }

    /**
     * The sum of two numbers.
     *
     * @param other the other
     * @return their sum
     */
    default Term plus(Term other) {
        return of(Smooth.ADD, this, other);
    }

    /**
     * The product of two numbers.
     *
     * @param other the other
     * @return their product
     */
    default Term times(Term other) {
        return of(Smooth.MULTIPLY, this, other);
    }

    /**
     * A list, element by element.
     *
     * @param list the list
     * @param function of its elements
     * @return the list of its values
     * @throws StructureException when the types do not fit
     */
    static Term map(Term list, Term function) {
        if (list.type() instanceof Type.Many(Type element)
                && function.type() instanceof Type.Function(var _, Type result)) {
            return new Fold(
                    list,
                    new Items(result, List.of()),
                    step(element, new Type.Many(result), (x, done) -> new Cons(new Call(function, x), done)));
        }
        throw new StructureException(
                "term: map of " + function.type() + " over " + list.type(),
                "give a list and a function of its elements");
    }

    /**
     * What comes of one function after another.
     *
     * @param first from a to b
     * @param then from b to c
     * @return from a to c
     * @throws StructureException when the first is no function
     */
    static Term compose(Term first, Term then) {
        if (first.type() instanceof Type.Function(Type argument, var _)) {
            return lambda(argument, x -> new Call(then, new Call(first, x)));
        }
        throw new StructureException("term: " + first.type() + " composed", "compose functions");
    }

    /**
     * The term's type, every part of it checked.
     *
     * @return the type
     * @throws StructureException when a part does not fit
     */
    default Type type() {
        return Typing.of(this);
    }

    /**
     * The terms of which this is made.
     *
     * @return them, in order
     */
    default List<Term> parts() {
        return switch (this) {
            case Variable _, Constant _ -> List.of();
            case Apply(var _, var arguments) -> arguments;
            case Lambda(var _, Term body) -> List.of(body);
            case Call(Term function, Term argument) -> List.of(function, argument);
            case Let(var _, Term value, Term body) -> List.of(value, body);
            case Tuple(var items) -> items;
            case Project(Term tuple, int _) -> List.of(tuple);
            case Inject(var _, int _, Term value) -> List.of(value);
            case Match(Term value, var branches) ->
                Stream.concat(Stream.of(value), branches.stream()).toList();
            case Items(var _, var items) -> items;
            case Cons(Term head, Term tail) -> List.of(head, tail);
            case Fold(Term list, Term start, Term step) -> List.of(list, start, step);
            case Derivative(Lambda function, Term at) -> List.of(function, at);
        };
    }

    /**
     * Variables that no part binds.
     *
     * @return them
     */
    default Set<Variable> free() {
        Set<Variable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        Typing.free(this, all);
        return all;
    }

    /**
     * The type of a variable.
     *
     * @param variable the variable
     * @return its type
     */
    static Type typeOf(Variable variable) {
        return variable.type;
    }
}
