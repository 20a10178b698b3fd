package org.gradus.workbench.compare;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/**
 * A problem with a start and data, all drawn from one seed.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param loss of parameters and data, a scalar
 * @param data all examples
 * @param batch examples a step; empty when each step sees all
 * @param start where each method begins
 * @param minimum the smallest value of the loss, when it is known
 */
public record Instance<P, D>(Fn2<P, D, Tensor> loss, D data, OptionalInt batch, P start, OptionalDouble minimum) {

    /**
     * Checks the batch.
     *
     * @throws ArgumentException when it holds no example
     */
    public Instance {
        if (batch.isPresent() && batch.getAsInt() < 1) {
            throw new ArgumentException(
                    "compare: batches of " + batch.getAsInt() + " examples", "give one example or more");
        }
    }
}
