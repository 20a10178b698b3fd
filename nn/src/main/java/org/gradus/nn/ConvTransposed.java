package org.gradus.nn;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Convolutions;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;

/**
 * A transposed convolution with a bias an output, which makes signals and images larger, see
 * {@link Convolutions#convolveTransposed}.
 *
 * @param kernel {@code [inputs, outputs / groups, window…]}
 * @param bias {@code [outputs]}, or null for none
 * @param window size, strides, padding and dilation
 * @param groups number of groups
 * @param outputPadding results added at the end of each spatial axis
 */
public record ConvTransposed(Tensor kernel, Tensor bias, Window window, int groups, int outputPadding) {

    /**
     * A layer of one group with a kernel by {@link Initializer#glorotUniform} and a bias of zero. An output sums the
     * kernel's entries divided by the strides, so the fan-in counts that many.
     *
     * @param key used up by this call
     * @param inputs number of channels in
     * @param outputs number of channels out
     * @param window the kernel's size, one number a spatial axis, strides, padding and dilation
     * @return the layer
     */
    public static ConvTransposed init(Key key, int inputs, int outputs, Window window) {
        return init(key, inputs, outputs, window, 1, 0, Initializer.glorotUniform());
    }

    /**
     * A layer with a bias of zero.
     *
     * @param key used up by this call
     * @param inputs number of channels in
     * @param outputs number of channels out
     * @param window the kernel's size, one number a spatial axis, strides, padding and dilation
     * @param groups a divisor of inputs and outputs
     * @param outputPadding results added at the end of each spatial axis
     * @param weights how the kernel is chosen
     * @return the layer
     */
    public static ConvTransposed init(
            Key key, int inputs, int outputs, Window window, int groups, int outputPadding, Initializer weights) {
        int size = Conv.windowSize("convTransposed", window);
        Conv.checkGroups("convTransposed", inputs, outputs, groups);
        int apart = 1;
        for (int i = 0; i < window.size().size() && !window.strides().isEmpty(); i++) {
            apart *= window.strides().get(window.strides().size() == 1 ? 0 : i);
        }
        Shape shape = Shape.of(inputs, outputs / groups).concat(Shape.of(window.size()));
        int fanIn = Math.max(1, inputs / groups * size / apart);
        Tensor kernel = weights.draw(key, new ArrayType(DType.FLOAT64, shape), fanIn, outputs / groups * size);
        return new ConvTransposed(kernel, Tensors.zeros(outputs), window, groups, outputPadding);
    }

    /**
     * The layer's outputs.
     *
     * @param x {@code [n, inputs, spatial…]}
     * @return {@code [n, outputs, results…]}
     * @throws org.gradus.error.ShapeException when the shapes do not fit
     */
    public Tensor apply(Tensor x) {
        int[] added = outputPadding == 0 ? new int[0] : new int[] {outputPadding};
        return Conv.plusBias(Convolutions.convolveTransposed(x, kernel, window, groups, added), bias);
    }
}
