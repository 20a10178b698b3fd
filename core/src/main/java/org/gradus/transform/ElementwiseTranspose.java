package org.gradus.transform;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Transposes of the linear elementwise operations. */
final class ElementwiseTranspose {
    private ElementwiseTranspose() {}

    static List<Tensor> transpose(Elementwise op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        return switch (op) {
            case Elementwise.Unary(var f)
            when f == UnaryFunction.NEGATE -> TransposeRules.one(TensorOps.unary(UnaryFunction.NEGATE, ct));
            case Elementwise.Binary(var f) -> binary(f, op, inputs, ct);
            case Elementwise.Select _ -> {
                Tensor zero = Tensors.zerosLike(ct);
                Tensor condition = inputs.getFirst();
                yield Arrays.asList(
                        null,
                        inputs.get(1) == null ? TensorOps.select(condition, ct, zero) : null,
                        inputs.get(2) == null ? TensorOps.select(condition, zero, ct) : null);
            }
            case Elementwise.Convert _ ->
                TransposeRules.one(ct.to(types.getFirst().dtype()));
            case Elementwise.Unary _,
                    Elementwise.Compare _,
                    Elementwise.Special _,
                    Elementwise.Ordered _,
                    Elementwise.RoundTo _,
                    Elementwise.Ternary _ -> throw TransposeRules.notLinear(op);
        };
    }

    private static List<Tensor> binary(BinaryFunction f, Op op, List<Tensor> inputs, Tensor ct) {
        Tensor x = inputs.get(0);
        Tensor y = inputs.get(1);
        return switch (f) {
            case ADD -> Arrays.asList(x == null ? ct : null, y == null ? ct : null);
            case SUBTRACT ->
                Arrays.asList(x == null ? ct : null, y == null ? TensorOps.unary(UnaryFunction.NEGATE, ct) : null);
            case MULTIPLY, ANNIHILATE -> {
                if (x == null && y == null) {
                    throw TransposeRules.notLinear(op);
                }
                yield Arrays.asList(
                        x == null ? TensorOps.scale(ct, y) : null, y == null ? TensorOps.scale(ct, x) : null);
            }
            case DIVIDE -> {
                if (y == null) {
                    throw TransposeRules.notLinear(op);
                }
                yield Arrays.asList(TensorOps.binary(BinaryFunction.DIVIDE, ct, y), null);
            }
            default -> throw TransposeRules.notLinear(op);
        };
    }
}
