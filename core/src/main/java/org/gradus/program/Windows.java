package org.gradus.program;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a window moves over the last axes of an array, one number an axis. Result position p and window position k meet
 * at element q of the operand where {@code p·stride + k·windowDilation − low = q·inputDilation}; where there is no such
 * element, there is a zero.
 *
 * @param strides steps between neighboring results, one or more
 * @param low zeros before the first element; negative numbers leave elements out
 * @param high zeros after the last element; negative numbers leave elements out
 * @param inputDilation distance of neighboring elements with zeros between them, one or more
 * @param windowDilation distance of neighboring window positions, one or more
 */
public record Windows(
        List<Integer> strides,
        List<Integer> low,
        List<Integer> high,
        List<Integer> inputDilation,
        List<Integer> windowDilation) {
    /** Copies the lists. */
    public Windows {
        strides = List.copyOf(strides);
        low = List.copyOf(low);
        high = List.copyOf(high);
        inputDilation = List.copyOf(inputDilation);
        windowDilation = List.copyOf(windowDilation);
    }

    /**
     * The number of axes over which the window moves.
     *
     * @return the number of strides
     */
    public int rank() {
        return strides.size();
    }

    /**
     * The length of elements at a distance from each other.
     *
     * @param n how many elements
     * @param dilation the distance of neighbors
     * @return the positions from the first to the last, both included; 0 of none
     */
    public static long span(int n, int dilation) {
        return n == 0 ? 0 : (n - 1L) * dilation + 1;
    }

    /**
     * The number of window positions along an axis.
     *
     * @param axis which of the axes
     * @param n the operand's length
     * @param window the window's length
     * @return how many windows fit, 0 when none does
     */
    public long count(int axis, int n, int window) {
        long padded = span(n, inputDilation.get(axis)) + low.get(axis) + high.get(axis);
        long room = padded - span(window, windowDilation.get(axis));
        return room < 0 ? 0 : room / strides.get(axis) + 1;
    }

    /** Whether each list has one number an axis, and strides and dilations are positive. */
    boolean isWellFormed(int axes) {
        return Stream.of(strides, low, high, inputDilation, windowDilation).allMatch(l -> l.size() == axes)
                && Stream.of(strides, inputDilation, windowDilation)
                        .allMatch(l -> l.stream().allMatch(v -> v >= 1));
    }

    /** What differs from a window that visits every element once. */
    String attributes() {
        return named(" strides=", strides, 1)
                + named(" low=", low, 0)
                + named(" high=", high, 0)
                + named(" input_dilation=", inputDilation, 1)
                + named(" dilation=", windowDilation, 1);
    }

    private static String named(String name, List<Integer> numbers, int usual) {
        return numbers.stream().allMatch(v -> v == usual) ? "" : name + numbers;
    }
}
