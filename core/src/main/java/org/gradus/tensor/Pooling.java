package org.gradus.tensor;

import java.util.List;
import java.util.stream.IntStream;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.program.Contraction.Convolution;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Reduction.WindowArgMax;
import org.gradus.program.Windows;

/**
 * Largest elements, sums and means under moving windows of tensors {@code [n, channels, spatial…]}. Windows move by their
 * own length where no strides are given.
 */
public final class Pooling {
    private Pooling() {}

    /**
     * The largest element of each window, NaN if one is NaN; padding never wins. The derivative goes to the first largest
     * element of the window.
     *
     * @param x {@code [n, channels, spatial…]}, numbers of any type
     * @param window size, strides, padding, dilation
     * @return {@code [n, channels, results…]}
     * @throws ShapeException when the window does not fit, or some windows lie in the padding alone
     */
    public static Tensor maxPool(Tensor x, Window window) {
        Tensor index = argMaxPool(x, window);
        Shape s = x.shape();
        Shape r = index.shape();
        Tensor flat = x.reshape(Shape.of(s.dim(0) * s.dim(1), s.size(2, s.rank())));
        Tensor chosen = index.reshape(Shape.of(r.dim(0) * r.dim(1), r.size(2, r.rank())));
        return Operations.apply(new Take(1, 1), flat, chosen).reshape(r);
    }

    /**
     * Where {@link #maxPool} finds its elements: the index of each in the spatial axes joined in row-major order.
     *
     * @param x {@code [n, channels, spatial…]}, numbers of any type
     * @param window size, strides, padding, dilation
     * @return {@code [n, channels, results…]} of type i64
     * @throws ShapeException when the window does not fit, or some windows lie in the padding alone
     */
    public static Tensor argMaxPool(Tensor x, Window window) {
        int axes = Convolutions.spatialAxes("maxPool", x, window);
        List<Integer> size = window.sizes("maxPool", axes);
        Windows windows = window.over("maxPool", Convolutions.spatial(x), size, size);
        return Operations.apply(new WindowArgMax(size, windows), x);
    }

    /**
     * The sum of each window.
     *
     * @param x {@code [n, channels, spatial…]}; whole numbers count as f64
     * @param window size, strides, padding with zeros, dilation
     * @return {@code [n, channels, results…]}
     * @throws ShapeException when the window does not fit
     */
    public static Tensor sumPool(Tensor x, Window window) {
        int axes = Convolutions.spatialAxes("sumPool", x, window);
        List<Integer> size = window.sizes("sumPool", axes);
        return sum(x, size, window.over("sumPool", Convolutions.spatial(x), size, size));
    }

    /** A convolution of each channel alone with ones. */
    private static Tensor sum(Tensor x, List<Integer> size, Windows windows) {
        Tensor real = x.dtype().isFloat() ? x : x.to(DType.FLOAT64);
        Shape s = x.shape();
        Tensor apart = real.reshape(Shape.of(s.dim(0) * s.dim(1), 1).concat(s.slice(2, s.rank())));
        Tensor ones = Tensors.full(1, real.type().with(Shape.of(1, 1).concat(Shape.of(size))));
        Tensor sums = Operations.apply(new Convolution(windows, 1, false), apart, ones);
        return sums.reshape(s.slice(0, 2).concat(sums.shape().slice(2, sums.rank())));
    }

    /**
     * The mean of each window; zeros of the padding are elements like others, as PyTorch's default is.
     *
     * @param x {@code [n, channels, spatial…]}; whole numbers count as f64
     * @param window size, strides, padding, dilation
     * @return {@code [n, channels, results…]}
     * @throws ShapeException when the window does not fit
     */
    public static Tensor averagePool(Tensor x, Window window) {
        return averagePool(x, window, true);
    }

    /**
     * The mean of each window.
     *
     * @param x {@code [n, channels, spatial…]}; whole numbers count as f64
     * @param window size, strides, padding, dilation
     * @param countPadding whether zeros of the padding are elements like others; if not, a window's sum is divided by the
     *     number of x's elements in it
     * @return {@code [n, channels, results…]}
     * @throws ShapeException when the window does not fit, or some windows lie in the padding alone and that does not count
     */
    public static Tensor averagePool(Tensor x, Window window, boolean countPadding) {
        int axes = Convolutions.spatialAxes("averagePool", x, window);
        List<Integer> size = window.sizes("averagePool", axes);
        List<Integer> lengths = Convolutions.spatial(x);
        Windows windows = window.over("averagePool", lengths, size, size);
        Tensor sums = sum(x, size, windows);
        if (countPadding) {
            return sums.div(Shape.of(size).size());
        }
        return sums.div(counts(windows, lengths, size, sums).to(sums.dtype()));
    }

    /** The number of elements in each window. */
    private static Tensor counts(Windows w, List<Integer> lengths, List<Integer> size, Tensor sums) {
        Shape results = sums.shape().slice(2, sums.rank());
        double[] counts = {1};
        for (int i = 0; i < size.size(); i++) {
            int axis = i;
            int[] along = IntStream.range(0, results.dim(i))
                    .map(p -> (int) IntStream.range(0, size.get(axis))
                            .mapToLong(k -> (long) p * w.strides().get(axis)
                                    + (long) k * w.windowDilation().get(axis)
                                    - w.low().get(axis))
                            .filter(q -> q >= 0 && q < lengths.get(axis))
                            .count())
                    .toArray();
            if (IntStream.of(along).anyMatch(c -> c == 0)) {
                throw new ShapeException(
                        "averagePool: some windows of " + size + " lie in the padding alone along spatial axis " + i,
                        "pad less, or count the padding");
            }
            double[] next = new double[counts.length * along.length];
            for (int j = 0; j < next.length; j++) {
                next[j] = counts[j / along.length] * along[j % along.length];
            }
            counts = next;
        }
        return Operations.constant(NdArray.wrap(results, counts));
    }

    /**
     * Means over as many windows as results are asked for: along an axis of length n, window i of m goes from
     * {@code floor(i·n/m)} to {@code ceil((i + 1)·n/m)}, as PyTorch's adaptive pools.
     *
     * @param x {@code [n, channels, spatial…]}; whole numbers count as f64
     * @param results how many results, a spatial axis or one number for all, one or more
     * @return {@code [n, channels, results…]}
     * @throws ShapeException when a spatial axis is empty or the numbers do not fit the axes
     */
    public static Tensor adaptiveAveragePool(Tensor x, int... results) {
        Window window = Window.of(results);
        int axes = Convolutions.spatialAxes("adaptiveAveragePool", x, window);
        List<Integer> wanted = window.sizes("adaptiveAveragePool", axes);
        Tensor y = x.dtype().isFloat() ? x : x.to(DType.FLOAT64);
        for (int i = 0; i < axes; i++) {
            int n = x.dim(i + 2);
            if (n == 0) {
                throw new ShapeException(
                        "adaptiveAveragePool: spatial axis " + i + " of " + x.type() + " is empty",
                        "give at least one element along each spatial axis");
            }
            y = alongAxis(y, i + 2, means(n, wanted.get(i)).to(y.dtype()));
        }
        return y;
    }

    private static Tensor means(int n, int results) {
        double[] weights = new double[results * n];
        for (int i = 0; i < results; i++) {
            int from = (int) ((long) i * n / results);
            int to = (int) (((i + 1L) * n + results - 1) / results);
            for (int j = from; j < to; j++) {
                weights[i * n + j] = 1.0 / (to - from);
            }
        }
        return Tensors.tensor(Shape.of(results, n), weights);
    }

    /** The product of a matrix with each line along an axis. */
    private static Tensor alongAxis(Tensor x, int axis, Tensor matrix) {
        Shape s = x.shape();
        Tensor split = x.reshape(Shape.of(s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank())));
        return matrix.matmul(split).reshape(s.with(axis, matrix.dim(0)));
    }

    /**
     * The largest element of each channel.
     *
     * @param x {@code [n, channels, spatial…]}, numbers of any type
     * @return {@code [n, channels]}
     * @throws ShapeException when a spatial axis is missing or empty
     */
    public static Tensor globalMaxPool(Tensor x) {
        return x.max(allSpatial("globalMaxPool", x));
    }

    /**
     * The mean of each channel.
     *
     * @param x {@code [n, channels, spatial…]}
     * @return {@code [n, channels]}
     * @throws ShapeException when a spatial axis is missing or empty
     */
    public static Tensor globalAveragePool(Tensor x) {
        return x.mean(allSpatial("globalAveragePool", x));
    }

    private static int[] allSpatial(String operation, Tensor x) {
        Convolutions.spatialAxes(operation, x, Window.of());
        return IntStream.range(2, x.rank()).toArray();
    }
}
