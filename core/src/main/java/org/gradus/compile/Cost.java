package org.gradus.compile;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.program.Constant;
import org.gradus.program.Contraction;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Operand;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;

/**
 * What a stage costs, counted from its types: an estimate by which one sees where the work is, not a measurement.
 *
 * @param flops floating-point operations; an elementary function counts as {@value #ELEMENTARY}
 * @param read bytes of the arrays that it reads
 * @param written bytes of the arrays that it defines
 */
record Cost(long flops, long read, long written) {
    private static final int ELEMENTARY = 20;
    /** Fewer bytes than this stay in the nearest cache, and starting the work is most of it. */
    private static final long SMALL = 1 << 13;
    /** Operations a byte from which on a core of today computes longer than its memory takes. */
    private static final int BALANCE = 4;

    static Cost of(Stage stage) {
        if (stage instanceof Stage.Single(Equation single) && single.op() instanceof Structural.Reshape) {
            return new Cost(0, 0, 0);
        }
        long flops = 0;
        for (Equation equation : stage.equations()) {
            flops += flops(equation);
        }
        return new Cost(flops, bytes(stage.inputs()), bytes(new ArrayList<>(stage.outputs())));
    }

    /** What takes the time: {@code memory}, {@code arithmetic} or {@code overhead}. */
    String bound() {
        long bytes = read + written;
        if (bytes < SMALL && flops < SMALL) {
            return "overhead";
        }
        return flops > BALANCE * bytes ? "arithmetic" : "memory";
    }

    private static long bytes(List<Operand> operands) {
        long sum = 0;
        for (Operand operand : operands) {
            boolean one = operand instanceof Constant(NdArray value) && value.isSplat();
            ArrayType type = operand.type();
            sum += (long) type.dtype().bytes() * (one ? 1 : type.shape().size());
        }
        return sum;
    }

    private static long flops(Equation equation) {
        if (equation.outputs().isEmpty()) {
            return 0;
        }
        long out = equation.output().type().shape().size();
        long in = equation.inputs().isEmpty()
                ? 0
                : equation.inputs().getFirst().type().shape().size();
        return switch (equation.op()) {
            case Elementwise.Unary(var function) -> out * (isCheap(function) ? 1 : ELEMENTARY);
            case Elementwise.Binary(var function) when function == Elementwise.BinaryFunction.POWER -> out * ELEMENTARY;
            case Elementwise _ -> out;
            case Reduction.LogSoftmax _ -> in * (ELEMENTARY + 4);
            case Reduction.Reduce(var function, var _)
            when function == Reduction.ReduceFunction.LOGSUMEXP -> in * (ELEMENTARY + 3);
            case Reduction _ -> in;
            case Contraction.MatMul m -> {
                var shape = equation.inputs().getFirst().type().shape();
                yield 2 * out * shape.dim(shape.rank() - (m.transposeLeft() ? 2 : 1));
            }
            case LinearAlgebra _ -> {
                var shape = equation.inputs().getFirst().type().shape();
                long n = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
                yield in * n;
            }
            default -> 0;
        };
    }

    private static boolean isCheap(Elementwise.UnaryFunction function) {
        return switch (function) {
            case NEGATE, ABS, SIGN, RECIPROCAL, SQUARE, SQRT, RELU, STOP_GRADIENT, NOT -> true;
            default -> false;
        };
    }
}
