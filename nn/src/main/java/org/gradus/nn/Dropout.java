package org.gradus.nn;

import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Random zeros while training: each element is kept with probability 1 − rate and divided by it, so that the expectation
 * stays the same; a trained model simply leaves the layer out. Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov,
 * "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15 (2014).
 *
 * @param rate the probability of a zero, in [0, 1)
 */
public record Dropout(double rate) {
    /** Refuses rates outside [0, 1). */
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new ArgumentException("dropout: rate " + rate, "give a probability of at least 0 and below 1");
        }
    }

    /**
     * Elements made zero independently.
     *
     * @param key used up by this call; the same key makes the same zeros
     * @param x floating-point numbers
     * @return a tensor of the same type
     */
    public Tensor apply(Key key, Tensor x) {
        return masked(key, x, x.shape().dims());
    }

    /**
     * Whole channels made zero, for features that neighbors share. Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient
     * object localization using convolutional networks", CVPR 2015.
     *
     * @param key used up by this call
     * @param x {@code [n, channels, spatial…]}
     * @return a tensor of the same type
     */
    public Tensor applyToChannels(Key key, Tensor x) {
        int[] dims = x.shape().dims();
        for (int i = 2; i < dims.length; i++) {
            dims[i] = 1;
        }
        return masked(key, x, dims);
    }

    private Tensor masked(Key key, Tensor x, int... dims) {
        Require.notNull(key, "dropout", "the key");
        if (rate == 0) {
            return x;
        }
        Tensor kept = Random.uniform(key, dims).ge(rate);
        return Tensors.where(kept, x.times(1 / (1 - rate)), 0.0);
    }
}
