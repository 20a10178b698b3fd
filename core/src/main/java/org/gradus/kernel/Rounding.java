package org.gradus.kernel;

/** Rounding to integers and to the values of narrower floating-point formats. All results are exact. */
public final class Rounding {
    private Rounding() {}

    /**
     * The nearest integer, the even one of two as near.
     *
     * @param x the argument
     * @return the integer, with the sign of x if 0; infinities and NaN are returned as they are
     */
    public static double round(double x) {
        return Math.rint(x);
    }

    /**
     * The largest integer not above x.
     *
     * @param x the argument
     * @return the integer; -0 for -0; infinities and NaN are returned as they are
     */
    public static double floor(double x) {
        return Math.floor(x);
    }

    /**
     * The smallest integer not below x.
     *
     * @param x the argument
     * @return the integer, -0 for -1 &lt; x ≤ -0; infinities and NaN are returned as they are
     */
    public static double ceil(double x) {
        return Math.ceil(x);
    }

    /**
     * The integer part, towards zero.
     *
     * @param x the argument
     * @return the integer, with the sign of x if 0; infinities and NaN are returned as they are
     */
    public static double trunc(double x) {
        return Math.copySign(Math.floor(Math.abs(x)), x);
    }

    /**
     * The value of a format nearest to x, the one with an even significand of two as near: what a conversion to the format
     * and back gives. It is rounded once, from double, so the result for a float is that of a conversion from float.
     *
     * <p>Beyond the largest value the exponent range is thought to go on: what would round above the largest value becomes
     * {@link FloatFormat#overflow}, as in the conversions of ml_dtypes, JAX and PyTorch, which do not saturate. So for
     * {@code FLOAT8_E4M3FN} 464 gives 448 and 464.1 gives NaN. {@link #roundToSaturating} is the saturating conversion.
     *
     * @param x the argument
     * @param format the format
     * @return the nearest value, with the sign of x also if 0; NaN for NaN, also where the format has no NaN, so that no
     *     error is hidden
     */
    public static double roundTo(double x, FloatFormat format) {
        double size = rounded(x, format);
        return Math.copySign(size > format.maxValue() ? format.overflow() : size, x);
    }

    /**
     * As {@link #roundTo}, but numbers beyond the largest value and infinities give the largest value: the saturating
     * conversion of the OCP 8-bit floating point specification.
     *
     * @param x the argument
     * @param format the format
     * @return the nearest finite value, with the sign of x also if 0; NaN for NaN
     */
    public static double roundToSaturating(double x, FloatFormat format) {
        return Math.copySign(Math.min(rounded(x, format), format.maxValue()), x);
    }

    /** |x| to the significant bits and the least exponent of a format, without a largest exponent. */
    private static double rounded(double x, FloatFormat format) {
        double size = Math.abs(x);
        if (!(size <= 2 * format.maxValue())) {
            return size;
        }
        int exponent = Math.max(Math.getExponent(size), format.minExponent()) - (format.significantBits() - 1);
        return Math.rint(size * Elementary.powerOfTwo(-exponent)) * Elementary.powerOfTwo(exponent);
    }
}
