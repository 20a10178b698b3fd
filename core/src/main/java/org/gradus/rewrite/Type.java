package org.gradus.rewrite;

/** The types of data of terms. */
public sealed interface Type {
    /** A number. */
    record Number() implements Type {}

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

    /** Numbers. */
    Type NUMBER = new Number();

    /** Arrays of numbers. */
    Type VECTOR = new Array(NUMBER);
}
