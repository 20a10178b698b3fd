package org.gradus.transform;

import static org.gradus.transform.TensorOps.add;
import static org.gradus.transform.TensorOps.orZeros;
import static org.gradus.transform.TensorOps.scale;
import static org.gradus.transform.TensorOps.select;

import java.util.List;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.OrderedFunction;
import org.gradus.program.Elementwise.SpecialFunction;
import org.gradus.program.Elementwise.TernaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of special functions, activations and functions of three numbers. */
final class SpecialJvp {
    private static final double TWO_OVER_ROOT_PI = 0x1.20dd750429b6dp+0;
    private static final double HALF_ROOT_PI = 0x1.c5bf891b4ef6ap-1;
    private static final double ROOT_TWO_OVER_PI = 0x1.9884533d43651p-1;
    private static final double ROOT_TWO_PI = 0x1.40d931ff62706p+1;
    private static final double ROOT_HALF = 0x1.6a09e667f3bcdp-1;

    private SpecialJvp() {}

    static Tensor special(SpecialFunction f, Tensor x, Tensor out, Tensor t) {
        return switch (f) {
            case LOGIT -> scale(t, reciprocal(productWithRest(x)));
            case SILU -> {
                Tensor s = Tensors.sigmoid(x);
                yield scale(t, s.plus(annihilate(x, s.times(Tensors.sigmoid(x.unaryMinus())))));
            }
            case GELU -> scale(t, apply(SpecialFunction.NORMAL_CDF, x).plus(annihilate(x, normalDensity(x))));
            case MISH -> {
                Tensor s = Tensors.softplus(x);
                // With y = tanh s, 1 − y keeps the digits that y has no place for where it is near 1.
                Tensor rest = Tensors.sigmoid(s.times(-2)).times(2);
                Tensor y = select(x.gt(0), Tensors.minus(1, rest), s.tanh());
                Tensor slope = rest.times(y.plus(1)).times(Tensors.sigmoid(x));
                yield scale(t, y.plus(annihilate(x, slope)));
            }
            case SOFTSIGN -> scale(t, reciprocal(x.abs().plus(1)).square());
            case ERF -> scale(t, x.square().unaryMinus().exp().times(TWO_OVER_ROOT_PI));
            case ERFC -> scale(t, x.square().unaryMinus().exp().times(-TWO_OVER_ROOT_PI));
            case ERFINV -> scale(t, out.square().exp().times(HALF_ROOT_PI));
            case ERFCINV -> scale(t, out.square().exp().times(-HALF_ROOT_PI));
            case NORMAL_CDF -> scale(t, normalDensity(x));
            case LOG_NORMAL_CDF -> scale(t, normalHazard(x));
            case NORMAL_QUANTILE -> scale(t, out.square().times(0.5).exp().times(ROOT_TWO_PI));
            case LGAMMA -> scale(t, digamma(x));
        };
    }

    /** x(1−x), as a difference near ½ for the digits of its derivative. */
    private static Tensor productWithRest(Tensor x) {
        Tensor center = x.minus(0.5).abs().lt(0.25);
        return select(center, x.minus(x.square()), x.times(Tensors.minus(1, x)));
    }

    /** φ/Φ; in the left tail, where both vanish, √(2/π) / erfcx(−x/√2), whose denominator grows too large on the right. */
    private static Tensor normalHazard(Tensor x) {
        Tensor left = Tensors.div(ROOT_TWO_OVER_PI, ordered(OrderedFunction.ERFCX, x.times(-ROOT_HALF)));
        Tensor right = normalDensity(x).div(apply(SpecialFunction.NORMAL_CDF, x));
        return select(x.gt(0), right, left);
    }

    static Tensor binary(BinaryFunction f, Tensor x, Tensor y, Tensor out, Tensor tx, Tensor ty) {
        if (f == BinaryFunction.LBETA) {
            return logBeta(x, y, tx, ty);
        }
        if (f == BinaryFunction.BETA) {
            return scale(logBeta(x, y, tx, ty), out);
        }
        if (tx != null) {
            throw noDerivative(new Elementwise.Binary(f), "its shape, the first operand");
        }
        return switch (f) {
            case GAMMAINC -> scale(ty, gammaDensity(x, y));
            case GAMMAINCC -> scale(ty, gammaDensity(x, y).unaryMinus());
            case GAMMA_DENSITY -> scale(ty, gammaDensitySlope(x, y, out));
            default -> throw new AssertionError(f);
        };
    }

    private static Tensor logBeta(Tensor x, Tensor y, Tensor tx, Tensor ty) {
        Tensor both = digamma(x.plus(y));
        return add(
                tx == null ? null : scale(tx, digamma(x).minus(both)),
                ty == null ? null : scale(ty, digamma(y).minus(both)));
    }

    static Tensor ternary(TernaryFunction f, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        Tensor x = primals.get(0);
        Tensor y = primals.get(1);
        Tensor z = primals.get(2);
        if (f == TernaryFunction.CLAMP) {
            Tensor high = x.gt(z).or(y.gt(z));
            Tensor within = select(x.lt(y), orZeros(tangents.get(1), out), orZeros(tangents.get(0), out));
            return select(high, orZeros(tangents.get(2), out), within);
        }
        if (tangents.get(0) != null || tangents.get(1) != null) {
            throw noDerivative(new Elementwise.Ternary(f), "its shapes, the first two operands");
        }
        Tensor t = tangents.get(2);
        return switch (f) {
            case BETAINC -> scale(t, betaDensity(x, y, z));
            case BETAINCC -> scale(t, betaDensity(x, y, z).unaryMinus());
            case BETA_DENSITY -> scale(t, betaDensitySlope(x, y, z, out));
            case CLAMP -> throw new AssertionError(f);
        };
    }

    private static NotDifferentiableException noDerivative(Elementwise op, String operands) {
        return new NotDifferentiableException(
                op.mnemonic() + ": has no derivative with respect to " + operands,
                "pass the shape as data instead of a differentiated argument, or stop its derivative with"
                        + " stopGradient(shape)");
    }

    /**
     * D·((a−1)/x − 1) with D the density of shape a. At x = 0, where for a > 1 that is 0·∞, the same slope as the difference
     * of the densities of shapes a−1 and a.
     */
    private static Tensor gammaDensitySlope(Tensor a, Tensor x, Tensor density) {
        Tensor less = a.minus(1);
        Tensor slope = annihilate(density, annihilate(less, reciprocal(x)).minus(1));
        Tensor atZero = x.eq(0).and(less.gt(0));
        Tensor shape = select(atZero, less, Tensors.onesLike(a));
        return select(atZero, gammaDensity(shape, x).minus(gammaDensity(a, x)), slope);
    }

    /**
     * D·((a−1)/x − (b−1)/(1−x)) with D the density of shapes a and b. At the ends, where for shapes above 1 that is 0·∞, the
     * same slope as a difference of densities of smaller shapes.
     */
    private static Tensor betaDensitySlope(Tensor a, Tensor b, Tensor x, Tensor density) {
        Tensor one = Tensors.onesLike(a);
        Tensor lessA = a.minus(1);
        Tensor lessB = b.minus(1);
        Tensor rest = Tensors.minus(1, x);
        Tensor slope = annihilate(density, annihilate(lessA, reciprocal(x)).minus(annihilate(lessB, reciprocal(rest))));
        Tensor sum = a.plus(lessB);
        Tensor atZero = x.eq(0).and(lessA.gt(0));
        Tensor atOne = x.eq(1).and(lessB.gt(0));
        Tensor left = betaDensity(select(atZero, lessA, one), b, x).times(sum);
        Tensor right = betaDensity(a, select(atOne, lessB, one), x).times(sum.unaryMinus());
        return select(atZero, left, select(atOne, right, slope));
    }

    private static Tensor normalDensity(Tensor x) {
        return x.square().times(-0.5).exp().times(1 / ROOT_TWO_PI);
    }

    private static Tensor digamma(Tensor x) {
        return ordered(OrderedFunction.POLYGAMMA, x);
    }

    private static Tensor apply(SpecialFunction f, Tensor x) {
        return TensorOps.apply(new Elementwise.Special(f), x);
    }

    private static Tensor ordered(OrderedFunction f, Tensor x) {
        return TensorOps.apply(new Elementwise.Ordered(f, 0), x);
    }

    private static Tensor reciprocal(Tensor x) {
        return TensorOps.unary(UnaryFunction.RECIPROCAL, x);
    }

    private static Tensor annihilate(Tensor x, Tensor y) {
        return TensorOps.binary(BinaryFunction.ANNIHILATE, x, y);
    }

    private static Tensor gammaDensity(Tensor shape, Tensor x) {
        return TensorOps.binary(BinaryFunction.GAMMA_DENSITY, shape, x);
    }

    private static Tensor betaDensity(Tensor a, Tensor b, Tensor x) {
        return TensorOps.apply(new Elementwise.Ternary(TernaryFunction.BETA_DENSITY), a, b, x);
    }
}
