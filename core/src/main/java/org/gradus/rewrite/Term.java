package org.gradus.rewrite;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gradus.error.ArgumentException;

/**
 * A term of a pure functional language of numbers, pairs, functions and arrays. Each form binds names in one of its children at
 * most; terms that differ in bound names alone mean the same ({@link #sameAs}). Indices count from 0.
 */
public sealed interface Term extends Tree<Term> {

    /** Functions of a number. */
    enum UnaryFunction {
        /** −x. */
        NEGATE,
        /** sin x. */
        SIN,
        /** cos x. */
        COS,
        /** eˣ. */
        EXP,
        /** ln x. */
        LOG
    }

    /** Functions of two numbers. */
    enum BinaryFunction {
        /** x + y. */
        ADD,
        /** x − y. */
        SUBTRACT,
        /** x · y. */
        MULTIPLY,
        /** x / y. */
        DIVIDE
    }

    /**
     * A literal.
     *
     * @param value the number
     */
    record Num(double value) implements Term {}

    /**
     * A variable.
     *
     * @param name its name
     */
    record Var(String name) implements Term {}

    /**
     * A function of a number.
     *
     * @param function which
     * @param x its operand
     */
    record Unary(UnaryFunction function, Term x) implements Term {}

    /**
     * A function of two numbers.
     *
     * @param function which
     * @param x its first operand
     * @param y its second operand
     */
    record Binary(BinaryFunction function, Term x, Term y) implements Term {}

    /**
     * An entry of a unit vector: 1 where both indices are equal, else 0.
     *
     * @param size of the unit vector
     * @param at where the 1 is; it must lie in 0 … size − 1
     * @param index of the entry
     */
    record Indicator(int size, Term at, Term index) implements Term {}

    /**
     * A pair.
     *
     * @param first one component
     * @param second the other
     */
    record Pair(Term first, Term second) implements Term {}

    /**
     * The first component.
     *
     * @param pair of a pair
     */
    record First(Term pair) implements Term {}

    /**
     * The second component.
     *
     * @param pair of a pair
     */
    record Second(Term pair) implements Term {}

    /**
     * {@code let name = value in body}.
     *
     * @param name bound in the body
     * @param value what it stands for
     * @param body the result
     */
    record Let(String name, Term value, Term body) implements Term {}

    /**
     * A function.
     *
     * @param name its parameter, bound in the body
     * @param body its result
     */
    record Lambda(String name, Term body) implements Term {}

    /**
     * A function's result.
     *
     * @param function the function
     * @param argument its argument
     */
    record Apply(Term function, Term argument) implements Term {}

    /**
     * An array by its elements.
     *
     * @param size how many
     * @param name the index, bound in the body
     * @param body the element there
     */
    record Build(int size, String name, Term body) implements Term {
        /**
         * Checks the size.
         *
         * @throws ArgumentException when it is negative
         */
        public Build {
            if (size < 0) {
                throw new ArgumentException("build: the size is " + size, "give a size of at least 0");
            }
        }
    }

    /**
     * An element.
     *
     * @param array of an array
     * @param index where
     */
    record Get(Term array, Term index) implements Term {}

    /**
     * A function of each element.
     *
     * @param name the element, bound in the body
     * @param body the new element
     * @param array the elements
     */
    record Mapped(String name, Term body, Term array) implements Term {}

    /**
     * Pairs of the elements of two arrays of one length.
     *
     * @param left first components
     * @param right second components
     */
    record Zip(Term left, Term right) implements Term {}

    /**
     * A fold from the left.
     *
     * @param accumulator what was folded so far, bound in the body
     * @param element the next element, bound in the body
     * @param body the next accumulator
     * @param zero the first accumulator
     * @param array the elements
     */
    record Reduce(String accumulator, String element, Term body, Term zero, Term array) implements Term {}

    /**
     * A literal.
     *
     * @param value a number
     * @return the literal
     */
    static Term of(double value) {
        return new Num(value);
    }

    /**
     * The sum of an array's elements.
     *
     * @param array of numbers
     * @return {@code reduce (+) 0 array}
     */
    static Term sum(Term array) {
        return new Reduce("s", "e", new Var("s").plus(new Var("e")), new Num(0), array);
    }

    /**
     * Column {@code at} of the unit matrix.
     *
     * @param size its length
     * @param at where the 1 is
     * @return an array
     */
    static Term oneHot(int size, Term at) {
        String index = Names.fresh("j", at.free());
        return new Build(size, index, new Indicator(size, at, new Var(index)));
    }

    /**
     * The sum.
     *
     * @param other a number
     * @return this + other
     */
    default Term plus(Term other) {
        return new Binary(BinaryFunction.ADD, this, other);
    }

    /**
     * The difference.
     *
     * @param other a number
     * @return this − other
     */
    default Term minus(Term other) {
        return new Binary(BinaryFunction.SUBTRACT, this, other);
    }

    /**
     * The product.
     *
     * @param other a number
     * @return this · other
     */
    default Term times(Term other) {
        return new Binary(BinaryFunction.MULTIPLY, this, other);
    }

    /**
     * The quotient.
     *
     * @param other a number
     * @return this / other
     */
    default Term dividedBy(Term other) {
        return new Binary(BinaryFunction.DIVIDE, this, other);
    }

    /**
     * Applies a strategy.
     *
     * @param strategy what to do
     * @return what came of it
     */
    default Rewrite<Term> rewrite(Strategy<Term> strategy) {
        return strategy.apply(this);
    }

    @Override
    default List<Term> children() {
        return switch (this) {
            case Num _, Var _ -> List.of();
            case Unary(var _, Term x) -> List.of(x);
            case Binary(var _, Term x, Term y) -> List.of(x, y);
            case Indicator(int _, Term at, Term index) -> List.of(at, index);
            case Pair(Term first, Term second) -> List.of(first, second);
            case First(Term pair) -> List.of(pair);
            case Second(Term pair) -> List.of(pair);
            case Let(String _, Term value, Term body) -> List.of(value, body);
            case Lambda(String _, Term body) -> List.of(body);
            case Apply(Term function, Term argument) -> List.of(function, argument);
            case Build(int _, String _, Term body) -> List.of(body);
            case Get(Term array, Term index) -> List.of(array, index);
            case Mapped(String _, Term body, Term array) -> List.of(body, array);
            case Zip(Term left, Term right) -> List.of(left, right);
            case Reduce(String _, String _, Term body, Term zero, Term array) -> List.of(body, zero, array);
        };
    }

    @Override
    default Term with(List<Term> children) {
        return Names.node(this, names(), children);
    }

    /**
     * The names that this node binds.
     *
     * @return none, one, or the accumulator and the element
     */
    default List<String> names() {
        return switch (this) {
            case Let let -> List.of(let.name());
            case Lambda lambda -> List.of(lambda.name());
            case Build build -> List.of(build.name());
            case Mapped mapped -> List.of(mapped.name());
            case Reduce reduce -> List.of(reduce.accumulator(), reduce.element());
            default -> List.of();
        };
    }

    /**
     * The child in which the names are bound.
     *
     * @return its index, −1 where no name is bound
     */
    default int scope() {
        return switch (this) {
            case Let _ -> 1;
            case Lambda _, Build _, Mapped _, Reduce _ -> 0;
            default -> -1;
        };
    }

    /**
     * The names that must be given from outside.
     *
     * @return the free variables
     */
    default Set<String> free() {
        Set<String> free = new LinkedHashSet<>();
        if (this instanceof Var(String name)) {
            free.add(name);
        }
        List<Term> children = children();
        for (int i = 0; i < children.size(); i++) {
            Set<String> below = children.get(i).free();
            if (i == scope()) {
                names().forEach(below::remove);
            }
            free.addAll(below);
        }
        return free;
    }

    /**
     * Replaces a free variable without capture: bound names that the replacement has free are renamed first.
     *
     * @param name the variable
     * @param replacement what comes in its place
     * @return a term
     */
    default Term substitute(String name, Term replacement) {
        return Names.substitute(this, name, replacement);
    }

    /**
     * Equality up to bound names.
     *
     * @param other another term
     * @return whether a consistent renaming of bound names makes them equal
     */
    default boolean sameAs(Term other) {
        return Names.same(this, other, new HashMap<>(), new HashMap<>(), 0);
    }

    /**
     * The number of nodes.
     *
     * @return at least 1
     */
    default int size() {
        return 1 + children().stream().mapToInt(Term::size).sum();
    }

    /**
     * The term on one line.
     *
     * @return for reading
     */
    default String text() {
        return switch (this) {
            case Num(double value) -> value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
            case Var(String name) -> name;
            case Unary(var function, Term x) -> function.name().toLowerCase(Locale.ROOT) + "(" + x.text() + ")";
            case Binary(var function, Term x, Term y) ->
                "(" + x.text() + " " + "+-*/".charAt(function.ordinal()) + " " + y.text() + ")";
            case Indicator(int _, Term at, Term index) -> "[" + at.text() + " = " + index.text() + "]";
            case Pair(Term first, Term second) -> "(" + first.text() + ", " + second.text() + ")";
            case First(Term pair) -> "fst " + pair.text();
            case Second(Term pair) -> "snd " + pair.text();
            case Let(String name, Term value, Term body) -> "let " + name + " = " + value.text() + " in " + body.text();
            case Lambda(String name, Term body) -> "(" + name + " -> " + body.text() + ")";
            case Apply(Term function, Term argument) -> function.text() + "(" + argument.text() + ")";
            case Build(int size, String name, Term body) -> "build(" + size + ", " + name + " -> " + body.text() + ")";
            case Get(Term array, Term index) -> array.text() + "[" + index.text() + "]";
            case Mapped(String name, Term body, Term array) ->
                "map(" + name + " -> " + body.text() + ", " + array.text() + ")";
            case Zip(Term left, Term right) -> "zip(" + left.text() + ", " + right.text() + ")";
            case Reduce(String accumulator, String element, Term body, Term zero, Term array) ->
                "reduce(" + accumulator + " " + element + " -> " + body.text() + ", " + zero.text() + ", "
                        + array.text() + ")";
        };
    }
}
