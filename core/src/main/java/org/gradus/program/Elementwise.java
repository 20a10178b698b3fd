package org.gradus.program;

import java.util.Locale;
import org.gradus.array.DType;

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
        /** 1/x. */
        RECIPROCAL,
        /** x². */
        SQUARE,
        /** eˣ. */
        EXP,
        /** eˣ−1, exact near 0. */
        EXPM1,
        /** Natural logarithm. */
        LOG,
        /** log(1+x), exact near 0. */
        LOG1P,
        /** Sine of an angle in radians. */
        SIN,
        /** Cosine of an angle in radians. */
        COS,
        /** Hyperbolic tangent. */
        TANH,
        /** 1/(1+e⁻ˣ), without overflow. */
        SIGMOID,
        /** log(1+eˣ), without overflow. */
        SOFTPLUS,
        /** max(x, 0), with derivative 0 at 0. */
        RELU,
        /** x itself, with derivative 0 by the caller's wish. */
        STOP_GRADIENT,
        /** Logical not. */
        NOT
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
        /** Logical and. */
        AND,
        /** Logical or. */
        OR,
        /** Logical exclusive or. */
        XOR
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
