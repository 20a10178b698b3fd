package org.gradus.kernel;

import java.util.function.IntToLongFunction;

/**
 * Whole numbers in the order of the elements they stand for: ±0 are equal, NaN is after every number. Negated, the order
 * of the numbers is turned around, and NaN is still the last.
 */
final class Keys {
    private Keys() {}

    static long key(double x, boolean negated) {
        if (Double.isNaN(x)) {
            return Long.MAX_VALUE;
        }
        // x + 0 makes +0 of −0; the bits of negative numbers grow as the numbers fall.
        long bits = Double.doubleToRawLongBits(x + 0.0);
        long ordered = bits ^ (bits >> 63 & Long.MAX_VALUE);
        return negated ? ~ordered : ordered;
    }

    /** The keys of an array, one at a time. */
    static IntToLongFunction of(String operation, Object x, boolean negated) {
        return switch (x) {
            case double[] a -> i -> key(a[i], negated);
            case float[] a -> i -> key(a[i], negated);
            case long[] a -> negated ? i -> ~a[i] : i -> a[i];
            case int[] a -> negated ? i -> ~a[i] : i -> a[i];
            case null, default -> throw Kinds.unsupported(operation, x);
        };
    }

    /** The keys of a line of elements {@code step} apart. */
    static void read(Object x, int at, int step, long[] keys, int n, boolean negated) {
        switch (x) {
            case double[] a -> {
                for (int j = 0; j < n; j++) {
                    keys[j] = key(a[at + j * step], negated);
                }
            }
            case float[] a -> {
                for (int j = 0; j < n; j++) {
                    keys[j] = key(a[at + j * step], negated);
                }
            }
            case long[] a -> {
                for (int j = 0; j < n; j++) {
                    keys[j] = negated ? ~a[at + j * step] : a[at + j * step];
                }
            }
            case int[] a -> {
                for (int j = 0; j < n; j++) {
                    keys[j] = negated ? ~a[at + j * step] : a[at + j * step];
                }
            }
            case null, default -> throw Kinds.unsupported("order", x);
        }
    }
}
