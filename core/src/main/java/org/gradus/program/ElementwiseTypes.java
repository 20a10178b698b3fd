package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
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
        };
    }

    private static ArrayType unary(Elementwise.UnaryFunction function, ArrayType x) {
        Op op = new Elementwise.Unary(function);
        switch (function) {
            case NEGATE, ABS, SIGN, SQUARE, RELU -> Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
            case STOP_GRADIENT -> {}
            case NOT -> Types.demandTruth(op, x);
            case SQRT, RECIPROCAL, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, SOFTPLUS ->
                Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
        }
        return x;
    }

    private static ArrayType binary(Elementwise.BinaryFunction function, ArrayType x, ArrayType y) {
        Op op = new Elementwise.Binary(function);
        Types.sameDType(op, x, y);
        switch (function) {
            case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM -> Types.demand(x.dtype() != DType.BOOL, op, "numbers", x);
            case DIVIDE, ANNIHILATE, POWER -> Types.demand(x.dtype().isFloat(), op, "floating-point numbers", x);
            case AND, OR, XOR -> Types.demandTruth(op, x);
        }
        return x;
    }
}
