package org.gradus.nn;

import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Normalization of groups of channels of each example: {@code y = (x − mean) / √(variance + ε) · scale + shift}, with mean
 * and variance over the group's channels and the spatial axes. Wu and He, "Group normalization", ECCV 2018. One group
 * normalizes the whole example, as many groups as channels each channel alone (instance normalization).
 *
 * @param scale {@code [channels]}
 * @param shift {@code [channels]}
 * @param groups a divisor of the number of channels
 * @param epsilon what is added to the variance
 */
public record GroupNorm(Tensor scale, Tensor shift, int groups, double epsilon) {

    /**
     * A layer of scale one and shift zero, with ε = 1e-5, PyTorch's.
     *
     * @param groups a divisor of the number of channels
     * @param channels the number of channels
     * @return the layer
     */
    public static GroupNorm init(int groups, int channels) {
        Checks.positive("groupNorm", "size", groups, channels);
        if (channels % groups != 0) {
            throw new ArgumentException(
                    "groupNorm: " + channels + " channels are not cut evenly in " + groups + " groups",
                    "give a number of groups that divides the channels");
        }
        return new GroupNorm(Tensors.ones(channels), Tensors.zeros(channels), groups, 1e-5);
    }

    /**
     * The normalized tensor.
     *
     * @param x {@code [n, channels, spatial…]}
     * @return a tensor of the same shape
     * @throws org.gradus.error.ShapeException when x has another number of channels
     */
    public Tensor apply(Tensor x) {
        Shape s = Checks.axis("groupNorm", x, 1, scale.size()).shape();
        Tensor grouped = x.reshape(s.dim(0), groups, s.dim(1) / groups * s.size(2, s.rank()));
        Tensor y = LayerNorm.standardized(grouped, epsilon, 2).reshape(s);
        return y.times(Conv.overChannels(scale, s.rank())).plus(Conv.overChannels(shift, s.rank()));
    }
}
