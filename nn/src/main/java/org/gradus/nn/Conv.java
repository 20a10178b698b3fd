package org.gradus.nn;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Convolutions;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;

/**
 * A convolution over one or more spatial axes with a bias an output, see {@link Convolutions#convolve}.
 *
 * @param kernel {@code [outputs, inputs / groups, window…]}
 * @param bias {@code [outputs]}, or null for none
 * @param window size, strides, padding and dilation
 * @param groups number of groups
 */
public record Conv(Tensor kernel, Tensor bias, Window window, int groups) {

    /**
     * A layer of one group with a kernel by {@link Initializer#heNormal}, since relu follows most convolutions, and a bias
     * of zero.
     *
     * @param key used up by this call
     * @param inputs number of channels in
     * @param outputs number of channels out
     * @param window the kernel's size, one number a spatial axis, as in {@code Window.of(3, 3).same()}, strides, padding
     *     and dilation
     * @return the layer
     */
    public static Conv init(Key key, int inputs, int outputs, Window window) {
        return init(key, inputs, outputs, window, 1, Initializer.heNormal());
    }

    /**
     * A layer with a bias of zero.
     *
     * @param key used up by this call
     * @param inputs number of channels in
     * @param outputs number of channels out
     * @param window the kernel's size, one number a spatial axis, strides, padding and dilation
     * @param groups a divisor of inputs and outputs
     * @param weights how the kernel is chosen
     * @return the layer
     */
    public static Conv init(Key key, int inputs, int outputs, Window window, int groups, Initializer weights) {
        int size = windowSize("conv", window);
        checkGroups("conv", inputs, outputs, groups);
        Shape shape = Shape.of(outputs, inputs / groups).concat(Shape.of(window.size()));
        ArrayType type = new ArrayType(DType.FLOAT64, shape);
        Tensor kernel = weights.draw(key, type, inputs / groups * size, outputs / groups * size);
        return new Conv(kernel, Tensors.zeros(outputs), window, groups);
    }

    /**
     * The layer without its bias, for use before a normalization, which would take it away again.
     *
     * @return a layer with the same kernel
     */
    public Conv withoutBias() {
        return new Conv(kernel, null, window, groups);
    }

    /**
     * The layer's outputs.
     *
     * @param x {@code [n, inputs, spatial…]}
     * @return {@code [n, outputs, results…]}
     * @throws org.gradus.error.ShapeException when the shapes do not fit
     */
    public Tensor apply(Tensor x) {
        return plusBias(Convolutions.convolve(x, kernel, window, groups), bias);
    }

    static Tensor plusBias(Tensor y, Tensor bias) {
        return bias == null ? y : y.plus(overChannels(bias, y.rank()));
    }

    /** A number a channel, beside tensors {@code [n, channels, …]}. */
    static Tensor overChannels(Tensor perChannel, int rank) {
        int[] dims = new int[rank - 1];
        Arrays.fill(dims, 1);
        dims[0] = perChannel.size();
        return perChannel.reshape(dims);
    }

    static int windowSize(String layer, Window window) {
        List<Integer> size = window.size();
        if (size.isEmpty()) {
            throw new ArgumentException(
                    layer + ": the window has no size",
                    "give the kernel's, one number a spatial axis, as in Window.of(3, 3)");
        }
        return Shape.of(size).size();
    }

    static void checkGroups(String layer, int inputs, int outputs, int groups) {
        Checks.positive(layer, "number of channels", inputs, outputs);
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw new ArgumentException(
                    layer + ": " + inputs + " and " + outputs + " channels are not cut evenly in " + groups + " groups",
                    "give a number of groups that divides both");
        }
    }
}
