package org.gradus.kernel;

/**
 * A binary floating-point format narrower than float, to whose values {@link Rounding#roundTo} rounds. All have a sign,
 * subnormal numbers and signed zeros.
 */
public enum FloatFormat {
    /** IEEE 754 binary16: 5 exponent bits, 11 significant bits, to 65504; overflow gives infinity. */
    FLOAT16(11, -14, 65504, Double.POSITIVE_INFINITY),
    /** bfloat16, the upper half of a float: 8 exponent bits, 8 significant bits; overflow gives infinity. */
    BFLOAT16(8, -126, 0x1.fep127, Double.POSITIVE_INFINITY),
    /**
     * FP8 E4M3 of the OCP 8-bit floating point specification: 4 exponent bits, 4 significant bits, to 448. It has NaN but no
     * infinity, so overflow and infinity give NaN.
     */
    FLOAT8_E4M3FN(4, -6, 448, Double.NaN),
    /** FP8 E5M2 of the same specification: 5 exponent bits, 3 significant bits, to 57344; overflow gives infinity. */
    FLOAT8_E5M2(3, -14, 57344, Double.POSITIVE_INFINITY),
    /**
     * FP4 E2M1 of the OCP microscaling specification: 0, ½, 1, 1½, 2, 3, 4, 6 and their negatives. It has neither NaN nor
     * infinity: overflow and infinity give the largest value.
     */
    FLOAT4_E2M1FN(2, 0, 6, 6);

    private final int significantBits;
    private final int minExponent;
    private final double maxValue;
    private final double overflow;

    FloatFormat(int significantBits, int minExponent, double maxValue, double overflow) {
        this.significantBits = significantBits;
        this.minExponent = minExponent;
        this.maxValue = maxValue;
        this.overflow = overflow;
    }

    /**
     * The number of significant bits of a normal value, with the leading one.
     *
     * @return p, so that neighbors differ by 2^(1-p) relative to the power of two below
     */
    public int significantBits() {
        return significantBits;
    }

    /**
     * The exponent of the smallest normal value.
     *
     * @return e, so that 2^e is the smallest normal and 2^(e+1-p) the smallest positive value
     */
    public int minExponent() {
        return minExponent;
    }

    /**
     * The largest finite value.
     *
     * @return that value, exact in double
     */
    public double maxValue() {
        return maxValue;
    }

    /**
     * What a positive number too large for the format becomes, infinity included.
     *
     * @return ∞, NaN, or the largest value, by the format
     */
    public double overflow() {
        return overflow;
    }
}
