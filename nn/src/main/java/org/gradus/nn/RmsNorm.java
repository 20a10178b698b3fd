package org.gradus.nn;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Normalization by the root mean square of the last axis: {@code y = x / √(mean(x²) + ε) · scale}. Zhang and Sennrich,
 * "Root mean square layer normalization", NeurIPS 2019.
 *
 * @param scale {@code [features]}
 * @param epsilon what is added to the mean square
 */
public record RmsNorm(Tensor scale, double epsilon) {

    /**
     * A layer of scale one, with ε = 1e-6, the usual in language models.
     *
     * @param features the length of the last axis
     * @return the layer
     */
    public static RmsNorm init(int features) {
        Checks.positive("rmsNorm", "number of features", features);
        return new RmsNorm(Tensors.ones(features), 1e-6);
    }

    /**
     * The normalized tensor.
     *
     * @param x {@code [..., features]}
     * @return a tensor of the same shape
     * @throws org.gradus.error.ShapeException when x has another number of features
     */
    public Tensor apply(Tensor x) {
        Checks.axis("rmsNorm", x, -1, scale.size());
        Tensor size = x.square().mean(-1).expandDims(-1).plus(epsilon).sqrt();
        return x.div(size).times(scale);
    }
}
