package org.gradus.array;

import java.util.Arrays;

/**
 * Element types of arrays. {@link #FLOAT64} is the default everywhere; there is no complex type.
 *
 * <p>Promotion between two arrays is NumPy 2's: {@code bool < i32 < i64 < f64}, {@code f32} with any integer gives
 * {@code f64}, {@code f32} with {@code bool} gives {@code f32}.
 */
public enum DType {
    /** Truth values, {@code boolean[]}. */
    BOOL("bool", 1),
    /** 32-bit integers, {@code int[]}. */
    INT32("i32", 4),
    /** 64-bit integers, {@code long[]}. */
    INT64("i64", 8),
    /** IEEE 754 binary32, {@code float[]}. */
    FLOAT32("f32", 4),
    /** IEEE 754 binary64, {@code double[]}. */
    FLOAT64("f64", 8);

    private final String symbol;
    private final int bytes;

    DType(String symbol, int bytes) {
        this.symbol = symbol;
        this.bytes = bytes;
    }

    /**
     * Short name as programs print it.
     *
     * @return {@code f64}, {@code f32}, {@code i64}, {@code i32} or {@code bool}
     */
    public String symbol() {
        return symbol;
    }

    /**
     * Size of one element.
     *
     * @return bytes an element
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Tells whether derivatives flow through this type.
     *
     * @return true for {@code f64} and {@code f32}
     */
    public boolean isFloat() {
        return this == FLOAT64 || this == FLOAT32;
    }

    /**
     * Tells whether elements are whole numbers.
     *
     * @return true for {@code i64} and {@code i32}
     */
    public boolean isInteger() {
        return this == INT64 || this == INT32;
    }

    /**
     * The type of an operation between two arrays.
     *
     * @param other the other array's type
     * @return the narrowest type that NumPy 2 gives for both
     */
    public DType promote(DType other) {
        DType low = compareTo(other) <= 0 ? this : other;
        DType high = low == this ? other : this;
        return high == FLOAT32 && low.isInteger() ? FLOAT64 : high;
    }

    /**
     * A new zero-filled Java array.
     *
     * @param length number of elements
     * @return {@code double[]}, {@code float[]}, {@code long[]}, {@code int[]} or {@code boolean[]}
     */
    public Object allocate(int length) {
        return switch (this) {
            case FLOAT64 -> new double[length];
            case FLOAT32 -> new float[length];
            case INT64 -> new long[length];
            case INT32 -> new int[length];
            case BOOL -> new boolean[length];
        };
    }

    /**
     * A new Java array of equal elements.
     *
     * @param length number of elements
     * @param value the number, converted as a Java cast does; non-zero is true
     * @return the array
     */
    Object filled(int length, double value) {
        Object array = allocate(length);
        switch (array) {
            case double[] a -> Arrays.fill(a, value);
            case float[] a -> Arrays.fill(a, (float) value);
            case long[] a -> Arrays.fill(a, (long) value);
            case int[] a -> Arrays.fill(a, (int) value);
            case boolean[] a -> Arrays.fill(a, value != 0);
            default -> throw new AssertionError(this);
        }
        return array;
    }

    /**
     * The type whose elements a Java array holds.
     *
     * @param array a primitive array
     * @return its element type, or null when no element type is held so
     */
    static DType ofArray(Object array) {
        return switch (array) {
            case double[] _ -> FLOAT64;
            case float[] _ -> FLOAT32;
            case long[] _ -> INT64;
            case int[] _ -> INT32;
            case boolean[] _ -> BOOL;
            default -> null;
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}
