package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.Take;

/**
 * Tensors read at other places between their elements: signals, images and volumes made larger or smaller. Each result is
 * a fixed sum of few elements, so all are differentiable to every order. Nothing is smoothed before an image is made
 * smaller.
 */
public final class Resizing {
    /** Cubic convolution's free number; −3/4 is PyTorch's and OpenCV's choice. */
    private static final double CUBIC = -0.75;

    private Resizing() {}

    /** How numbers between elements are found. */
    public enum Interpolation {
        /** The nearest element, of two equally near ones the later. */
        NEAREST,
        /** Along each axis, the line between the two neighbors (bilinear for two axes). */
        LINEAR,
        /**
         * Along each axis, cubic convolution of four neighbors with a = −3/4. Keys, "Cubic convolution interpolation for
         * digital image processing", IEEE Trans. ASSP 29 (1981).
         */
        CUBIC
    }

    /**
     * The tensor with other lengths of its last axes. Elements are unit cells: result i of m lies at
     * {@code (i + ½)·n/m − ½}, and outside the first and last centers the border is repeated, as in PyTorch and JAX.
     *
     * @param x a tensor; for other methods than the nearest, whole numbers count as f64
     * @param method how numbers between elements are found
     * @param lengths the lengths wanted of the last axes, one or more each
     * @return x with the last axes of these lengths
     * @throws ShapeException when there are fewer axes, or a length is not positive, or an axis is empty
     */
    public static Tensor resize(Tensor x, Interpolation method, int... lengths) {
        return resize(x, method, false, lengths);
    }

    /**
     * As {@link #resize(Tensor, Interpolation, int...)} with a choice of where the results lie.
     *
     * @param x a tensor
     * @param method linear or cubic where corners are aligned
     * @param alignCorners whether the first and the last results are the first and the last elements: result i of m lies at
     *     {@code i·(n − 1)/(m − 1)}, a single one at 0
     * @param lengths the lengths wanted of the last axes, one or more each
     * @return x with the last axes of these lengths
     * @throws ShapeException when there are fewer axes, or a length is not positive, or an axis is empty
     * @throws ArgumentException when corners shall be aligned for the nearest elements
     */
    public static Tensor resize(Tensor x, Interpolation method, boolean alignCorners, int... lengths) {
        check(x, method, alignCorners, lengths);
        Tensor y = method == Interpolation.NEAREST || x.dtype().isFloat() ? x : x.to(DType.FLOAT64);
        int first = x.rank() - lengths.length;
        for (int i = 0; i < lengths.length; i++) {
            if (x.dim(first + i) != lengths[i]) {
                y = along(y, first + i, taps(method, alignCorners, x.dim(first + i), lengths[i]), lengths[i]);
            }
        }
        return y;
    }

    /**
     * Images, signals or volumes enlarged by a whole factor along each spatial axis.
     *
     * @param x {@code [n, channels, spatial…]}
     * @param factor how many times as long, one or more
     * @param method how numbers between elements are found
     * @return {@code [n, channels, factor·spatial…]}
     * @throws ShapeException when there are no spatial axes, or one is empty, or the factor is not positive
     */
    public static Tensor upsample(Tensor x, int factor, Interpolation method) {
        int axes = Convolutions.spatialAxes("upsample", x, Window.of());
        int[] lengths = new int[axes];
        Arrays.setAll(lengths, i -> Math.multiplyExact(x.dim(i + 2), factor));
        return resize(x, method, lengths);
    }

    private static void check(Tensor x, Interpolation method, boolean alignCorners, int... lengths) {
        Operations.operand(x, "resize");
        Require.notNull(method, "resize", "the method of interpolation");
        if (alignCorners && method == Interpolation.NEAREST) {
            throw new ArgumentException(
                    "resize: corners cannot be aligned for the nearest elements",
                    "leave alignCorners out, or interpolate linearly");
        }
        int axes = Require.notNull(lengths, "resize", "the array of lengths").length;
        boolean fits = axes <= x.rank();
        for (int i = 0; fits && i < axes; i++) {
            fits = lengths[i] > 0 && x.dim(x.rank() - axes + i) > 0;
        }
        if (!fits) {
            throw new ShapeException(
                    "resize: the last axes of " + x.type() + " cannot get the lengths " + Arrays.toString(lengths),
                    "give positive lengths for at most " + x.rank() + " axes, none of them empty");
        }
    }

    /** Elements and their weights, of which each result takes one. */
    private record Tap(long[] index, double[] weight) {
        Tap(int results) {
            this(new long[results], new double[results]);
        }

        void set(int result, long at, int n, double factor) {
            index[result] = Math.clamp(at, 0, n - 1);
            weight[result] = factor;
        }
    }

    private static List<Tap> taps(Interpolation method, boolean alignCorners, int n, int results) {
        int count = switch (method) {
            case NEAREST -> 1;
            case LINEAR -> 2;
            case CUBIC -> 4;
        };
        List<Tap> taps = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            taps.add(new Tap(results));
        }
        for (int i = 0; i < results; i++) {
            double at = alignCorners
                    ? (results == 1 ? 0 : (double) i * (n - 1) / (results - 1))
                    : (i + 0.5) * n / results - 0.5;
            switch (method) {
                case NEAREST -> taps.getFirst().set(i, (2L * i + 1) * n / (2L * results), n, 1);
                case LINEAR -> {
                    double inside = Math.max(at, 0);
                    long left = (long) inside;
                    taps.get(0).set(i, left, n, 1 - (inside - left));
                    taps.get(1).set(i, left + 1, n, inside - left);
                }
                case CUBIC -> {
                    long left = (long) Math.floor(at);
                    double t = at - left;
                    taps.get(0).set(i, left - 1, n, far(t + 1));
                    taps.get(1).set(i, left, n, near(t));
                    taps.get(2).set(i, left + 1, n, near(1 - t));
                    taps.get(3).set(i, left + 2, n, far(2 - t));
                }
            }
        }
        return taps;
    }

    /** Keys's kernel at a distance of at most 1. */
    private static double near(double d) {
        return ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
    }

    /** Keys's kernel at a distance between 1 and 2. */
    private static double far(double d) {
        return ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
    }

    private static Tensor along(Tensor x, int axis, List<Tap> taps, int results) {
        int[] beside = new int[x.rank() - axis];
        Arrays.fill(beside, 1);
        beside[0] = results;
        Tensor sum = null;
        for (Tap tap : taps) {
            Tensor index = Operations.constant(NdArray.wrap(Shape.of(results), tap.index));
            Tensor taken = Operations.apply(new Take(axis, 0), x, index);
            if (taps.size() == 1) {
                return taken;
            }
            Tensor weight = Tensors.tensor(Shape.of(beside), tap.weight).to(x.dtype());
            Tensor part = taken.times(weight);
            sum = sum == null ? part : sum.plus(part);
        }
        return sum;
    }
}
