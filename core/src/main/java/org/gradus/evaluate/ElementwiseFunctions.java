package org.gradus.evaluate;

import org.gradus.kernel.Activations;
import org.gradus.kernel.BetaFunction;
import org.gradus.kernel.Division;
import org.gradus.kernel.Elementary;
import org.gradus.kernel.ErrorFunctions;
import org.gradus.kernel.Exponentials;
import org.gradus.kernel.FloatFormat;
import org.gradus.kernel.GammaFunctions;
import org.gradus.kernel.Hyperbolic;
import org.gradus.kernel.IncompleteBeta;
import org.gradus.kernel.IncompleteGamma;
import org.gradus.kernel.InverseErrorFunctions;
import org.gradus.kernel.Loops.DoubleBinary;
import org.gradus.kernel.Loops.DoubleTernary;
import org.gradus.kernel.Loops.DoubleUnary;
import org.gradus.kernel.Loops.LongBinary;
import org.gradus.kernel.Loops.LongUnary;
import org.gradus.kernel.Roots;
import org.gradus.kernel.Rounding;
import org.gradus.kernel.ScaledErrorFunction;
import org.gradus.kernel.Sinc;
import org.gradus.kernel.Trigonometry;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.OrderedFunction;
import org.gradus.program.Elementwise.RoundTo;
import org.gradus.program.Elementwise.SpecialFunction;
import org.gradus.program.Elementwise.TernaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;

/** The kernels' functions of numbers by the names that programs have for them. */
final class ElementwiseFunctions {
    private ElementwiseFunctions() {}

    /** The function behind an operation that has one. */
    static Object of(Elementwise op, boolean real) {
        return switch (op) {
            case Elementwise.Unary(var f) -> real ? real(f) : whole(f);
            case Elementwise.Special(var f) -> special(f);
            case Elementwise.Ordered(var f, int order) -> ordered(f, order);
            case Elementwise.RoundTo r -> roundTo(r);
            case Elementwise.Binary(var f) -> real ? real(f) : whole(f);
            case Elementwise.Ternary(var f) -> real(f);
            case Elementwise.Compare _, Elementwise.Select _, Elementwise.Convert _ -> throw new AssertionError(op);
        };
    }

    /** Functions of a real number; those that the evaluation calls as loops of their own are here for completeness. */
    static DoubleUnary real(UnaryFunction f) {
        return switch (f) {
            case NEGATE -> x -> -x;
            case ABS -> Math::abs;
            case SIGN -> Elementary::sign;
            case SQRT -> Elementary::sqrt;
            case RSQRT -> Roots::rsqrt;
            case CBRT -> Roots::cbrt;
            case RECIPROCAL -> x -> 1 / x;
            case SQUARE -> x -> x * x;
            case EXP -> Elementary::exp;
            case EXP2 -> Exponentials::exp2;
            case EXPM1 -> Elementary::expm1;
            case LOG -> Elementary::log;
            case LOG2 -> Exponentials::log2;
            case LOG10 -> Exponentials::log10;
            case LOG1P -> Elementary::log1p;
            case SIN -> Elementary::sin;
            case COS -> Elementary::cos;
            case TAN -> Trigonometry::tan;
            case ASIN -> Trigonometry::asin;
            case ACOS -> Trigonometry::acos;
            case ATAN -> Trigonometry::atan;
            case SINH -> Hyperbolic::sinh;
            case COSH -> Hyperbolic::cosh;
            case TANH -> Elementary::tanh;
            case ASINH -> Hyperbolic::asinh;
            case ACOSH -> Hyperbolic::acosh;
            case ATANH -> Hyperbolic::atanh;
            case FLOOR -> Rounding::floor;
            case CEIL -> Rounding::ceil;
            case ROUND -> Rounding::round;
            case TRUNC -> Rounding::trunc;
            case SIGMOID -> Elementary::sigmoid;
            case SOFTPLUS -> Elementary::softplus;
            case RELU -> x -> x <= 0 ? 0 : x;
            case STOP_GRADIENT -> x -> x;
            case NOT -> throw new AssertionError(f);
        };
    }

    static LongUnary whole(UnaryFunction f) {
        return switch (f) {
            case NEGATE -> x -> -x;
            case ABS -> Math::abs;
            case SIGN -> Long::signum;
            case SQUARE -> x -> x * x;
            case RELU -> x -> Math.max(x, 0);
            case NOT -> x -> ~x;
            default -> throw new AssertionError(f);
        };
    }

    static DoubleUnary special(SpecialFunction f) {
        return switch (f) {
            case LOGIT -> Activations::logit;
            case SILU -> Activations::silu;
            case GELU -> Activations::gelu;
            case MISH -> Activations::mish;
            case SOFTSIGN -> Activations::softsign;
            case ERF -> ErrorFunctions::erf;
            case ERFC -> ErrorFunctions::erfc;
            case ERFINV -> InverseErrorFunctions::erfinv;
            case ERFCINV -> InverseErrorFunctions::erfcinv;
            case NORMAL_CDF -> ErrorFunctions::normalCdf;
            case LOG_NORMAL_CDF -> ErrorFunctions::logNormalCdf;
            case NORMAL_QUANTILE -> Elementary::normalQuantile;
            case LGAMMA -> GammaFunctions::lgamma;
        };
    }

    static DoubleUnary ordered(OrderedFunction f, int order) {
        return switch (f) {
            case POLYGAMMA -> x -> GammaFunctions.polygamma(order, x);
            case SINC -> x -> Sinc.derivative(order, x);
            case ERFCX -> x -> ScaledErrorFunction.derivative(order, x);
        };
    }

    static DoubleUnary roundTo(RoundTo op) {
        FloatFormat format = switch (op.format()) {
            case FLOAT16 -> FloatFormat.FLOAT16;
            case BFLOAT16 -> FloatFormat.BFLOAT16;
            case FLOAT8_E4M3FN -> FloatFormat.FLOAT8_E4M3FN;
            case FLOAT8_E5M2 -> FloatFormat.FLOAT8_E5M2;
            case FLOAT4_E2M1FN -> FloatFormat.FLOAT4_E2M1FN;
        };
        return op.saturating() ? x -> Rounding.roundToSaturating(x, format) : x -> Rounding.roundTo(x, format);
    }

    static DoubleBinary real(BinaryFunction f) {
        return switch (f) {
            case POWER -> Elementary::pow;
            case MAXIMUM -> Elementary::max;
            case MINIMUM -> Elementary::min;
            case FLOOR_DIVIDE -> Division::floorDivide;
            case MODULO -> Division::modulo;
            case REMAINDER -> Division::remainder;
            case COPYSIGN -> Math::copySign;
            case ATAN2 -> Trigonometry::atan2;
            case HYPOT -> Roots::hypot;
            case LOGADDEXP -> Exponentials::logaddexp;
            case XLOGY -> Exponentials::xlogy;
            case XLOG1PY -> Exponentials::xlog1py;
            case BETA -> BetaFunction::beta;
            case LBETA -> BetaFunction::logBeta;
            case GAMMAINC -> IncompleteGamma::gammainc;
            case GAMMAINCC -> IncompleteGamma::gammaincc;
            case GAMMA_DENSITY -> IncompleteGamma::gammaincDerivative;
            case ADD, SUBTRACT, MULTIPLY, ANNIHILATE, DIVIDE, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                throw new AssertionError(f);
        };
    }

    static LongBinary whole(BinaryFunction f) {
        return switch (f) {
            case ADD -> (x, y) -> x + y;
            case SUBTRACT -> (x, y) -> x - y;
            case MULTIPLY -> (x, y) -> x * y;
            case MAXIMUM -> Math::max;
            case MINIMUM -> Math::min;
            case FLOOR_DIVIDE -> Division::floorDivide;
            case MODULO -> Division::modulo;
            case REMAINDER -> Division::remainder;
            case AND -> (x, y) -> x & y;
            case OR -> (x, y) -> x | y;
            case XOR -> (x, y) -> x ^ y;
            case SHIFT_LEFT -> Division::shiftLeft;
            case SHIFT_RIGHT -> Division::shiftRight;
            default -> throw new AssertionError(f);
        };
    }

    static DoubleTernary real(TernaryFunction f) {
        return switch (f) {
            case CLAMP -> (x, low, high) -> Elementary.min(Elementary.max(x, low), high);
            case BETAINC -> IncompleteBeta::betainc;
            case BETAINCC -> IncompleteBeta::betaincc;
            case BETA_DENSITY -> IncompleteBeta::betaincDerivative;
        };
    }
}
