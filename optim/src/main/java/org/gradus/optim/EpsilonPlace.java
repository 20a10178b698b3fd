package org.gradus.optim;

/** Where ε keeps a division by a root mean square finite. */
public enum EpsilonPlace {
    /** √v + ε, as PyTorch and Keras have it. */
    OUTSIDE,

    /** √(v + ε), as many papers write it. */
    INSIDE;

    org.gradus.tensor.Tensor root(org.gradus.tensor.Tensor square, double epsilon) {
        return this == OUTSIDE
                ? square.sqrt().plus(epsilon)
                : square.plus(epsilon).sqrt();
    }
}
