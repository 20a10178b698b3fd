package org.gradus.nn;

import java.util.List;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * A block of a transformer with normalization before each part: {@code h = x + attention(norm(x))},
 * {@code y = h + mlp(norm(h))}. Vaswani et al., "Attention is all you need", 2017; the order by Xiong et al., "On layer
 * normalization in the transformer architecture", ICML 2020, which trains without warm-up.
 *
 * @param attentionNorm normalizes before the attention
 * @param attention of the sequence to itself
 * @param mlpNorm normalizes before the perceptron
 * @param mlp works on each position alone
 */
public record TransformerBlock(LayerNorm attentionNorm, MultiHeadAttention attention, LayerNorm mlpNorm, Mlp mlp) {

    /**
     * A block whose perceptron has a hidden layer of four times the width, the paper's choice.
     *
     * @param key used up by this call
     * @param width number of features
     * @param heads a divisor of the width
     * @return the block
     */
    public static TransformerBlock init(Key key, int width, int heads) {
        List<Key> keys = key.split(2);
        return new TransformerBlock(
                LayerNorm.init(width),
                MultiHeadAttention.init(keys.get(0), width, heads),
                LayerNorm.init(width),
                Mlp.init(keys.get(1), width, 4 * width, width));
    }

    /**
     * The block's outputs.
     *
     * @param x {@code [..., n, width]}
     * @param mask truth values that broadcast to {@code [..., heads, n, n]}, or null for all
     * @param activation between the perceptron's layers
     * @return {@code [..., n, width]}
     */
    public Tensor apply(Tensor x, Tensor mask, Fn<Tensor, Tensor> activation) {
        Tensor normed = attentionNorm.apply(x);
        Tensor h = x.plus(attention.apply(normed, normed, mask));
        return h.plus(mlp.apply(mlpNorm.apply(h), activation));
    }
}
