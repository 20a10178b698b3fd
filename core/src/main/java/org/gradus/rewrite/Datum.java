package org.gradus.rewrite;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a term evaluates to. */
public sealed interface Datum {
    /**
     * A number.
     *
     * @param value it
     */
    record Scalar(double value) implements Datum {}

    /**
     * A pair.
     *
     * @param first component
     * @param second component
     */
    record Pair(Datum first, Datum second) implements Datum {}

    /**
     * An array.
     *
     * @param elements in their order
     */
    record Array(List<Datum> elements) implements Datum {
        /** Copies the list. */
        public Array {
            elements = List.copyOf(elements);
        }

        /**
         * The elements, which must be numbers.
         *
         * @return their values
         */
        public double[] toDoubles() {
            return elements.stream().mapToDouble(e -> ((Scalar) e).value()).toArray();
        }
    }

    /**
     * A function.
     *
     * @param code what it does
     */
    record Function(UnaryOperator<Datum> code) implements Datum {}

    /**
     * A number.
     *
     * @param value it
     * @return the datum
     */
    static Datum of(double value) {
        return new Scalar(value);
    }

    /**
     * An array of numbers.
     *
     * @param values its elements
     * @return the datum
     */
    static Array vector(double... values) {
        return new Array(Arrays.stream(values).mapToObj(Datum::of).toList());
    }
}
