package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Windows;

/**
 * How a window moves over the spatial axes of a tensor {@code [n, channels, spatial…]}: for convolutions and pools. Each
 * list holds one number for each spatial axis, or one number for all of them.
 *
 * {@snippet :
 * Window whole = Window.of();                        // as large as the kernel, one step at a time, no padding
 * Window half = Window.of().stride(2).same();        // two steps at a time, padded so that ceil(n / 2) results come out
 * Window pool = Window.of(3, 2).padding(1).stride(1); // for pools: three rows, two columns
 * }
 *
 * <p>Along an axis of length n, with a window of k positions at distance d, strides s and padding of l zeros before and h
 * after, {@code floor((n + l + h − d·(k − 1) − 1) / s) + 1} results come out, as in PyTorch.
 *
 * @param size the window's length; empty for the kernel's own
 * @param strides steps between neighboring results; empty for the usual: 1 for convolutions, the window's length for pools
 * @param isSame whether to pad so that {@code ceil(n / stride)} results come out, the zeros shared by both ends and an odd
 *     one at the end, as TensorFlow and JAX do; then {@code low} and {@code high} are empty
 * @param low zeros before the first element; empty for none
 * @param high zeros after the last element; empty for none
 * @param dilation distance of neighboring window positions; empty for 1
 */
public record Window(
        List<Integer> size,
        List<Integer> strides,
        boolean isSame,
        List<Integer> low,
        List<Integer> high,
        List<Integer> dilation) {
    /** Copies the lists and refuses numbers that no window has. */
    public Window {
        size = checked(size, "size", 1);
        strides = checked(strides, "strides", 1);
        low = checked(low, "padding", 0);
        high = checked(high, "padding", 0);
        dilation = checked(dilation, "dilation", 1);
        if (isSame && !(low.isEmpty() && high.isEmpty())) {
            throw new ArgumentException(
                    "window: padding " + low + " and " + high + " given beside 'same' padding",
                    "give one of them: same() or padding(...)");
        }
    }

    private static List<Integer> checked(List<Integer> numbers, String name, int least) {
        List<Integer> copy = List.copyOf(Require.notNull(numbers, "window", "the list of " + name));
        if (copy.stream().anyMatch(v -> v < least)) {
            throw new ArgumentException(
                    "window: " + name + " " + copy + " has a number below " + least,
                    "give numbers from " + least + " on");
        }
        return copy;
    }

    /**
     * A window with the usual strides, no padding and no dilation.
     *
     * @param size its length along each spatial axis, or one for all; none for the kernel's own
     * @return the window
     */
    public static Window of(int... size) {
        return new Window(list(size), List.of(), false, List.of(), List.of(), List.of());
    }

    /**
     * The window with other strides.
     *
     * @param strides steps between neighboring results, an axis or one for all
     * @return a new window
     */
    public Window stride(int... strides) {
        return new Window(size, list(strides), isSame, low, high, dilation);
    }

    /**
     * The window with zeros around the operand.
     *
     * @param padding zeros before and after, an axis or one for all
     * @return a new window
     */
    public Window padding(int... padding) {
        return padding(padding, padding);
    }

    /**
     * The window with zeros around the operand.
     *
     * @param low zeros before the first element, an axis or one for all
     * @param high zeros after the last element, an axis or one for all
     * @return a new window
     */
    public Window padding(int[] low, int[] high) {
        return new Window(size, strides, false, list(low), list(high), dilation);
    }

    /**
     * The window with as much padding as gives {@code ceil(n / stride)} results.
     *
     * @return a new window
     */
    public Window same() {
        return new Window(size, strides, true, List.of(), List.of(), dilation);
    }

    /**
     * The window with positions apart from each other.
     *
     * @param dilation distance of neighboring positions, an axis or one for all
     * @return a new window
     */
    public Window dilation(int... dilation) {
        return new Window(size, strides, isSame, low, high, list(dilation));
    }

    private static List<Integer> list(int... numbers) {
        return Arrays.stream(Require.notNull(numbers, "window", "the array of numbers"))
                .boxed()
                .toList();
    }

    /** Window lengths, one an axis. */
    List<Integer> sizes(String operation, int axes) {
        if (size.isEmpty()) {
            throw new ArgumentException(
                    operation + ": the window has no size", "give one, as in Window.of(2), or one number an axis");
        }
        return spread(operation, "size", size, axes, 1);
    }

    /** Steps, one an axis. */
    List<Integer> strides(String operation, List<Integer> usual) {
        return strides.isEmpty() ? usual : spread(operation, "strides", strides, usual.size(), 1);
    }

    /** Distances of positions, one an axis. */
    List<Integer> dilations(String operation, int axes) {
        return spread(operation, "dilation", dilation, axes, 1);
    }

    /** Zeros before, or after, one an axis, where the padding is given. */
    List<Integer> given(String operation, boolean before, int axes) {
        return spread(operation, "padding", before ? low : high, axes, 0);
    }

    /** The window laid over axes of known lengths. */
    Windows over(String operation, List<Integer> lengths, List<Integer> sizes, List<Integer> usualStrides) {
        int axes = lengths.size();
        List<Integer> steps = strides(operation, usualStrides);
        List<Integer> dilations = dilations(operation, axes);
        List<Integer> before = new ArrayList<>(given(operation, true, axes));
        List<Integer> after = new ArrayList<>(given(operation, false, axes));
        for (int i = 0; isSame && i < axes; i++) {
            int results = (lengths.get(i) + steps.get(i) - 1) / steps.get(i);
            long needed = (results - 1L) * steps.get(i) + Windows.span(sizes.get(i), dilations.get(i));
            int missing = Math.toIntExact(Math.max(0, needed - lengths.get(i)));
            before.set(i, missing / 2);
            after.set(i, missing - missing / 2);
        }
        Windows windows = new Windows(steps, before, after, Collections.nCopies(axes, 1), dilations);
        for (int i = 0; i < axes; i++) {
            if (windows.count(i, lengths.get(i), sizes.get(i)) == 0 && lengths.get(i) > 0) {
                throw new ShapeException(
                        operation + ": a window of " + Windows.span(sizes.get(i), dilations.get(i))
                                + " does not fit spatial axis " + i + " of length " + lengths.get(i) + " with padding "
                                + before.get(i) + " and " + after.get(i),
                        "pad more, for example with same(), or take a smaller window");
            }
        }
        return windows;
    }

    private static List<Integer> spread(String operation, String name, List<Integer> numbers, int axes, int usual) {
        if (numbers.size() > 1 && numbers.size() != axes) {
            throw new ShapeException(
                    operation + ": the window's " + name + " " + numbers + " does not fit " + axes + " spatial axes",
                    "give one number, or one for each spatial axis; the first two axes are examples and channels");
        }
        return switch (numbers.size()) {
            case 0 -> Collections.nCopies(axes, usual);
            case 1 -> Collections.nCopies(axes, numbers.getFirst());
            default -> numbers;
        };
    }
}
