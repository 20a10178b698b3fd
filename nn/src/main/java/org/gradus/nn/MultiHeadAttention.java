package org.gradus.nn;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * Attention in several heads: queries, keys and values are projected, cut into heads of width / heads features, attended
 * in each head by itself (see {@link Attention#attend}), joined, and projected again. Vaswani et al., "Attention is all you
 * need", NeurIPS 2017.
 *
 * @param query makes the queries, width to width
 * @param key makes the keys
 * @param value makes the values
 * @param output projects the joined heads
 * @param heads a divisor of the width
 */
public record MultiHeadAttention(Dense query, Dense key, Dense value, Dense output, int heads) {

    /**
     * A layer with weights by {@link Initializer#glorotUniform}, as in PyTorch and the paper's code, and biases of zero.
     *
     * @param key used up by this call
     * @param width number of features
     * @param heads a divisor of the width
     * @return the layer
     */
    public static MultiHeadAttention init(Key key, int width, int heads) {
        Checks.positive("multiHeadAttention", "size", width, heads);
        if (width % heads != 0) {
            throw new ArgumentException(
                    "multiHeadAttention: width " + width + " is not cut evenly in " + heads + " heads",
                    "give a number of heads that divides the width");
        }
        List<Key> keys = key.split(4);
        return new MultiHeadAttention(
                Dense.init(keys.get(0), width, width),
                Dense.init(keys.get(1), width, width),
                Dense.init(keys.get(2), width, width),
                Dense.init(keys.get(3), width, width),
                heads);
    }

    /**
     * Attention of a sequence to itself.
     *
     * @param x {@code [..., n, width]}
     * @return {@code [..., n, width]}
     */
    public Tensor apply(Tensor x) {
        return apply(x, x, null);
    }

    /**
     * Attention of a sequence to another.
     *
     * @param x where queries come from, {@code [..., n, width]}
     * @param context where keys and values come from, {@code [..., m, width]}
     * @param mask truth values that broadcast to {@code [..., heads, n, m]}, for example {@link Attention#causalMask}; null
     *     for all
     * @return {@code [..., n, width]}
     * @throws org.gradus.error.ShapeException when the shapes do not fit
     */
    public Tensor apply(Tensor x, Tensor context, Tensor mask) {
        return joined(
                Attention.attend(split(query.apply(x)), split(key.apply(context)), split(value.apply(context)), mask));
    }

    /**
     * As {@link #apply(Tensor, Tensor, Tensor)} with some keys at a time, see {@link Attention#chunked}.
     *
     * @param x where queries come from, {@code [..., n, width]}
     * @param context where keys and values come from, {@code [..., m, width]}
     * @param mask truth values, or null for all
     * @param chunk how many keys at a time, one or more
     * @return {@code [..., n, width]}
     * @throws org.gradus.error.ShapeException when the shapes do not fit
     */
    public Tensor chunked(Tensor x, Tensor context, Tensor mask, int chunk) {
        return joined(Attention.chunked(
                split(query.apply(x)), split(key.apply(context)), split(value.apply(context)), mask, chunk));
    }

    /** {@code [..., n, width]} to {@code [..., heads, n, width / heads]}. */
    private Tensor split(Tensor x) {
        Shape s = x.shape();
        int rank = s.rank();
        Shape apart = s.slice(0, rank - 1).concat(Shape.of(heads, s.dim(rank - 1) / heads));
        return x.reshape(apart).transpose(exchanged(rank + 1));
    }

    private Tensor joined(Tensor x) {
        Tensor back = x.transpose(exchanged(x.rank()));
        Shape s = back.shape();
        int rank = s.rank();
        return output.apply(back.reshape(s.slice(0, rank - 2).concat(Shape.of(s.size(rank - 2, rank)))));
    }

    /** The order that exchanges the last two axes but one. */
    private static int[] exchanged(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, i -> i);
        order[rank - 3] = rank - 2;
        order[rank - 2] = rank - 3;
        return order;
    }
}
