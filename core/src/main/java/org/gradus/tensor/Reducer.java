package org.gradus.tensor;

import java.io.Serializable;

/** A reduction over axes, which disappear, for example {@code Tensor::mean}; see {@link Tensor#keepDims}. */
@FunctionalInterface
public interface Reducer extends Serializable {

    /**
     * Reduces a tensor.
     *
     * @param x the tensor
     * @param axes the axes, negative from the end; none means all
     * @return a tensor without these axes
     */
    Tensor reduce(Tensor x, int... axes);
}
