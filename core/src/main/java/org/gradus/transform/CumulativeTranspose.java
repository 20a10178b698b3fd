package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.program.Cumulative;
import org.gradus.program.Cumulative.CumulativeFunction;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;

/** Transposes of sums and recurrences: the same in the other direction. */
final class CumulativeTranspose {
    private CumulativeTranspose() {}

    static List<Tensor> transpose(Cumulative op, List<Tensor> inputs, Tensor ct) {
        return switch (op) {
            case Cumulative.Cumulate(var function, int axis, boolean reverse)
            when function == CumulativeFunction.SUM ->
                TransposeRules.one(TensorOps.apply(new Cumulative.Cumulate(function, axis, !reverse), ct));
            case Cumulative.Cumulate _, Cumulative.ArgCumulate _ -> throw TransposeRules.notLinear(op);
            // y[k] = a[k]·y[k−1] + b[k] has the adjoint b̄[k] = a[k+1]·b̄[k+1] + ȳ[k].
            case Cumulative.Recurrence(int axis, boolean reverse, boolean annihilating) -> {
                if (inputs.getFirst() == null) {
                    throw TransposeRules.notLinear(op);
                }
                Tensor next = Scans.shifted(inputs.getFirst(), axis, !reverse, 0);
                yield Arrays.asList(
                        null, TensorOps.apply(new Cumulative.Recurrence(axis, !reverse, annihilating), next, ct));
            }
        };
    }
}
