package org.gradus.nn;

import java.util.stream.IntStream;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Normalization of each example by itself: {@code y = (x − mean) / √(variance + ε) · scale + shift}, with mean and
 * (biased) variance over the last axes. Ba, Kiros and Hinton, "Layer normalization", 2016.
 *
 * @param scale of the shape of the normalized axes
 * @param shift of the same shape, or null for none
 * @param epsilon what is added to the variance
 */
public record LayerNorm(Tensor scale, Tensor shift, double epsilon) {

    /**
     * A layer of scale one and shift zero, with ε = 1e-5, PyTorch's.
     *
     * @param features the lengths of the last axes, to be normalized together
     * @return the layer
     */
    public static LayerNorm init(int... features) {
        Checks.positive("layerNorm", "number of features", features);
        return new LayerNorm(Tensors.ones(features), Tensors.zeros(features), 1e-5);
    }

    /**
     * The normalized tensor.
     *
     * @param x {@code [..., features…]}
     * @return a tensor of the same shape
     * @throws ShapeException when the last axes are not the layer's
     */
    public Tensor apply(Tensor x) {
        int rank = Require.notNull(x, "layerNorm", "the operand").rank();
        int first = rank - scale.rank();
        if (first < 0 || !x.shape().slice(first, rank).equals(scale.shape())) {
            throw new ShapeException(
                    "layerNorm: " + x.type() + " does not end with axes " + scale.shape(),
                    "make the layer for the last axes of the operand");
        }
        int[] axes = IntStream.range(first, rank).toArray();
        Tensor y = standardized(x, epsilon, axes).times(scale);
        return shift == null ? y : y.plus(shift);
    }

    /** (x − mean) / √(variance + ε) over axes. */
    static Tensor standardized(Tensor x, double epsilon, int... axes) {
        int[] kept = x.shape().dims();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        Tensor centered = x.minus(x.mean(axes).reshape(kept));
        Tensor variance = centered.square().mean(axes).reshape(kept);
        return centered.div(variance.plus(epsilon).sqrt());
    }
}
