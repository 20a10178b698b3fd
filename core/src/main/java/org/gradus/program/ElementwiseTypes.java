package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of operations element by element. */
final class ElementwiseTypes {
    private ElementwiseTypes() {}

    static ArrayType infer(Elementwise op, List<ArrayType> inputs) {
        Shape shape = inputs.getFirst().shape();
        for (ArrayType type : inputs) {
            if (!type.shape().equals(shape)) {
                throw new ShapeException(
                        op.mnemonic() + ": operands of types " + inputs + " have different shapes",
                        "broadcast them to one shape");
            }
        }
        return switch (op) {
            case Elementwise.Unary(var f) -> unary(f, inputs.getFirst());
            case Elementwise.Binary(var f) -> binary(f, inputs.get(0), inputs.get(1));
            case Elementwise.Compare c -> {
                Types.sameDType(c, inputs.get(0), inputs.get(1));
                yield new ArrayType(DType.BOOL, shape);
            }
            case Elementwise.Select s -> {
                Types.demandTruth(s, inputs.getFirst());
                Types.sameDType(s, inputs.get(1), inputs.get(2));
                yield inputs.get(1);
            }
            case Elementwise.Convert(DType dtype) -> inputs.getFirst().with(dtype);
            case Elementwise.Special _, Elementwise.Ordered _, Elementwise.RoundTo _ -> real(op, inputs.getFirst());
            case Elementwise.Ternary(var f) -> {
                Types.sameDType(op, inputs.get(0), inputs.get(1));
                Types.sameDType(op, inputs.get(0), inputs.get(2));
                yield f == Elementwise.TernaryFunction.CLAMP
                        ? number(op, inputs.getFirst())
                        : real(op, inputs.getFirst());
            }
        };
    }

    private static ArrayType number(Op op, ArrayType x) {
        Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
        return x;
    }

    private static ArrayType real(Op op, ArrayType x) {
        Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
        return x;
    }

    private static ArrayType logical(Op op, ArrayType x) {
        if (x.dtype().isFloat()) {
            throw new DTypeException(
                    op.mnemonic() + ": takes truth values or whole numbers, but received " + x,
                    "compare the operand with something, as in x.gt(0)");
        }
        return x;
    }

    private static ArrayType unary(Elementwise.UnaryFunction function, ArrayType x) {
        Op op = new Elementwise.Unary(function);
        return switch (function) {
            case NEGATE, ABS, SIGN, SQUARE, RELU -> number(op, x);
            case STOP_GRADIENT -> x;
            case NOT -> logical(op, x);
            default -> real(op, x);
        };
    }

    private static ArrayType binary(Elementwise.BinaryFunction function, ArrayType x, ArrayType y) {
        Op op = new Elementwise.Binary(function);
        Types.sameDType(op, x, y);
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM, FLOOR_DIVIDE, MODULO, REMAINDER -> number(op, x);
            case AND, OR, XOR -> logical(op, x);
            case SHIFT_LEFT, SHIFT_RIGHT -> {
                Types.demand(x.dtype().isInteger(), op, "whole numbers", x);
                yield x;
            }
            case DIVIDE,
                    ANNIHILATE,
                    POWER,
                    COPYSIGN,
                    ATAN2,
                    HYPOT,
                    LOGADDEXP,
                    XLOGY,
                    XLOG1PY,
                    BETA,
                    LBETA,
                    GAMMAINC,
                    GAMMAINCC,
                    GAMMA_DENSITY -> real(op, x);
        };
    }
}
