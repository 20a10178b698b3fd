package org.gradus.array;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;

/**
 * An immutable n-dimensional array of numbers, contiguous and row-major. It has no operations: those are
 * {@code org.gradus.program.Op}s.
 */
public final class NdArray {
    private final ArrayType type;
    private final Storage storage;

    private NdArray(ArrayType type, Storage storage) {
        this.type = type;
        this.storage = storage;
    }

    /**
     * Wraps a Java array without copying; the caller must not change it afterwards.
     *
     * @param shape axis lengths
     * @param elements {@code double[]}, {@code float[]}, {@code long[]}, {@code int[]} or {@code boolean[]}
     * @return the array
     * @throws ShapeException when the number of elements is not the shape's size
     * @throws ArgumentException when the elements are of no type that arrays hold
     */
    public static NdArray wrap(Shape shape, Object elements) {
        DType dtype = DType.ofArray(Require.notNull(elements, "array", "the array of elements"));
        if (dtype == null) {
            throw new ArgumentException(
                    "array: elements of type " + elements.getClass().getSimpleName() + " cannot be held",
                    "give double[], float[], long[], int[] or boolean[]");
        }
        int length = Array.getLength(elements);
        if (length != Require.notNull(shape, "array", "the shape").size()) {
            throw new ShapeException(
                    "array: " + length + " elements do not fill shape " + shape + " of " + shape.size(),
                    "give as many elements as the product of the axis lengths");
        }
        return new NdArray(new ArrayType(dtype, shape), new Storage.Dense(elements));
    }

    /**
     * Wraps a Java array of a known type without copying; for kernels.
     *
     * @param type element type and shape
     * @param elements a Java array of that element type, of the shape's size
     * @return the array
     */
    public static NdArray of(ArrayType type, Object elements) {
        return new NdArray(type, new Storage.Dense(elements));
    }

    /**
     * An array whose elements are all equal, stored once.
     *
     * @param type element type and shape
     * @param value the number, converted as a Java cast does; non-zero is true
     * @return the array
     */
    public static NdArray splat(ArrayType type, double value) {
        return splat(Require.notNull(type, "array", "the type"), type.dtype().filled(1, value));
    }

    /**
     * An array whose elements are all equal, stored once.
     *
     * @param type element type and shape
     * @param one a Java array holding the one element
     * @return the array
     */
    public static NdArray splat(ArrayType type, Object one) {
        return new NdArray(type, new Storage.Splat(one));
    }

    /**
     * Element type and shape.
     *
     * @return the type
     */
    public ArrayType type() {
        return type;
    }

    /**
     * The element type.
     *
     * @return the element type
     */
    public DType dtype() {
        return type.dtype();
    }

    /**
     * The axis lengths.
     *
     * @return the shape
     */
    public Shape shape() {
        return type.shape();
    }

    /**
     * Number of elements.
     *
     * @return the shape's size
     */
    public int size() {
        return type.shape().size();
    }

    /**
     * Tells whether one stored element stands for all.
     *
     * @return true for splats
     */
    public boolean isSplat() {
        return storage instanceof Storage.Splat;
    }

    /**
     * The stored elements, for kernels: not to be changed, and of length one when {@link #isSplat()}.
     *
     * @return the Java array itself
     */
    public Object stored() {
        return storage.elements();
    }

    /**
     * All elements, for kernels: not to be changed.
     *
     * @return a Java array with one element for each of the shape
     */
    public Object dense() {
        return isSplat() ? expand() : storage.elements();
    }

    private Object expand() {
        Object one = storage.elements();
        int n = size();
        Object out = dtype().allocate(n);
        switch (out) {
            case double[] a -> Arrays.fill(a, ((double[]) one)[0]);
            case float[] a -> Arrays.fill(a, ((float[]) one)[0]);
            case long[] a -> Arrays.fill(a, ((long[]) one)[0]);
            case int[] a -> Arrays.fill(a, ((int[]) one)[0]);
            case boolean[] a -> Arrays.fill(a, ((boolean[]) one)[0]);
            default -> throw new AssertionError(dtype());
        }
        return out;
    }

    /**
     * The same elements under another shape, without copying.
     *
     * @param shape a shape of the same size
     * @return the array
     * @throws ShapeException when the sizes differ
     */
    public NdArray reshape(Shape shape) {
        if (isSplat()) {
            return splat(type.with(shape), stored());
        }
        return wrap(shape, stored());
    }

    /**
     * One element as a double.
     *
     * @param index position in row-major order
     * @return the number; 1 or 0 for truth values
     */
    public double getDouble(int index) {
        int i = isSplat() ? 0 : index;
        return switch (stored()) {
            case double[] a -> a[i];
            case float[] a -> a[i];
            case long[] a -> a[i];
            case int[] a -> a[i];
            case boolean[] a -> a[i] ? 1 : 0;
            default -> throw new AssertionError(dtype());
        };
    }

    /**
     * One element as a long.
     *
     * @param index position in row-major order
     * @return the number, truncated as a Java cast does
     */
    public long getLong(int index) {
        int i = isSplat() ? 0 : index;
        return stored() instanceof long[] a ? a[i] : (long) getDouble(i);
    }

    /**
     * All elements as doubles.
     *
     * @return a new array in row-major order
     */
    public double[] toDoubles() {
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = getDouble(i);
        }
        return out;
    }

    /**
     * All elements as longs.
     *
     * @return a new array in row-major order
     */
    public long[] toLongs() {
        long[] out = new long[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = getLong(i);
        }
        return out;
    }

    /**
     * Tells whether two arrays have the same type and the same bits, NaN equal to itself and -0 different from 0.
     *
     * @param other the other array
     * @return true when every element has the same bits
     */
    public boolean sameBits(NdArray other) {
        if (!type.equals(other.type)) {
            return false;
        }
        if (isSplat() && other.isSplat()) {
            return size() == 0 || same(stored(), other.stored());
        }
        return same(dense(), other.dense());
    }

    private static boolean same(Object x, Object y) {
        return switch (x) {
            case double[] a -> Arrays.equals(a, (double[]) y);
            case float[] a -> Arrays.equals(a, (float[]) y);
            case long[] a -> Arrays.equals(a, (long[]) y);
            case int[] a -> Arrays.equals(a, (int[]) y);
            case boolean[] a -> Arrays.equals(a, (boolean[]) y);
            default -> throw new AssertionError();
        };
    }

    /** The numbers in nested brackets, long axes shortened: {@code [[1.0, 2.0], [3.0, 4.0]]}. */
    @Override
    public String toString() {
        return ArrayPrinter.print(this);
    }
}
