package org.gradus.optim;

import org.gradus.tensor.Tensor;

/** Which leaves a layer-wise method scales. */
public enum LayerScope {
    /** Leaves with two axes or more: weights; biases and gains keep the plain step. */
    MATRICES,

    /** Every leaf. */
    ALL;

    boolean holds(Tensor leaf) {
        return this == ALL || leaf.rank() >= 2;
    }
}
