package org.gradus.kernel;

import java.util.Arrays;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** What the kernels share: names of array types and the errors of a wrong call. */
final class Kinds {
    private Kinds() {}

    static DTypeException unsupported(String operation, Object... arrays) {
        StringBuilder received = new StringBuilder();
        for (Object array : arrays) {
            received.append(received.isEmpty() ? "" : ", ").append(name(array));
        }
        return new DTypeException(
                operation + ": no kernel for " + received,
                "give arrays of one of the types that the operation takes, all of the same type unless it says"
                        + " otherwise");
    }

    static String name(Object array) {
        return array == null ? "null" : array.getClass().getSimpleName();
    }

    /** Whether the arrays are not all of the first one's type. */
    static boolean differ(Object first, Object... others) {
        for (Object other : others) {
            if (first == null || other == null || first.getClass() != other.getClass()) {
                return true;
            }
        }
        return false;
    }

    /** Whether both are double[] or both float[]. */
    static boolean floating(Object x, Object out) {
        return (x instanceof double[] && out instanceof double[]) || (x instanceof float[] && out instanceof float[]);
    }

    static int length(Object array) {
        return switch (array) {
            case double[] a -> a.length;
            case float[] a -> a.length;
            case int[] a -> a.length;
            case long[] a -> a.length;
            case boolean[] a -> a.length;
            case null, default -> throw unsupported("length", array);
        };
    }

    /** A new array of the type of the given one, double[] or float[]. */
    static Object array(Object like, int length) {
        return like instanceof double[] ? new double[length] : new float[length];
    }

    /** Sets the first n elements of a double[] or float[] to 0. */
    static void fillZero(Object array, int n) {
        if (array instanceof double[] a) {
            Arrays.fill(a, 0, n, 0);
        } else {
            Arrays.fill((float[]) array, 0, n, 0);
        }
    }

    /** to[at + i] += from[start + i] for double[] or float[]. */
    static void add(Object from, int start, Object to, int at, int n) {
        if (from instanceof double[] x) {
            double[] y = (double[]) to;
            for (int i = 0; i < n; i++) {
                y[at + i] += x[start + i];
            }
        } else {
            float[] x = (float[]) from;
            float[] y = (float[]) to;
            for (int i = 0; i < n; i++) {
                y[at + i] += x[start + i];
            }
        }
    }

    static ShapeException empty(String operation) {
        return new ShapeException(
                operation + ": the reduced axis has size 0, and " + operation + " of nothing is not defined",
                "reduce an axis with at least one element, or leave the empty case out before the call");
    }
}
