package org.gradus.transform;

import static org.gradus.transform.TensorOps.add;
import static org.gradus.transform.TensorOps.binary;
import static org.gradus.transform.TensorOps.orZeros;
import static org.gradus.transform.TensorOps.scale;
import static org.gradus.transform.TensorOps.select;
import static org.gradus.transform.TensorOps.unary;

import java.util.List;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of elementwise operations. */
final class ElementwiseJvp {
    private ElementwiseJvp() {}

    static Tensor jvp(Elementwise op, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        Tensor t = tangents.getFirst();
        return switch (op) {
            case Elementwise.Unary(var f) -> unaryJvp(f, primals.getFirst(), out, t);
            case Elementwise.Binary(var f) -> binaryJvp(f, primals.get(0), primals.get(1), out, t, tangents.get(1));
            case Elementwise.Compare _ -> null;
            case Elementwise.Select _ ->
                select(primals.getFirst(), orZeros(tangents.get(1), out), orZeros(tangents.get(2), out));
            case Elementwise.Convert c -> c.dtype().isFloat() ? TensorOps.apply(c, t) : null;
        };
    }

    private static Tensor unaryJvp(UnaryFunction f, Tensor x, Tensor out, Tensor t) {
        return switch (f) {
            case NEGATE -> unary(UnaryFunction.NEGATE, t);
            case ABS -> scale(t, x.sign());
            case SIGN, STOP_GRADIENT, NOT -> null;
            case SQRT -> scale(t, Tensors.div(0.5, out));
            case RECIPROCAL -> scale(t, out.square().unaryMinus());
            case SQUARE -> scale(t, x.times(2));
            case EXP -> scale(t, out);
            case EXPM1 -> scale(t, x.exp());
            case LOG -> scale(t, unary(UnaryFunction.RECIPROCAL, x));
            case LOG1P -> scale(t, unary(UnaryFunction.RECIPROCAL, x.plus(1)));
            case SIN -> scale(t, x.cos());
            case COS -> scale(t, x.sin().unaryMinus());
            // (1−y)(1+y) keeps more digits than 1−y² near ±1.
            case TANH -> scale(t, Tensors.minus(1, out).times(out.plus(1)));
            // σ(−x) keeps the digits that 1−σ(x) loses for large x.
            case SIGMOID -> scale(t, out.times(Tensors.sigmoid(x.unaryMinus())));
            case SOFTPLUS -> scale(t, Tensors.sigmoid(x));
            case RELU -> select(x.gt(0), t, Tensors.zerosLike(t));
        };
    }

    private static Tensor binaryJvp(BinaryFunction f, Tensor x, Tensor y, Tensor out, Tensor tx, Tensor ty) {
        return switch (f) {
            case ADD -> add(tx, ty);
            case SUBTRACT -> ty == null ? tx : subtract(tx, ty);
            case MULTIPLY, ANNIHILATE -> add(tx == null ? null : scale(tx, y), ty == null ? null : scale(ty, x));
            case DIVIDE ->
                add(
                        tx == null ? null : scale(tx, unary(UnaryFunction.RECIPROCAL, y)),
                        ty == null ? null : scale(ty, out.div(y).unaryMinus()));
            case POWER -> power(x, y, out, tx, ty);
            case MAXIMUM -> chosen(x, y, tx, ty);
            case MINIMUM -> chosen(y, x, tx, ty);
            case AND, OR, XOR -> null;
        };
    }

    private static Tensor subtract(Tensor tx, Tensor ty) {
        return tx == null ? unary(UnaryFunction.NEGATE, ty) : binary(BinaryFunction.SUBTRACT, tx, ty);
    }

    /** ∂x: y·x^(y−1), which is 0 for y = 0 even at x = 0; ∂y: xʸ·log x, which is 0 at x = 0 for y ≥ 0. */
    private static Tensor power(Tensor x, Tensor y, Tensor out, Tensor tx, Tensor ty) {
        Tensor base = null;
        if (tx != null) {
            Tensor slope = binary(BinaryFunction.ANNIHILATE, y, binary(BinaryFunction.POWER, x, y.minus(1)));
            base = scale(tx, slope);
        }
        Tensor exponent = null;
        if (ty != null) {
            Tensor positive = select(x.eq(0).and(y.ge(0)), Tensors.onesLike(x), x);
            exponent = scale(ty, binary(BinaryFunction.ANNIHILATE, out, positive.log()));
        }
        return add(base, exponent);
    }

    /** Tangent of the operand that is larger as {@code x > y} says; half of each when equal. */
    private static Tensor chosen(Tensor x, Tensor y, Tensor tx, Tensor ty) {
        Tensor zero = Tensors.zerosLike(x);
        Tensor one = Tensors.onesLike(x);
        Tensor half = Tensors.full(0.5, x.type());
        Tensor ofX = select(x.gt(y), one, select(y.gt(x), zero, half));
        Tensor ofY = select(y.gt(x), one, select(x.gt(y), zero, half));
        return add(tx == null ? null : scale(tx, ofX), ty == null ? null : scale(ty, ofY));
    }
}
