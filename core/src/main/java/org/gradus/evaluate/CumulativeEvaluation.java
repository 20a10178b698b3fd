package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Cumulations;
import org.gradus.program.Cumulative;

/** Operations that carry a state along an axis, by one kernel call. */
final class CumulativeEvaluation {
    private CumulativeEvaluation() {}

    static NdArray evaluate(Cumulative op, ArrayType type, List<NdArray> inputs) {
        Object x = inputs.getFirst().dense();
        Object out = type.dtype().allocate(type.shape().size());
        Shape s = type.shape();
        int axis = switch (op) {
            case Cumulative.Cumulate c -> c.axis();
            case Cumulative.ArgCumulate c -> c.axis();
            case Cumulative.Recurrence r -> r.axis();
        };
        int outer = s.size(0, axis);
        int n = s.dim(axis);
        int inner = s.size(axis + 1, s.rank());
        switch (op) {
            case Cumulative.Cumulate(var function, int _, boolean reverse) -> {
                switch (function) {
                    case SUM -> Cumulations.sum(x, out, outer, n, inner, reverse);
                    case PROD -> Cumulations.prod(x, out, outer, n, inner, reverse);
                    case LOGSUMEXP -> Cumulations.logSumExp(x, out, outer, n, inner, reverse);
                }
            }
            case Cumulative.ArgCumulate(var extreme, int _, boolean reverse) ->
                Cumulations.argExtreme(
                        x, (long[]) out, outer, n, inner, extreme == Cumulative.Extreme.LARGEST, reverse);
            case Cumulative.Recurrence(int _, boolean reverse, boolean annihilating) ->
                Cumulations.recurrence(x, inputs.get(1).dense(), out, outer, n, inner, reverse, annihilating);
        }
        return NdArray.of(type, out);
    }
}
