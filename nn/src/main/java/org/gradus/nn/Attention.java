package org.gradus.nn;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Weighted means of values, with weights by how well queries go with keys: {@code softmax(q·kᵀ / √d)·v}. Vaswani et al.,
 * "Attention is all you need", NeurIPS 2017.
 */
public final class Attention {
    private Attention() {}

    /**
     * Attention of every query to every key.
     *
     * @param queries {@code [..., n, d]}
     * @param keys {@code [..., m, d]}
     * @param values {@code [..., m, e]}
     * @return {@code [..., n, e]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor attend(Tensor queries, Tensor keys, Tensor values) {
        return attend(queries, keys, values, null);
    }

    /**
     * Attention to permitted keys. A query with no permitted key gets zeros.
     *
     * @param queries {@code [..., n, d]}
     * @param keys {@code [..., m, d]}
     * @param values {@code [..., m, e]}
     * @param mask truth values that broadcast to {@code [..., n, m]}: whether a query may attend to a key; null for all
     * @return {@code [..., n, e]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor attend(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        return chunked(queries, keys, values, mask, Math.max(1, check(queries, keys, values, mask)));
    }

    /**
     * The same numbers, up to rounding, from some keys at a time: largest score, sum of weights and weighted sum of values
     * are carried from chunk to chunk, so that never more than {@code n · chunk} scores exist while the values are
     * computed. (Reverse mode keeps what it needs of each chunk, unless the call is inside a checkpoint.) Milakov and
     * Gimelshein, "Online normalizer calculation for softmax", 2018; Rabe and Staats, "Self-attention does not need O(n²)
     * memory", 2021.
     *
     * @param queries {@code [..., n, d]}
     * @param keys {@code [..., m, d]}
     * @param values {@code [..., m, e]}
     * @param mask truth values that broadcast to {@code [..., n, m]}, or null for all
     * @param chunk how many keys at a time, one or more
     * @return {@code [..., n, e]}
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor chunked(Tensor queries, Tensor keys, Tensor values, Tensor mask, int chunk) {
        int count = check(queries, keys, values, mask);
        Checks.positive("attention", "chunk of keys", chunk);
        Tensor scaled = queries.times(1 / Math.sqrt(Math.max(1, queries.dim(-1))));
        Tensor largest = null;
        Tensor total = null;
        Tensor sum = null;
        for (int from = 0; from < count; from += chunk) {
            int to = Math.min(count, from + chunk);
            Tensor scores = scaled.matmul(keys.slice(-2, from, to).t());
            if (mask != null) {
                Tensor permitted = mask.dim(-1) == 1 ? mask : mask.slice(-1, from, to);
                scores = Tensors.where(permitted, scores, Double.NEGATIVE_INFINITY);
            }
            // The shift cancels, so its derivative does too.
            Tensor peak = Tensors.stopGradient(scores.max(-1).expandDims(-1));
            Tensor next = largest == null ? peak : Tensors.maximum(largest, peak);
            Tensor shift = Tensors.where(next.eq(Double.NEGATIVE_INFINITY), 0.0, next);
            Tensor weights = scores.minus(shift).exp();
            Tensor weight = weights.sum(-1).expandDims(-1);
            Tensor part = weights.matmul(values.slice(-2, from, to));
            if (largest == null) {
                total = weight;
                sum = part;
            } else {
                Tensor kept = largest.minus(shift).exp();
                total = total.times(kept).plus(weight);
                sum = sum.times(kept).plus(part);
            }
            largest = next;
        }
        return sum.div(Tensors.where(total.eq(0.0), 1.0, total));
    }

    /** The number of keys. */
    static int check(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Require.notNull(queries, "attention", "the tensor of queries");
        Require.notNull(keys, "attention", "the tensor of keys");
        Require.notNull(values, "attention", "the tensor of values");
        boolean fits = queries.rank() >= 2
                && keys.rank() >= 2
                && values.rank() >= 2
                && queries.dim(-1) == keys.dim(-1)
                && keys.dim(-2) == values.dim(-2)
                && keys.dim(-2) > 0;
        if (!fits) {
            throw new ShapeException(
                    "attention: queries " + queries.type() + ", keys " + keys.type() + " and values " + values.type()
                            + " do not go together",
                    "give queries [..., n, d], keys [..., m, d] and values [..., m, e] with at least one key");
        }
        if (mask != null) {
            checkMask(mask, queries.dim(-2), keys.dim(-2));
        }
        return keys.dim(-2);
    }

    private static void checkMask(Tensor mask, int queries, int keys) {
        if (mask.dtype() != DType.BOOL) {
            throw new DTypeException(
                    "attention: mask " + mask.type() + " is not of truth values",
                    "compare, as in positions.lt(length), or convert it with to(DType.BOOL)");
        }
        boolean fits = mask.rank() >= 1
                && (mask.dim(-1) == keys || mask.dim(-1) == 1)
                && (mask.rank() == 1 || mask.dim(-2) == queries || mask.dim(-2) == 1);
        if (!fits) {
            throw new ShapeException(
                    "attention: mask " + mask.type() + " does not fit " + queries + " queries and " + keys + " keys",
                    "give a mask that broadcasts to [..., " + queries + ", " + keys + "]");
        }
    }

    /**
     * The mask by which a position attends to itself and to those before it.
     *
     * @param n the number of positions
     * @return truth values {@code [n, n]}
     */
    public static Tensor causalMask(int n) {
        Tensor positions = Tensors.arange(n);
        return positions.expandDims(1).ge(positions.expandDims(0));
    }

    /**
     * Vectors that tell positions apart: sines at even and cosines at odd indices of {@code position / 10000^(2i / width)},
     * to be added to embeddings. Vaswani et al. 2017, section 3.5.
     *
     * @param positions how many
     * @param width the vectors' length, even
     * @return {@code [positions, width]}
     * @throws ShapeException when the width is odd
     */
    public static Tensor sinusoidalPositions(int positions, int width) {
        if (width < 2 || width % 2 != 0 || positions < 0) {
            throw new ShapeException(
                    "sinusoidalPositions: " + positions + " positions of width " + width,
                    "give zero positions or more, and an even width");
        }
        Tensor angles = angles(positions, width);
        return Tensors.stack(2, List.of(angles.sin(), angles.cos())).reshape(positions, width);
    }

    private static Tensor angles(int positions, int width) {
        double[] angles = new double[positions * (width / 2)];
        for (int i = 0; i < angles.length; i++) {
            int position = i / (width / 2);
            int pair = i % (width / 2);
            angles[i] = position * Math.pow(10000, -2.0 * pair / width);
        }
        return Tensors.tensor(Shape.of(positions, width / 2), angles);
    }

    /**
     * Queries or keys turned by angles that grow with their positions, so that scores depend on distances alone: each pair
     * of features {@code (2i, 2i + 1)} turns by {@code position / 10000^(2i / d)}. Su et al., "RoFormer: enhanced
     * transformer with rotary position embedding", 2021.
     *
     * @param x {@code [..., n, d]} with an even d, of positions 0 … n − 1
     * @return a tensor of the same type
     * @throws ShapeException when d is odd
     */
    public static Tensor rotary(Tensor x) {
        if (Require.notNull(x, "rotary", "the operand").rank() < 2 || x.dim(-1) % 2 != 0 || x.dim(-1) == 0) {
            throw new ShapeException(
                    "rotary: " + x.type() + " has no pairs of features", "give x of shape [..., n, d] with an even d");
        }
        Tensor angles = angles(x.dim(-2), x.dim(-1)).to(x.dtype());
        Tensor even = x.slice(-1, 0, x.dim(-1), 2);
        Tensor odd = x.slice(-1, 1, x.dim(-1), 2);
        Tensor first = even.times(angles.cos()).minus(odd.times(angles.sin()));
        Tensor second = even.times(angles.sin()).plus(odd.times(angles.cos()));
        return Tensors.stack(x.rank(), List.of(first, second)).reshape(x.shape());
    }
}
