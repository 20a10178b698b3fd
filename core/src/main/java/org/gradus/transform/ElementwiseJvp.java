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
    private static final double LN2 = 0x1.62e42fefa39efp-1;
    private static final double LOG10_E = 0x1.bcb7b1526e50ep-2;

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
            case Elementwise.RoundTo _ -> null;
            case Elementwise.Special(var f) -> SpecialJvp.special(f, primals.getFirst(), out, t);
            case Elementwise.Ordered(var f, int order) ->
                scale(t, TensorOps.apply(new Elementwise.Ordered(f, order + 1), primals.getFirst()));
            case Elementwise.Ternary(var f) -> SpecialJvp.ternary(f, primals, out, tangents);
        };
    }

    private static Tensor unaryJvp(UnaryFunction f, Tensor x, Tensor out, Tensor t) {
        return switch (f) {
            case NEGATE -> unary(UnaryFunction.NEGATE, t);
            case ABS -> scale(t, x.sign());
            case SIGN, STOP_GRADIENT, NOT, FLOOR, CEIL, ROUND, TRUNC -> null;
            case SQRT -> scale(t, Tensors.div(0.5, out));
            case RSQRT -> scale(t, out.div(x).times(-0.5));
            case CBRT -> scale(t, unary(UnaryFunction.RECIPROCAL, out.square().times(3)));
            case RECIPROCAL -> scale(t, out.square().unaryMinus());
            case SQUARE -> scale(t, x.times(2));
            case EXP -> scale(t, out);
            case EXP2 -> scale(t, out.times(LN2));
            case EXPM1 -> scale(t, x.exp());
            case LOG -> scale(t, unary(UnaryFunction.RECIPROCAL, x));
            case LOG2 -> scale(t, Tensors.div(1 / LN2, x));
            case LOG10 -> scale(t, Tensors.div(LOG10_E, x));
            case LOG1P -> scale(t, unary(UnaryFunction.RECIPROCAL, x.plus(1)));
            case SIN -> scale(t, x.cos());
            case COS -> scale(t, x.sin().unaryMinus());
            case TAN -> scale(t, out.square().plus(1));
            case ASIN -> scale(t, rootOfUnitDifference(x));
            case ACOS -> scale(t, rootOfUnitDifference(x).unaryMinus());
            case ATAN -> scale(t, unary(UnaryFunction.RECIPROCAL, x.square().plus(1)));
            case SINH -> scale(t, unary(UnaryFunction.COSH, x));
            case COSH -> scale(t, unary(UnaryFunction.SINH, x));
            // Neither √(1+x²) nor √(x²−1) is formed from x², which may overflow.
            case ASINH -> scale(t, unary(UnaryFunction.RECIPROCAL, hypot(Tensors.onesLike(x), x)));
            case ACOSH -> scale(t, unary(UnaryFunction.RSQRT, x.minus(1)).times(unary(UnaryFunction.RSQRT, x.plus(1))));
            case ATANH -> scale(t, unary(UnaryFunction.RECIPROCAL, unitDifference(x)));
            // (1−y)(1+y) keeps more digits than 1−y² near ±1.
            case TANH -> scale(t, Tensors.minus(1, out).times(out.plus(1)));
            // σ(−x) keeps the digits that 1−σ(x) loses for large x.
            case SIGMOID -> scale(t, out.times(Tensors.sigmoid(x.unaryMinus())));
            case SOFTPLUS -> scale(t, Tensors.sigmoid(x));
            case RELU -> select(x.gt(0), t, Tensors.zerosLike(t));
        };
    }

    private static Tensor rootOfUnitDifference(Tensor x) {
        return unary(UnaryFunction.RSQRT, unitDifference(x));
    }

    /** 1−x²: as a product with the digits of 1−x near ±1, as a difference with those of its derivative near 0. */
    private static Tensor unitDifference(Tensor x) {
        Tensor product = Tensors.minus(1, x).times(x.plus(1));
        return select(x.abs().lt(0.5), Tensors.minus(1, x.square()), product);
    }

    private static Tensor hypot(Tensor x, Tensor y) {
        return binary(BinaryFunction.HYPOT, x, y);
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
            case FLOOR_DIVIDE, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT -> null;
            case MODULO -> remainder(binary(BinaryFunction.FLOOR_DIVIDE, x, y), tx, ty);
            case REMAINDER -> remainder(unary(UnaryFunction.ROUND, x.minus(out).div(y)), tx, ty);
            case COPYSIGN ->
                tx == null ? null : scale(tx, x.sign().times(binary(BinaryFunction.COPYSIGN, Tensors.onesLike(y), y)));
            case ATAN2 ->
                add(
                        tx == null ? null : scale(tx, y.div(hypot(x, y)).div(hypot(x, y))),
                        ty == null
                                ? null
                                : scale(ty, x.div(hypot(x, y)).div(hypot(x, y)).unaryMinus()));
            case HYPOT ->
                add(tx == null ? null : scale(tx, share(x, out)), ty == null ? null : scale(ty, share(y, out)));
            case XLOGY -> logProduct(x, y, y.log(), tx, ty);
            case XLOG1PY -> logProduct(x, y.plus(1), y.log1p(), tx, ty);
            case LOGADDEXP -> logaddexp(x, y, tx, ty);
            case BETA, LBETA, GAMMAINC, GAMMAINCC, GAMMA_DENSITY -> SpecialJvp.binary(f, x, y, out, tx, ty);
        };
    }

    /** The derivative of x − y·q with a whole number q. */
    private static Tensor remainder(Tensor q, Tensor tx, Tensor ty) {
        return add(tx, ty == null ? null : scale(ty, q.unaryMinus()));
    }

    /** x/√(x²+y²), by convention 0 where that is 0/0. */
    private static Tensor share(Tensor x, Tensor length) {
        return select(length.eq(0), Tensors.zerosLike(x), x.div(length));
    }

    /** The derivative of x·log y: in y it is x/y, also where that is 0/0. */
    private static Tensor logProduct(Tensor x, Tensor y, Tensor log, Tensor tx, Tensor ty) {
        Tensor share = binary(BinaryFunction.ANNIHILATE, x, unary(UnaryFunction.RECIPROCAL, y));
        return add(tx == null ? null : scale(tx, log), ty == null ? null : scale(ty, share));
    }

    /** ∂x: the logistic function of x−y, where −∞ − −∞ and ∞ − ∞ count as 0. */
    private static Tensor logaddexp(Tensor x, Tensor y, Tensor tx, Tensor ty) {
        Tensor infinite = x.abs().eq(Double.POSITIVE_INFINITY);
        Tensor d = select(x.eq(y).and(infinite), Tensors.zerosLike(x), x.minus(y));
        return add(
                tx == null ? null : scale(tx, Tensors.sigmoid(d)),
                ty == null ? null : scale(ty, Tensors.sigmoid(d.unaryMinus())));
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
