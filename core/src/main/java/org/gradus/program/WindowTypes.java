package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;

/** Result types of operations with moving windows. */
final class WindowTypes {
    private WindowTypes() {}

    /** The number of windows along each of the last axes. */
    static int[] results(Op op, Windows windows, ArrayType x, List<Integer> size) {
        int spatial = windows.rank();
        if (spatial == 0
                || spatial > x.shape().rank()
                || size.size() != spatial
                || !windows.isWellFormed(spatial)
                || size.stream().anyMatch(s -> s < 1)) {
            throw new ShapeException(
                    op.mnemonic() + ": a window of " + size + " with " + op.attributes() + " does not move over " + x,
                    "give each spatial axis a window length, stride and dilation of one or more, and padding");
        }
        int first = x.shape().rank() - spatial;
        int[] results = new int[spatial];
        for (int i = 0; i < spatial; i++) {
            long count = windows.count(i, x.shape().dim(first + i), size.get(i));
            if (count > Integer.MAX_VALUE) {
                throw new ShapeException(
                        op.mnemonic() + ": " + count + " windows along axis " + (first + i) + " of " + x,
                        "ask for fewer than 2^31, with less padding or a larger stride");
            }
            results[i] = (int) count;
        }
        return results;
    }

    static ArrayType argmax(Reduction.WindowArgMax op, ArrayType x) {
        Windows windows = op.windows();
        int[] results = results(op, windows, x, op.size());
        int first = x.shape().rank() - windows.rank();
        for (int i = 0; i < results.length; i++) {
            int n = x.shape().dim(first + i);
            if (windows.inputDilation().get(i) != 1
                    || !everyWindowMeets(windows, i, n, op.size().get(i), results[i])) {
                throw new ShapeException(
                        "window_argmax: " + op.attributes() + " over " + x + " has windows without elements along axis "
                                + (first + i),
                        "pad less: at most half the window's length on each side");
            }
        }
        return new ArrayType(DType.INT64, x.shape().slice(0, first).concat(Shape.of(results)));
    }

    private static boolean everyWindowMeets(Windows windows, int axis, int n, int size, int results) {
        for (int p = 0; p < results; p++) {
            boolean meets = false;
            for (int k = 0; k < size && !meets; k++) {
                long at = (long) p * windows.strides().get(axis)
                        + (long) k * windows.windowDilation().get(axis)
                        - windows.low().get(axis);
                meets = at >= 0 && at < n;
            }
            if (!meets) {
                return false;
            }
        }
        return true;
    }
}
