package org.gradus.array;

/**
 * Where an array's elements are. Both forms hold a Java array ({@code double[]}, {@code float[]}, {@code long[]},
 * {@code int[]} or {@code boolean[]}); a device buffer will be another form.
 */
public sealed interface Storage {

    /**
     * The Java array.
     *
     * @return all elements, or one element for {@link Splat}
     */
    Object elements();

    /**
     * Every element in row-major order.
     *
     * @param elements a Java array whose length is the shape's size
     */
    record Dense(Object elements) implements Storage {}

    /**
     * One element that stands for all of them, so that a constant of any shape costs no memory.
     *
     * @param elements a Java array of length one
     */
    record Splat(Object elements) implements Storage {}
}
