package org.gradus.transform;

import java.util.List;
import org.gradus.program.Cumulative;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Operations that carry a state along an axis, done for a batch along a new first axis. */
final class CumulativeBatch {
    private CumulativeBatch() {}

    static List<Tensor> batch(Cumulative op, List<Batched> inputs, int size) {
        return TensorOps.applyAll(shifted(op), BatchRules.all(inputs, size));
    }

    private static Op shifted(Cumulative op) {
        return switch (op) {
            case Cumulative.Cumulate(var function, int axis, boolean reverse) ->
                new Cumulative.Cumulate(function, axis + 1, reverse);
            case Cumulative.ArgCumulate(var extreme, int axis, boolean reverse) ->
                new Cumulative.ArgCumulate(extreme, axis + 1, reverse);
            case Cumulative.Recurrence(int axis, boolean reverse, boolean annihilating) ->
                new Cumulative.Recurrence(axis + 1, reverse, annihilating);
        };
    }
}
