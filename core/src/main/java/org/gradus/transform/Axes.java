package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;

/**
 * Where the batch lies in the arguments and results of {@code vmap}. By default it is the first axis of all of them.
 *
 * {@snippet :
 * Axes.in(0, Axes.SHARED);           // a batch of the first argument beside one second argument
 * Axes.in(-1).out(1);                // the last axis of the argument, axis 1 of the result
 * Axes.FIRST.out(0, Axes.SHARED);    // a result of two parts, of which the second is the same for all
 * }
 *
 * @param in one number an argument, which holds for all its leaves; empty for the first axis of every argument. Negative ones
 *     count from the end, {@link #SHARED} is for an argument that all examples share
 * @param out one number for all leaves of the result, or one for each of its parts (components of a record, elements of a list,
 *     a map or an array), which holds for all leaves of the part. Negative ones count from the end, the batch included;
 *     {@link #SHARED} is for a result that does not depend on the example
 */
public record Axes(List<Integer> in, List<Integer> out) {

    /** In place of an axis: the same for all examples. */
    public static final int SHARED = Integer.MIN_VALUE;

    /** The first axis of every argument and result. */
    public static final Axes FIRST = new Axes(List.of(), List.of(0));

    /**
     * Copies the lists.
     *
     * @throws ArgumentException when no axis is given for the result
     */
    public Axes {
        in = List.copyOf(Require.notNull(in, "vmap", "the list of axes of the arguments"));
        out = List.copyOf(Require.notNull(out, "vmap", "the list of axes of the result"));
        if (out.isEmpty()) {
            throw new ArgumentException("vmap: out() without an axis", "give one axis, as in out(1)");
        }
    }

    /**
     * Axes of the arguments; the batch is the first axis of the result.
     *
     * @param axes one an argument
     * @return the axes
     * @throws ArgumentException when there is none
     */
    public static Axes in(int... axes) {
        if (Require.notNull(axes, "vmap", "the array of axes").length == 0) {
            throw new ArgumentException("vmap: in() without an axis", "give one axis an argument, as in in(0, SHARED)");
        }
        return new Axes(list(axes), List.of(0));
    }

    /**
     * The same axes of the arguments, with others of the result.
     *
     * @param axes one for all leaves of the result, or one for each of its parts
     * @return the axes
     * @throws ArgumentException when there is none
     */
    public Axes out(int... axes) {
        return new Axes(in, list(Require.notNull(axes, "vmap", "the array of axes")));
    }

    private static List<Integer> list(int... axes) {
        return Arrays.stream(axes).boxed().toList();
    }

    /** The axis of an argument. */
    int of(int argument) {
        return in.isEmpty() ? 0 : in.get(argument);
    }

    /** As one would write it. */
    @Override
    public String toString() {
        return "Axes.in(" + print(in) + ").out(" + print(out) + ")";
    }

    private static String print(List<Integer> axes) {
        return axes.stream().map(a -> a == SHARED ? "SHARED" : a.toString()).collect(Collectors.joining(", "));
    }
}
