package org.gradus.nn;

import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * A residual block with normalization first: {@code y = x + mlp(norm(x))}. What the block leaves alone passes unchanged, so
 * many of them in a row keep their gradients. He et al., "Identity mappings in deep residual networks", ECCV 2016. Around
 * other layers a residual connection is the sum itself, {@code x.plus(f.apply(x))}.
 *
 * @param norm normalizes before the perceptron
 * @param mlp keeps the width
 */
public record ResidualBlock(LayerNorm norm, Mlp mlp) {

    /**
     * A block with one hidden layer.
     *
     * @param key used up by this call
     * @param width number of features, in and out
     * @param hidden number of hidden features
     * @return the block
     */
    public static ResidualBlock init(Key key, int width, int hidden) {
        return new ResidualBlock(LayerNorm.init(width), Mlp.init(key, width, hidden, width));
    }

    /**
     * The block's outputs.
     *
     * @param x {@code [..., width]}
     * @param activation between the perceptron's layers
     * @return {@code [..., width]}
     */
    public Tensor apply(Tensor x, Fn<Tensor, Tensor> activation) {
        return x.plus(mlp.apply(norm.apply(x), activation));
    }
}
