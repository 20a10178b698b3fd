package org.gradus.nn;

import org.gradus.array.ArrayType;
import org.gradus.error.Require;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Attention of some queries to the keys seen so far, from which it goes on to more keys: the state is as large as the result,
 * however many keys there are, so keys and values may arrive one at a time. Milakov and Gimelshein, "Online normalizer
 * calculation for softmax", 2018; Rabe and Staats, "Self-attention does not need O(n²) memory", 2021.
 *
 * {@snippet :
 * AttentionState state = AttentionState.start(queries, values.dim(-1));
 * for (int i = 0; i < keys.dim(-2); i++) {
 *     state = state.add(queries, keys.slice(-2, i, i + 1), values.slice(-2, i, i + 1), null);
 * }
 * state.result();    // Attention.attend(queries, keys, values)
 * }
 *
 * @param largest the largest score of each query, {@code [..., n, 1]}, −∞ before any permitted key; a shift that cancels, and
 *     has no derivative
 * @param total Σ exp(score − largest), {@code [..., n, 1]}
 * @param sum Σ exp(score − largest)·value, {@code [..., n, e]}
 */
public record AttentionState(Tensor largest, Tensor total, Tensor sum) {

    /**
     * No keys yet.
     *
     * @param queries {@code [..., n, d]}, with all axes of batches that keys and values will have
     * @param width e, the number of features of values
     * @return the state
     */
    public static AttentionState start(Tensor queries, int width) {
        Require.notNull(queries, "attention", "the tensor of queries");
        ArrayType column = queries.type().with(queries.shape().with(queries.rank() - 1, 1));
        return new AttentionState(
                Tensors.full(Double.NEGATIVE_INFINITY, column),
                Tensors.full(0, column),
                Tensors.full(0, queries.type().with(queries.shape().with(queries.rank() - 1, width))));
    }

    /**
     * More keys.
     *
     * @param queries {@code [..., n, d]}, the same in every call
     * @param keys {@code [..., c, d]}
     * @param values {@code [..., c, e]}
     * @param mask truth values that broadcast to {@code [..., n, c]}: whether a query may attend to a key; null for all
     * @return the next state
     */
    public AttentionState add(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Tensor scores = queries.matmul(keys.t()).times(1 / Math.sqrt(Math.max(1, queries.dim(-1))));
        if (mask != null) {
            scores = Tensors.where(mask, scores, Double.NEGATIVE_INFINITY);
        }
        Tensor peak = Tensors.stopGradient(scores.max(-1).expandDims(-1));
        Tensor next = Tensors.maximum(largest, peak);
        // No permitted key yet: any finite shift makes weights of 0.
        Tensor shift = Tensors.where(next.eq(Double.NEGATIVE_INFINITY), 0.0, next);
        Tensor weights = scores.minus(shift).exp();
        Tensor kept = largest.minus(shift).exp();
        return new AttentionState(
                next,
                total.times(kept).plus(weights.sum(-1).expandDims(-1)),
                sum.times(kept).plus(weights.matmul(values)));
    }

    /**
     * The weighted means of the values seen.
     *
     * @return {@code [..., n, e]}; zeros for queries with no permitted key
     */
    public Tensor result() {
        return sum.div(Tensors.where(total.eq(0.0), 1.0, total));
    }
}
