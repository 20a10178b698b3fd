package org.gradus.workbench.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Bounds;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/**
 * A problem with a start and data, all drawn from one seed.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param loss of parameters and data
 * @param data all examples
 * @param batch examples a step; empty when each step sees all
 * @param start where each method begins
 * @param minimum the smallest value of the loss, when it is known
 */
public record Instance<P, D>(Loss<P, D> loss, D data, OptionalInt batch, P start, OptionalDouble minimum) {

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

    /**
     * A problem whose loss is a function of tensors.
     *
     * @param loss of parameters and data, a scalar
     * @param data all examples
     * @param batch examples a step; empty when each step sees all
     * @param start where each method begins
     * @param minimum the smallest value of the loss, when it is known
     */
    public Instance(Fn2<P, D, Tensor> loss, D data, OptionalInt batch, P start, OptionalDouble minimum) {
        this(new Loss.Traced<>(loss), data, batch, start, minimum);
    }

    /**
     * Why a method cannot take part.
     *
     * @param contender the method
     * @return a reason, or nothing when it can
     */
    Optional<String> refusal(Contender contender) {
        boolean solver = contender instanceof Contender.Whole || contender instanceof Contender.Arrays;
        if (solver && batch.isPresent()) {
            return Optional.of("it needs all data in each step, and this problem gives batches");
        }
        if (contender instanceof Contender.OfModel && !(loss instanceof Loss.OfModel)) {
            return Optional.of(
                    "it needs a model's outputs and each example's loss, and this problem has only their sum");
        }
        if (contender instanceof Contender.Whole
                && !bounds().map(Bounds::areNone).orElse(true)) {
            return Optional.of("it takes no bounds, and this problem has them");
        }
        return Optional.empty();
    }

    /** The bounds, where the problem knows such. */
    Optional<Bounds> bounds() {
        return loss instanceof Loss.OfArrays arrays ? Optional.of(arrays.bounds()) : Optional.empty();
    }
}
