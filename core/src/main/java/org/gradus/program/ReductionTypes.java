package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;

/** Result types of operations that remove or normalize along axes. */
final class ReductionTypes {
    private ReductionTypes() {}

    static ArrayType infer(Reduction op, ArrayType x) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) -> {
                for (int i = 0; i < axes.size(); i++) {
                    Types.demandAxis(op, x, axes.get(i), i == 0 ? 0 : axes.get(i - 1) + 1);
                }
                switch (function) {
                    case SUM, PROD -> Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                    case MAX, MIN -> {
                        Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                        axes.forEach(a -> Types.notEmpty(op, x, a));
                    }
                    case LOGSUMEXP -> Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
                    case ALL, ANY -> Types.demandTruth(op, x);
                }
                yield x.with(x.shape().without(axes));
            }
            case Reduction.ArgMax(int axis) -> indices(op, x, axis);
            case Reduction.ArgMin(int axis) -> indices(op, x, axis);
            case Reduction.WindowArgMax w -> {
                Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
                yield WindowTypes.argmax(w, x);
            }
            case Reduction.LogSoftmax(int axis) -> {
                Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
                Types.demandAxis(op, x, axis, 0);
                yield x;
            }
        };
    }

    private static ArrayType indices(Reduction op, ArrayType x, int axis) {
        Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
        Types.demandAxis(op, x, axis, 0);
        Types.notEmpty(op, x, axis);
        return new ArrayType(DType.INT64, x.shape().without(List.of(axis)));
    }
}
