package org.gradus.categories;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gradus.error.StructureException;

/**
 * What a {@link Term} means.
 *
 * @param <R> a number
 */
public sealed interface Value<R> {

    /**
     * A number.
     *
     * @param <R> a number
     * @param number the number
     */
    record Real<R>(R number) implements Value<R> {}

    /**
     * A tuple.
     *
     * @param <R> a number
     * @param items its components
     */
    record Tuple<R>(List<Value<R>> items) implements Value<R> {
        /** Copies the list. */
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /**
     * A variant.
     *
     * @param <R> a number
     * @param tag which case
     * @param value its content
     */
    record Variant<R>(int tag, Value<R> value) implements Value<R> {}

    /**
     * A list.
     *
     * @param <R> a number
     * @param items its elements
     */
    record Many<R>(List<Value<R>> items) implements Value<R> {
        /** Copies the list. */
        public Many {
            items = List.copyOf(items);
        }
    }

    /**
     * A function.
     *
     * @param <R> a number
     * @param code what it does
     */
    record Function<R>(UnaryOperator<Value<R>> code) implements Value<R> {}

    /**
     * A tuple of numbers.
     *
     * @param <R> a number
     * @param numbers the numbers
     * @return the tuple
     */
    static <R> Value<R> numbers(List<R> numbers) {
        return new Tuple<>(numbers.stream().<Value<R>>map(Real::new).toList());
    }

    /**
     * This as a number.
     *
     * @return the number
     * @throws StructureException when it is none
     */
    default R number() {
        if (this instanceof Real<R>(R number)) {
            return number;
        }
        throw wrong("a number");
    }

    /**
     * The components of this tuple, or the elements of this list.
     *
     * @return them
     * @throws StructureException when it has none
     */
    default List<Value<R>> items() {
        return switch (this) {
            case Tuple<R>(var items) -> items;
            case Many<R>(var items) -> items;
            default -> throw wrong("a tuple or list");
        };
    }

    /**
     * The value of this function.
     *
     * @param argument its argument
     * @return its value
     * @throws StructureException when it is no function
     */
    default Value<R> call(Value<R> argument) {
        if (this instanceof Function<R>(var code)) {
            return code.apply(argument);
        }
        throw wrong("a function");
    }

    private StructureException wrong(String expected) {
        return new StructureException(
                "value: " + getClass().getSimpleName() + " is not " + expected, "check the term by type()");
    }
}
