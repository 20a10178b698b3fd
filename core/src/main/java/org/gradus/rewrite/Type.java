package org.gradus.rewrite;

/** The types of data of terms. */
public sealed interface Type {
    /** A number. */
    record Scalar() implements Type {}

    /**
     * An array.
     *
     * @param element of this
     */
    record Array(Type element) implements Type {}

    /**
     * A pair.
     *
     * @param first of this
     * @param second and this
     */
    record Pair(Type first, Type second) implements Type {}

    /**
     * Numbers.
     *
     * @return the type
     */
    static Type number() {
        return new Scalar();
    }

    /**
     * Arrays of numbers.
     *
     * @return the type
     */
    static Type vector() {
        return new Array(number());
    }
}
