package org.gradus.optim;

import java.io.Serializable;
import org.gradus.tensor.Tensor;

/**
 * A hyperparameter as a function of the step number, written with tensor operations so that it can be traced. A number
 * that never changes is {@link Schedules#constant(double)}; a tensor that is differentiated or kept in a state is
 * {@link Schedules#constant(Tensor)}.
 */
@FunctionalInterface
public interface Schedule extends Serializable {

    /**
     * The hyperparameter at a step.
     *
     * @param step the number of updates made before, an i64 scalar
     * @return a scalar
     */
    Tensor at(Tensor step);
}
