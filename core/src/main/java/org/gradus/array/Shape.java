package org.gradus.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;

/** The lengths of an array's axes, outermost first; {@code []} is a scalar. Immutable. */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims) {
        this.dims = dims;
        long product = 1;
        for (int d : dims) {
            if (d < 0) {
                throw new ShapeException(
                        "shape: axis length " + d + " in " + Arrays.toString(dims) + " is negative",
                        "give axis lengths of zero or more");
            }
            product *= d;
            if (product > Integer.MAX_VALUE) {
                throw new ShapeException(
                        "shape: " + Arrays.toString(dims) + " has more than 2^31-1 elements",
                        "split the array: one Java array holds at most 2^31-1 elements");
            }
        }
        this.size = (int) product;
    }

    /**
     * Makes a shape.
     *
     * @param dims axis lengths, each zero or more
     * @return the shape
     * @throws ShapeException when a length is negative or there are more than 2^31-1 elements
     */
    public static Shape of(int... dims) {
        Require.notNull(dims, "shape", "the array of axis lengths");
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /**
     * Makes a shape.
     *
     * @param dims axis lengths, each zero or more
     * @return the shape
     */
    public static Shape of(List<Integer> dims) {
        return of(dims.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * Number of axes.
     *
     * @return zero for a scalar
     */
    public int rank() {
        return dims.length;
    }

    /**
     * Number of elements.
     *
     * @return the product of the axis lengths
     */
    public int size() {
        return size;
    }

    /**
     * Length of an axis.
     *
     * @param axis from 0 to rank-1
     * @return its length
     */
    public int dim(int axis) {
        return dims[axis];
    }

    /**
     * All lengths.
     *
     * @return a copy
     */
    public int[] dims() {
        return dims.clone();
    }

    /**
     * Distance in elements between neighbors along each axis of a contiguous row-major array.
     *
     * @return one stride an axis
     */
    public int[] strides() {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /**
     * Product of the lengths of a range of axes.
     *
     * @param from first axis
     * @param to axis after the last
     * @return the product, 1 for an empty range
     */
    public int size(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    /**
     * Normalizes an axis that may count from the end.
     *
     * @param operation who asks, for the error
     * @param axis from -rank to rank-1
     * @return from 0 to rank-1
     * @throws ShapeException when there is no such axis
     */
    public int axis(String operation, int axis) {
        int normalized = axis < 0 ? axis + dims.length : axis;
        if (normalized < 0 || normalized >= dims.length) {
            throw new ShapeException(
                    operation + ": axis " + axis + " does not exist in shape " + this,
                    dims.length == 0
                            ? "a scalar has no axes: leave the axis out"
                            : "use an axis from " + -dims.length + " to " + (dims.length - 1));
        }
        return normalized;
    }

    /**
     * Normalizes axes that may count from the end; no axes means all.
     *
     * @param operation who asks, for the error
     * @param axes from -rank to rank-1, without repetition
     * @return sorted, from 0 to rank-1
     * @throws ShapeException when an axis does not exist or is named twice
     */
    public List<Integer> axes(String operation, int... axes) {
        if (Require.notNull(axes, operation, "the array of axes").length == 0) {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < dims.length; i++) {
                all.add(i);
            }
            return List.copyOf(all);
        }
        List<Integer> sorted = Arrays.stream(axes)
                .map(a -> axis(operation, a))
                .sorted()
                .boxed()
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).equals(sorted.get(i - 1))) {
                throw new ShapeException(
                        operation + ": axis " + sorted.get(i) + " is named twice in " + Arrays.toString(axes)
                                + " for shape " + this,
                        "name each axis once");
            }
        }
        return sorted;
    }

    /**
     * The shape with some axes removed.
     *
     * @param axes normalized axes
     * @return the shape of a reduction over them
     */
    public Shape without(List<Integer> axes) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            if (!axes.contains(i)) {
                kept.add(dims[i]);
            }
        }
        return of(kept);
    }

    /**
     * The shape with one axis of another length.
     *
     * @param axis normalized axis
     * @param length new length
     * @return the new shape
     */
    public Shape with(int axis, int length) {
        int[] changed = dims.clone();
        changed[axis] = length;
        return of(changed);
    }

    /**
     * The shape with an axis inserted.
     *
     * @param axis position of the new axis, from 0 to rank
     * @param length its length
     * @return the new shape
     */
    public Shape insert(int axis, int length) {
        List<Integer> list = new ArrayList<>(asList());
        list.add(axis, length);
        return of(list);
    }

    /**
     * The axes {@code from} to {@code to} alone.
     *
     * @param from first axis
     * @param to axis after the last
     * @return their shape
     */
    public Shape slice(int from, int to) {
        return of(Arrays.copyOfRange(dims, from, to));
    }

    /**
     * This shape followed by another.
     *
     * @param other the inner axes
     * @return the joined shape
     */
    public Shape concat(Shape other) {
        int[] joined = Arrays.copyOf(dims, dims.length + other.dims.length);
        System.arraycopy(other.dims, 0, joined, dims.length, other.dims.length);
        return of(joined);
    }

    /**
     * The lengths as a list.
     *
     * @return an immutable list
     */
    public List<Integer> asList() {
        return Arrays.stream(dims).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
