package org.gradus.optim.catalogue;

import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Schedule;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/** A gradient transformation that looks inside the objective, the mean of losses of a model's outputs. */
@FunctionalInterface
public interface MadeOfModel {
    /**
     * Makes it.
     *
     * @param outputs of parameters and data {@code [b, c]}
     * @param losses of outputs and data, one an example {@code [b]}
     * @param learningRate of the step number
     * @return the transformation
     */
    GradientTransformation<Object, ?> of(
            Fn2<Object, Object, Tensor> outputs, Fn2<Tensor, Object, Tensor> losses, Schedule learningRate);
}
