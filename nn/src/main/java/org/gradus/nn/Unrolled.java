package org.gradus.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * What a recurrent cell gives for a sequence.
 *
 * @param <S> the type of the cell's state
 * @param outputs the hidden values after each step, {@code [time, ..., hidden]}
 * @param state the state after the last step
 */
public record Unrolled<S>(Tensor outputs, S state) {

    /** Steps through projected inputs {@code [time, ..., gates]}. */
    static <S> Unrolled<S> over(Tensor inputs, S first, BiFunction<Tensor, S, S> step, Function<S, Tensor> hidden) {
        if (inputs.rank() < 2 || inputs.dim(0) == 0) {
            throw new ShapeException(
                    "unroll: a sequence of inputs with " + (inputs.rank() < 2 ? "no axis of time" : "no steps"),
                    "give inputs of shape [time, ..., features] with at least one step");
        }
        List<Tensor> outputs = new ArrayList<>();
        S state = first;
        for (int t = 0; t < inputs.dim(0); t++) {
            state = step.apply(inputs.get(t), state);
            outputs.add(hidden.apply(state));
        }
        return new Unrolled<>(Tensors.stack(0, outputs), state);
    }
}
