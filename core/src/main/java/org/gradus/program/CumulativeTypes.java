package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.error.ShapeException;

/** Result types of operations that carry a state along an axis. */
final class CumulativeTypes {
    private CumulativeTypes() {}

    static ArrayType infer(Cumulative op, List<ArrayType> inputs) {
        ArrayType x = inputs.getFirst();
        return switch (op) {
            case Cumulative.Cumulate(var function, int axis, boolean _) -> {
                if (function == Cumulative.CumulativeFunction.LOGSUMEXP) {
                    Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
                } else {
                    Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                }
                Types.demandAxis(op, x, axis, 0);
                yield x;
            }
            case Cumulative.ArgCumulate(var _, int axis, boolean _) -> {
                Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                Types.demandAxis(op, x, axis, 0);
                yield new ArrayType(DType.INT64, x.shape());
            }
            case Cumulative.Recurrence(int axis, boolean _, boolean _) -> {
                ArrayType b = inputs.get(1);
                Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                Types.sameDType(op, x, b);
                if (!x.shape().equals(b.shape())) {
                    throw new ShapeException(
                            "recurrence: factors " + x + " and summands " + b + " have different shapes",
                            "give one factor and one summand for each step");
                }
                Types.demandAxis(op, x, axis, 0);
                yield x;
            }
        };
    }
}
