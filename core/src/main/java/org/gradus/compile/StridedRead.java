package org.gradus.compile;

import java.util.Arrays;
import org.gradus.array.Shape;

/** Reads parts of an array that is seen under a larger shape, with one step an axis; a step of 0 repeats. */
final class StridedRead {
    private final int[] dims;
    private final int[] steps;

    /**
     * Joins neighboring axes where one step serves both.
     *
     * @param shape the shape under which the array is seen
     * @param strides its steps, one an axis
     */
    StridedRead(Shape shape, int[] strides) {
        int[] joinedDims = new int[shape.rank()];
        int[] joinedSteps = new int[shape.rank()];
        int count = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int dim = shape.dim(axis);
            if (dim == 1) {
                continue;
            }
            if (count > 0 && joinedSteps[count - 1] == strides[axis] * dim) {
                joinedDims[count - 1] *= dim;
                joinedSteps[count - 1] = strides[axis];
            } else {
                joinedDims[count] = dim;
                joinedSteps[count++] = strides[axis];
            }
        }
        this.dims = Arrays.copyOf(joinedDims, count);
        this.steps = Arrays.copyOf(joinedSteps, count);
    }

    /**
     * Reads adjacent elements of the shape.
     *
     * @param source the array's elements
     * @param start position of the first in row-major order of the shape
     * @param count how many
     * @param out receives them
     */
    void read(Object source, int start, int count, Object out) {
        if (dims.length == 0) {
            fill(source, 0, out, 0, count);
            return;
        }
        int last = dims.length - 1;
        int length = dims[last];
        int line = start / length;
        int within = start % length;
        for (int done = 0; done < count; ) {
            int run = Math.min(length - within, count - done);
            copy(source, offset(line) + within * steps[last], steps[last], out, done, run);
            done += run;
            within = 0;
            line++;
        }
    }

    private int offset(int line) {
        int rest = line;
        int offset = 0;
        for (int axis = dims.length - 2; axis >= 0; axis--) {
            offset += rest % dims[axis] * steps[axis];
            rest /= dims[axis];
        }
        return offset;
    }

    private static void copy(Object source, int from, int step, Object out, int to, int n) {
        if (step == 1) {
            System.arraycopy(source, from, out, to, n);
        } else if (step == 0) {
            fill(source, from, out, to, n);
        } else {
            spread(source, from, step, out, to, n);
        }
    }

    /** Each of the first elements n times. */
    static void repeat(Object source, int count, int n, Object out) {
        for (int i = 0; i < count; i++) {
            fill(source, i, out, i * n, n);
        }
    }

    static void fill(Object source, int from, Object out, int to, int n) {
        switch (source) {
            case double[] a -> Arrays.fill((double[]) out, to, to + n, a[from]);
            case float[] a -> Arrays.fill((float[]) out, to, to + n, a[from]);
            case long[] a -> Arrays.fill((long[]) out, to, to + n, a[from]);
            case int[] a -> Arrays.fill((int[]) out, to, to + n, a[from]);
            case boolean[] a -> Arrays.fill((boolean[]) out, to, to + n, a[from]);
            default -> throw new AssertionError(source.getClass());
        }
    }

    private static void spread(Object source, int from, int step, Object out, int to, int n) {
        switch (source) {
            case double[] a -> {
                double[] o = (double[]) out;
                for (int i = 0; i < n; i++) {
                    o[to + i] = a[from + i * step];
                }
            }
            case float[] a -> {
                float[] o = (float[]) out;
                for (int i = 0; i < n; i++) {
                    o[to + i] = a[from + i * step];
                }
            }
            case long[] a -> {
                long[] o = (long[]) out;
                for (int i = 0; i < n; i++) {
                    o[to + i] = a[from + i * step];
                }
            }
            case int[] a -> {
                int[] o = (int[]) out;
                for (int i = 0; i < n; i++) {
                    o[to + i] = a[from + i * step];
                }
            }
            case boolean[] a -> {
                boolean[] o = (boolean[]) out;
                for (int i = 0; i < n; i++) {
                    o[to + i] = a[from + i * step];
                }
            }
            default -> throw new AssertionError(source.getClass());
        }
    }
}
