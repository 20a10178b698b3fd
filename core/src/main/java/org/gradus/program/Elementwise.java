package org.gradus.program;

import java.util.Locale;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.error.ArgumentException;

/** Operations element by element; all operands have the same shape. */
public sealed interface Elementwise extends Op {

    /** Functions of one number. */
    enum UnaryFunction {
        /** −x. */
        NEGATE,
        /** |x|, with derivative 0 at 0. */
        ABS,
        /** −1, 0 or 1; derivative 0. */
        SIGN,
        /** √x. */
        SQRT,
        /** 1/√x. */
        RSQRT,
        /** ∛x, also of negative numbers. */
        CBRT,
        /** 1/x. */
        RECIPROCAL,
        /** x². */
        SQUARE,
        /** eˣ. */
        EXP,
        /** 2ˣ. */
        EXP2,
        /** eˣ−1, exact near 0. */
        EXPM1,
        /** Natural logarithm. */
        LOG,
        /** Logarithm to base 2. */
        LOG2,
        /** Logarithm to base 10. */
        LOG10,
        /** log(1+x), exact near 0. */
        LOG1P,
        /** Sine of an angle in radians. */
        SIN,
        /** Cosine of an angle in radians. */
        COS,
        /** Tangent of an angle in radians. */
        TAN,
        /** Inverse sine, an angle in [−π/2, π/2]. */
        ASIN,
        /** Inverse cosine, an angle in [0, π]. */
        ACOS,
        /** Inverse tangent, an angle in [−π/2, π/2]. */
        ATAN,
        /** Hyperbolic sine. */
        SINH,
        /** Hyperbolic cosine. */
        COSH,
        /** Hyperbolic tangent. */
        TANH,
        /** Inverse hyperbolic sine. */
        ASINH,
        /** Inverse hyperbolic cosine, not negative. */
        ACOSH,
        /** Inverse hyperbolic tangent. */
        ATANH,
        /** The largest integer not above x; derivative 0. */
        FLOOR,
        /** The smallest integer not below x; derivative 0. */
        CEIL,
        /** The nearest integer, the even one of two; derivative 0. */
        ROUND,
        /** The integer part, towards zero; derivative 0. */
        TRUNC,
        /** 1/(1+e⁻ˣ), without overflow. */
        SIGMOID,
        /** log(1+eˣ), without overflow. */
        SOFTPLUS,
        /** max(x, 0), with derivative 0 at 0. */
        RELU,
        /** x itself, with derivative 0 by the caller's wish. */
        STOP_GRADIENT,
        /** Logical not; of whole numbers, not bit by bit. */
        NOT
    }

    /** Special functions and activations of one number, all real functions. */
    enum SpecialFunction {
        /** log(x/(1−x)), the inverse of the logistic function, exact near ½. */
        LOGIT,
        /** x/(1+e⁻ˣ). */
        SILU,
        /** x·Φ(x) with the distribution function Φ of the standard normal distribution. */
        GELU,
        /** x·tanh(log(1+eˣ)). */
        MISH,
        /** x/(1+|x|). */
        SOFTSIGN,
        /** Error function. */
        ERF,
        /** 1−erf x, exact in the right tail. */
        ERFC,
        /** Inverse of the error function. */
        ERFINV,
        /** Inverse of the complementary error function. */
        ERFCINV,
        /** Distribution function of the standard normal distribution. */
        NORMAL_CDF,
        /** Its logarithm, without underflow. */
        LOG_NORMAL_CDF,
        /** Its inverse. */
        NORMAL_QUANTILE,
        /** log|Γ(x)|. */
        LGAMMA
    }

    /** Functions whose derivatives of every order are functions of their own, because no formula keeps their digits. */
    enum OrderedFunction {
        /** ψ, the derivative of log|Γ|; its derivative of order n is the polygamma function ψ⁽ⁿ⁾. */
        POLYGAMMA,
        /** sin(πx)/(πx), 1 at 0. */
        SINC,
        /** e^(x²)·erfc x. */
        ERFCX
    }

    /** Functions of two numbers. */
    enum BinaryFunction {
        /** x+y. */
        ADD,
        /** x−y. */
        SUBTRACT,
        /** x·y. */
        MULTIPLY,
        /** x·y, but 0·∞ = 0·NaN = 0; the product of derivative programs, with the bits of x·y for finite factors. */
        ANNIHILATE,
        /** x/y. */
        DIVIDE,
        /** xʸ. */
        POWER,
        /** The larger; half the derivative each when equal. */
        MAXIMUM,
        /** The smaller; half the derivative each when equal. */
        MINIMUM,
        /** ⌊x/y⌋; for whole numbers 0 when y is 0; derivative 0. */
        FLOOR_DIVIDE,
        /** x−y·⌊x/y⌋, with the sign of y; for whole numbers 0 when y is 0. */
        MODULO,
        /** What is left of x after division by y towards zero, with the sign of x; for whole numbers 0 when y is 0. */
        REMAINDER,
        /** |x| with the sign of y. */
        COPYSIGN,
        /** The angle of the point of ordinate x and abscissa y. */
        ATAN2,
        /** √(x²+y²), with derivative 0 where both are 0. */
        HYPOT,
        /** log(eˣ+eʸ), without overflow. */
        LOGADDEXP,
        /** x·log y, 0 for x = 0 unless y is NaN. */
        XLOGY,
        /** x·log(1+y), 0 for x = 0 unless y is NaN. */
        XLOG1PY,
        /** The beta function B(x, y) of positive numbers. */
        BETA,
        /** log B(x, y) with the beta function B, of positive numbers. */
        LBETA,
        /** The regularized lower incomplete gamma function P(x, y), without derivative in x. */
        GAMMAINC,
        /** The regularized upper incomplete gamma function Q(x, y) = 1−P(x, y), without derivative in x. */
        GAMMAINCC,
        /** The derivative of P(x, y) in y: the density of the gamma distribution of shape x at y. */
        GAMMA_DENSITY,
        /** Logical and; of whole numbers, bit by bit. */
        AND,
        /** Logical or; of whole numbers, bit by bit. */
        OR,
        /** Logical exclusive or; of whole numbers, bit by bit. */
        XOR,
        /** x·2ʸ of whole numbers, the upper bits lost; 0 where y is negative or at least the number of bits. */
        SHIFT_LEFT,
        /** ⌊x/2ʸ⌋ of whole numbers; −1 or 0 by the sign where y is negative or at least the number of bits. */
        SHIFT_RIGHT
    }

    /** Functions of three numbers. */
    enum TernaryFunction {
        /** min(max(x, y), z); the derivative is of x from y to z, both included. */
        CLAMP,
        /** The regularized incomplete beta function I_z(x, y), without derivatives in x and y. */
        BETAINC,
        /** 1−I_z(x, y), without derivatives in x and y. */
        BETAINCC,
        /** The derivative of I_z(x, y) in z: the density of the beta distribution of shapes x and y at z. */
        BETA_DENSITY
    }

    /** Comparisons of two numbers; false when either is NaN, but for {@code NE}. */
    enum Comparison {
        /** x = y. */
        EQ,
        /** x ≠ y. */
        NE,
        /** x &lt; y. */
        LT,
        /** x ≤ y. */
        LE,
        /** x &gt; y. */
        GT,
        /** x ≥ y. */
        GE
    }

    /**
     * A function of one number.
     *
     * @param function which
     */
    record Unary(UnaryFunction function) implements Elementwise {
        @Override
        public String mnemonic() {
            return lower(function);
        }
    }

    /**
     * A special function of one real number.
     *
     * @param function which
     */
    record Special(SpecialFunction function) implements Elementwise {
        @Override
        public String mnemonic() {
            return lower(function);
        }
    }

    /**
     * A derivative of a function of one real number.
     *
     * @param function which
     * @param order the order of the derivative, 0 for the function itself
     */
    record Ordered(OrderedFunction function, int order) implements Elementwise {
        /** Refuses a negative order. */
        public Ordered {
            if (order < 0) {
                throw new ArgumentException(
                        lower(function) + ": there is no derivative of order " + order, "give an order of 0 or more");
            }
        }

        @Override
        public String mnemonic() {
            return lower(function);
        }

        @Override
        public String attributes() {
            return "order=" + order;
        }
    }

    /**
     * Rounding to the values of a narrower floating-point format, ties to even; the element type stays. Derivative 0.
     *
     * @param format the format
     * @param saturating whether what is too large becomes the largest value
     */
    record RoundTo(NarrowFormat format, boolean saturating) implements Elementwise {
        @Override
        public String mnemonic() {
            return "round_to";
        }

        @Override
        public String attributes() {
            return lower(format) + (saturating ? " saturating" : "");
        }
    }

    /**
     * A function of two numbers of the same element type.
     *
     * @param function which
     */
    record Binary(BinaryFunction function) implements Elementwise {
        @Override
        public String mnemonic() {
            return lower(function);
        }
    }

    /**
     * A function of three numbers of the same element type.
     *
     * @param function which
     */
    record Ternary(TernaryFunction function) implements Elementwise {
        @Override
        public String mnemonic() {
            return lower(function);
        }
    }

    /**
     * A comparison of two numbers of the same element type, giving truth values.
     *
     * @param comparison which
     */
    record Compare(Comparison comparison) implements Elementwise {
        @Override
        public String mnemonic() {
            return lower(comparison);
        }
    }

    /** {@code select(condition, x, y)}: x where the condition holds, else y. */
    record Select() implements Elementwise {
        @Override
        public String mnemonic() {
            return "select";
        }
    }

    /**
     * Conversion to another element type, as Java casts do.
     *
     * @param dtype the new element type
     */
    record Convert(DType dtype) implements Elementwise {
        @Override
        public String mnemonic() {
            return "convert";
        }

        @Override
        public String attributes() {
            return dtype.symbol();
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
