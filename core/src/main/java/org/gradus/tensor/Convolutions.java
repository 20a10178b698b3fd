package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Contraction.Convolution;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Structural;
import org.gradus.program.Windows;

/**
 * Convolutions over one, two, three or more spatial axes, in the layout of PyTorch: examples, channels, then the spatial
 * axes. They are what learning libraries call so: the kernel is not reversed. All are differentiable to every order with
 * respect to the tensor and the kernel.
 *
 * {@snippet :
 * List<Key> keys = Key.of(0).split(2);
 * Tensor images = Random.normal(keys.get(0), 8, 3, 32, 32);
 * Tensor kernel = Random.normal(keys.get(1), 16, 3, 3, 3);
 * Window half = Window.of().stride(2).same();
 * Convolutions.convolve(images, kernel, half).shape();    // → [8,16,16,16]
 * }
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * The convolution with one step at a time and no padding.
     *
     * @param x {@code [n, channels, spatial…]}
     * @param kernel {@code [outputs, channels, window…]}
     * @return {@code [n, outputs, spatial − window + 1…]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor convolve(Tensor x, Tensor kernel) {
        return convolve(x, kernel, Window.of(), 1);
    }

    /**
     * The convolution {@code y[n, o, p] = Σ_{c, k} x[n, c, p·stride + k·dilation − low] · kernel[o, c, k]}; what lies
     * outside x counts as zero.
     *
     * @param x {@code [n, channels, spatial…]}; whole numbers count as f64
     * @param kernel {@code [outputs, channels, window…]}
     * @param window strides, padding and dilation; its size, if given, is the kernel's
     * @return {@code [n, outputs, results…]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor convolve(Tensor x, Tensor kernel, Window window) {
        return convolve(x, kernel, window, 1);
    }

    /**
     * As {@link #convolve(Tensor, Tensor, Window)} in groups: outputs and channels are cut into equal parts, and each part
     * of the outputs sums over its part of the channels. As many groups as channels make a depthwise convolution.
     *
     * @param x {@code [n, channels, spatial…]}
     * @param kernel {@code [outputs, channels / groups, window…]}
     * @param window strides, padding and dilation
     * @param groups a divisor of channels and outputs
     * @return {@code [n, outputs, results…]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor convolve(Tensor x, Tensor kernel, Window window, int groups) {
        DType dtype = common("convolve", x, kernel, window);
        List<Integer> size = kernelSize("convolve", x, kernel, window);
        checkGroups("convolve", x, kernel, groups, 1);
        List<Integer> one = Collections.nCopies(size.size(), 1);
        Windows windows = window.over("convolve", spatial(x), size, one);
        return Operations.apply(new Convolution(windows, groups, false), x.to(dtype), kernel.to(dtype));
    }

    /**
     * The transposed convolution with one group and nothing added at the end.
     *
     * @param x {@code [n, channels, spatial…]}
     * @param kernel {@code [channels, outputs, window…]}
     * @param window strides, padding and dilation of the convolution whose transpose this is
     * @return {@code [n, outputs, results…]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor convolveTransposed(Tensor x, Tensor kernel, Window window) {
        return convolveTransposed(x, kernel, window, 1);
    }

    /**
     * The transpose of a convolution, also called deconvolution: the linear map that carries cotangents of
     * {@code convolve(z, kernel, window, groups)} back to z. Every element of x lays the kernel down, times itself, at
     * {@code stride} steps from its neighbor's. As PyTorch's {@code ConvTranspose}.
     *
     * <p>Along an axis of length n, {@code (n − 1)·stride − low − high + dilation·(k − 1) + 1 + outputPadding} results come
     * out; with {@link Window#same()} padding, {@code n·stride}.
     *
     * @param x {@code [n, channels, spatial…]}
     * @param kernel {@code [channels, outputs / groups, window…]}
     * @param window strides, padding and dilation of the convolution whose transpose this is
     * @param groups a divisor of channels and outputs
     * @param outputPadding results added at the end, an axis or one for all, since several lengths of z give the same
     *     length of x; none adds none
     * @return {@code [n, outputs, results…]}
     * @throws ShapeException when the shapes do not fit
     * @throws ArgumentException when an output padding is not smaller than the stride or the dilation, or is given beside
     *     'same' padding
     */
    public static Tensor convolveTransposed(Tensor x, Tensor kernel, Window window, int groups, int... outputPadding) {
        DType dtype = common("convolveTransposed", x, kernel, window);
        List<Integer> size = kernelSize("convolveTransposed", x, kernel, window);
        checkGroups("convolveTransposed", x, kernel, groups, 0);
        Windows windows = transposed(x, size, window, outputPadding);
        Shape k = kernel.shape();
        int channels = k.dim(0) / groups;
        Shape inner = k.slice(2, k.rank());
        int[] order = new int[k.rank() + 1];
        Arrays.setAll(order, i -> i);
        order[1] = 2;
        order[2] = 1;
        Tensor exchanged = kernel.reshape(Shape.of(groups, channels, k.dim(1)).concat(inner))
                .transpose(order)
                .reshape(Shape.of(groups * k.dim(1), channels).concat(inner));
        return Operations.apply(new Convolution(windows, groups, true), x.to(dtype), exchanged.to(dtype));
    }

    private static Windows transposed(Tensor x, List<Integer> size, Window window, int... outputPadding) {
        String name = "convolveTransposed";
        int axes = size.size();
        List<Integer> one = Collections.nCopies(axes, 1);
        List<Integer> strides = window.strides(name, one);
        List<Integer> dilations = window.dilations(name, axes);
        List<Integer> added = added(outputPadding, window, strides, dilations);
        List<Integer> before = window.given(name, true, axes);
        List<Integer> after = window.given(name, false, axes);
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            int reach = Math.multiplyExact(size.get(i) - 1, dilations.get(i));
            int missing = reach + 1 - strides.get(i);
            int first = window.isSame() ? Math.max(0, missing) / 2 : before.get(i);
            int last = window.isSame() ? missing - first : after.get(i) - added.get(i);
            low.add(reach - first);
            high.add(reach - last);
        }
        Windows windows = new Windows(one, low, high, strides, dilations);
        for (int i = 0; i < axes; i++) {
            if (x.shape().dim(i + 2) > 0 && windows.count(i, x.shape().dim(i + 2), size.get(i)) == 0) {
                throw new ShapeException(
                        name + ": padding " + before.get(i) + " and " + after.get(i)
                                + " leaves nothing of spatial axis " + i + " of " + x.type(),
                        "pad less: padding of a transposed convolution removes results");
            }
        }
        return windows;
    }

    private static List<Integer> added(
            int[] outputPadding, Window window, List<Integer> strides, List<Integer> dilations) {
        int axes = strides.size();
        int given = Require.notNull(outputPadding, "convolveTransposed", "the output padding").length;
        boolean fits = given <= 1 || given == axes;
        List<Integer> added = new ArrayList<>();
        for (int i = 0; fits && i < axes; i++) {
            int more = given == 0 ? 0 : outputPadding[given == 1 ? 0 : i];
            fits = more >= 0 && more < Math.max(strides.get(i), dilations.get(i));
            added.add(more);
        }
        if (!fits || (window.isSame() && given > 0)) {
            throw new ArgumentException(
                    "convolveTransposed: output padding " + Arrays.toString(outputPadding) + " with strides " + strides
                            + " and dilation " + dilations + (window.isSame() ? " and 'same' padding" : ""),
                    "give numbers below the stride or the dilation, one or one an axis, and none with same()");
        }
        return added;
    }

    /**
     * The parts of x under each position of a window, as columns; PyTorch's {@code unfold}. A convolution is the product
     * of the kernel as a matrix {@code [outputs, channels·window]} with these.
     *
     * @param x {@code [n, channels, spatial…]} of any element type but bool
     * @param window size, strides (1 if none are given), padding with zeros, dilation
     * @return {@code [n, channels · window positions, results]}
     * @throws ShapeException when the window does not fit
     */
    public static Tensor unfold(Tensor x, Window window) {
        int axes = spatialAxes("unfold", x, window);
        List<Integer> size = window.sizes("unfold", axes);
        Windows w = window.over("unfold", spatial(x), size, Collections.nCopies(axes, 1));
        List<Integer> low = new ArrayList<>(List.of(0, 0));
        List<Integer> high = new ArrayList<>(List.of(0, 0));
        low.addAll(w.low());
        high.addAll(w.high());
        Tensor padded = Operations.apply(new Structural.Pad(low, high, Collections.nCopies(axes + 2, 0)), x);
        Shape s = padded.shape();
        Tensor flat = padded.reshape(Shape.of(s.dim(0), s.dim(1), s.size(2, s.rank())));
        Tensor indices = Operations.constant(patches(w, spatial(x), size, s));
        return Operations.apply(new Take(2, 0), flat, indices)
                .reshape(Shape.of(s.dim(0), s.dim(1) * indices.dim(0), indices.dim(1)));
    }

    /** For each window position and each result, the index into the joined spatial axes. */
    private static NdArray patches(Windows w, List<Integer> lengths, List<Integer> size, Shape padded) {
        long[] index = {0};
        int positions = 1;
        int results = 1;
        for (int i = 0; i < size.size(); i++) {
            int k = size.get(i);
            int p = (int) w.count(i, lengths.get(i), k);
            long[] next = new long[positions * k * results * p];
            for (int a = 0; a < positions * k; a++) {
                for (int b = 0; b < results * p; b++) {
                    long outer = index[a / k * results + b / Math.max(p, 1)];
                    long inner = (long) (a % k) * w.windowDilation().get(i)
                            + (long) (b % p) * w.strides().get(i);
                    next[a * results * p + b] = outer * padded.dim(i + 2) + inner;
                }
            }
            index = next;
            positions *= k;
            results *= p;
        }
        return NdArray.wrap(Shape.of(positions, results), index);
    }

    static int spatialAxes(String operation, Tensor x, Window window) {
        Require.notNull(window, operation, "the window");
        if (Operations.operand(x, operation).rank() < 3) {
            throw new ShapeException(
                    operation + ": " + x.type() + " has no spatial axes",
                    "give x of shape [n, channels, spatial...]; x.expandDims(0) adds an axis of examples or channels");
        }
        return x.rank() - 2;
    }

    static List<Integer> spatial(Tensor x) {
        return x.shape().slice(2, x.rank()).asList();
    }

    private static DType common(String operation, Tensor x, Tensor kernel, Window window) {
        spatialAxes(operation, x, window);
        DType dtype = x.dtype().promote(Operations.operand(kernel, operation).dtype());
        return dtype.isFloat() ? dtype : DType.FLOAT64;
    }

    private static List<Integer> kernelSize(String operation, Tensor x, Tensor kernel, Window window) {
        if (kernel.rank() != x.rank()) {
            throw new ShapeException(
                    operation + ": " + x.type() + " and kernel " + kernel.type() + " have " + (x.rank() - 2) + " and "
                            + (kernel.rank() - 2) + " spatial axes",
                    "give x of shape [n, channels, spatial...] and a kernel with as many spatial axes");
        }
        List<Integer> size = spatial(kernel);
        if (!window.size().isEmpty() && !window.sizes(operation, size.size()).equals(size)) {
            throw new ShapeException(
                    operation + ": a window of " + window.size() + " beside kernel " + kernel.type(),
                    "leave the window's size out, as in Window.of(): the kernel has its own");
        }
        if (size.contains(0)) {
            throw new ShapeException(
                    operation + ": kernel " + kernel.type() + " has an empty window",
                    "give at least one position an axis");
        }
        return size;
    }

    /** Checks that channels and outputs are cut evenly; {@code axis} is that of the channels in the kernel. */
    private static void checkGroups(String operation, Tensor x, Tensor kernel, int groups, int axis) {
        int channels = x.dim(1);
        int parts = axis == 1 ? channels / Math.max(groups, 1) : channels;
        boolean fits = groups >= 1
                && channels % groups == 0
                && kernel.dim(axis) == parts
                && (axis == 0 || kernel.dim(0) % groups == 0);
        if (!fits) {
            throw new ShapeException(
                    operation + ": " + x.type() + " with " + channels + " channels and kernel " + kernel.type()
                            + " do not fit in " + groups + (groups == 1 ? " group" : " groups"),
                    axis == 1
                            ? "give a kernel [outputs, channels / groups, window...] with outputs divisible by groups"
                            : "give a kernel [channels, outputs / groups, window...] with channels divisible by groups");
        }
    }
}
