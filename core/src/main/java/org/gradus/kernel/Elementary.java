package org.gradus.kernel;

/**
 * The elementary functions of one number, in double, with the same bits on every JVM and CPU.
 *
 * <p>{@link Math} may give other bits interpreted than compiled, and other bits from one CPU to the next; these
 * functions are argument reduction and a near-minimax polynomial, made of IEEE operations and fused multiply-adds
 * alone, without tables and without loops, so a vector form of the same steps gives the same bits. Largest errors seen
 * over more than 10^5 points each are given with each function in ulps (units in the last place) of the double result.
 *
 * <p>They need a CPU with fused multiply-add (x86-64 since 2013, every 64-bit ARM); without it they give the same bits,
 * slowly. {@link ElementaryLoops} are the faster form over arrays.
 *
 * <p>The f32 result of any of them is the double result rounded to float; it is exact to 0.5000001 ulp of float.
 */
public final class Elementary {
    static final double MAGIC = 0x1.8p52; // adding it rounds to an integer, in the low bits of the sum
    static final double LOG2_E = 0x1.71547652b82fep+0;
    static final double LN2_HIGH = 0x1.62e42fefa2000p-1; // 40 bits: products with exponents are exact
    static final double LN2_LOW = 0x1.9ef35793c7673p-41;
    static final double TINY = 0x1p-54; // f(x) = x to the last bit below it, for expm1, log1p, tanh

    private Elementary() {}

    /**
     * e^x. Error at most 0.9 ulp (also of subnormal results).
     *
     * @param x the argument
     * @return e^x; ∞ above 709.78, 0 below -745.13
     */
    public static double exp(double x) {
        double a = x > 710 ? 710 : x < -746 ? -746 : x;
        double t = Math.fma(a, LOG2_E, MAGIC);
        int k = (int) Double.doubleToRawLongBits(t);
        double kd = t - MAGIC;
        double high = Math.fma(-kd, LN2_HIGH, a);
        double r = Math.fma(-kd, LN2_LOW, high);
        double c = Math.fma(-kd, LN2_LOW, high - r);
        double y = 1 + (r + Math.fma(r * r, expTail(r), c));
        int half = k >> 1;
        return y * powerOfTwo(half) * powerOfTwo(k - half);
    }

    /** (e^r - 1 - r) / r², |r| ≤ ln(2)/2, to 2^-58. */
    static double expTail(double r) {
        double z = r * r;
        double even = Math.fma(z, 0x1.1f730349868cep-29, 0x1.27e4db646b17ep-22);
        even = Math.fma(z, even, 0x1.a01a01a6d889cp-16);
        even = Math.fma(z, even, 0x1.6c16c16c162d4p-10);
        even = Math.fma(z, even, 0x1.5555555555556p-5);
        even = Math.fma(z, even, 0.5);
        double odd = Math.fma(z, 0x1.af4de97ca4194p-26, 0x1.71de0231960ebp-19);
        odd = Math.fma(z, odd, 0x1.a01a01abe7fe1p-13);
        odd = Math.fma(z, odd, 0x1.11111111100dcp-7);
        odd = Math.fma(z, odd, 0x1.5555555555557p-3);
        return Math.fma(r, odd, even);
    }

    /** 2^k for -1022 ≤ k ≤ 1023. */
    static double powerOfTwo(int k) {
        return Double.longBitsToDouble((k + 1023L) << 52);
    }

    /**
     * e^x - 1, exact near 0. Error at most 1.0 ulp.
     *
     * @param x the argument
     * @return e^x - 1; -0 for -0
     */
    public static double expm1(double x) {
        if (Math.abs(x) < TINY) {
            return x;
        }
        double a = x > 710 ? 710 : x < -60 ? -60 : x;
        double t = Math.fma(a, LOG2_E, MAGIC);
        int k = (int) Double.doubleToRawLongBits(t);
        double kd = t - MAGIC;
        double high = Math.fma(-kd, LN2_HIGH, a);
        double r = Math.fma(-kd, LN2_LOW, high);
        double c = Math.fma(-kd, LN2_LOW, high - r);
        // 2^k (1 - 2^-k + r + tail), the first sum with its rounding error kept in e.
        double b = 1 - powerOfTwo(-Math.min(k, 60));
        double s = b + r;
        double e = r - (s - b);
        double y = s + (e + (expm1Tail(r) + c));
        int half = k >> 1;
        return y * powerOfTwo(half) * powerOfTwo(k - half);
    }

    /** e^r - 1 - r, |r| ≤ ln(2)/2, to 2^-57 of r²/2. */
    static double expm1Tail(double r) {
        double z = r * r;
        double even = Math.fma(z, 0x1.af38a9b0ec855p-26, 0x1.71de0dae63bb3p-19);
        even = Math.fma(z, even, 0x1.a01a01a7c41d5p-13);
        even = Math.fma(z, even, 0x1.11111111109b3p-7);
        even = Math.fma(z, even, 0x1.5555555555556p-3);
        double odd = Math.fma(z, 0x1.1f66df7fca49fp-29, 0x1.27e4e1f48534fp-22);
        odd = Math.fma(z, odd, 0x1.a01a01a47b054p-16);
        odd = Math.fma(z, odd, 0x1.6c16c16c167e1p-10);
        odd = Math.fma(z, odd, 0x1.5555555555555p-5);
        return Math.fma(r * z, Math.fma(r, odd, even), 0.5 * z);
    }

    /**
     * Natural logarithm. Error at most 1.0 ulp.
     *
     * @param x the argument
     * @return ln x; -∞ for ±0, NaN below 0
     */
    public static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x < Double.POSITIVE_INFINITY)) {
            return logOfSpecial(x);
        }
        return logOfNormal(x, 0);
    }

    private static double logOfSpecial(double x) {
        if (x > 0) {
            return x < Double.MIN_NORMAL ? logOfNormal(x * 0x1p54, -54) : x;
        }
        return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }

    static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

    private static double logOfNormal(double x, int exponent) {
        long bits = Double.doubleToRawLongBits(x);
        long k = (bits - SQRT_HALF_BITS) >> 52; // x = 2^k m with m in [√½, √2)
        double f = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double kd = (int) k + exponent;
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double rest = Math.fma(s, half + logTail(s), kd * LN2_LOW);
        return Math.fma(kd, LN2_HIGH, f - (half - rest));
    }

    /** (ln((1+s)/(1-s)) - 2s) / s, |s| ≤ 3 - 2√2, to 2^-51 of s². */
    static double logTail(double s) {
        double z = s * s;
        double w = z * z;
        double even = Math.fma(w, 0x1.2b59b713616c9p-3, 0x1.7462b58e46ebep-3);
        even = Math.fma(w, even, 0x1.2492492df3ba9p-2);
        even = Math.fma(w, even, 0x1.5555555555558p-1);
        double odd = Math.fma(w, 0x1.39fe42e9740a7p-3, 0x1.c71c62e26208bp-3);
        odd = Math.fma(w, odd, 0x1.99999999952ccp-2);
        return z * Math.fma(z, odd, even);
    }

    /**
     * ln(1 + x), exact near 0. Error at most 1.1 ulp.
     *
     * @param x the argument
     * @return ln(1 + x); -0 for -0, -∞ for -1, NaN below -1
     */
    public static double log1p(double x) {
        if (!(x > -1 && x < Double.POSITIVE_INFINITY)) {
            return x == -1 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
        }
        if (Math.abs(x) < TINY) {
            return x;
        }
        double u = 1 + x;
        double back = u - 1;
        double lost = (1 - (u - back)) + (x - back); // 1 + x = u + lost exactly
        long bits = Double.doubleToRawLongBits(u);
        long k = (bits - SQRT_HALF_BITS) >> 52;
        double m = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double c = lost * powerOfTwo(-Math.min((int) k, 1023));
        double f = m + c;
        double low = c - (f - m);
        double kd = (int) k;
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double rest = Math.fma(s, half + logTail(s), Math.fma(kd, LN2_LOW, low * (1 - f)));
        return Math.fma(kd, LN2_HIGH, f - (half - rest));
    }

    /**
     * Hyperbolic tangent. Error at most 0.8 ulp.
     *
     * @param x the argument
     * @return tanh x; -0 for -0
     */
    public static double tanh(double x) {
        double size = Math.abs(x);
        if (size < TINY) {
            return x;
        }
        double a = size > 22 ? 44 : 2 * size;
        double t = Math.fma(a, LOG2_E, MAGIC);
        int k = (int) Double.doubleToRawLongBits(t);
        double kd = t - MAGIC;
        double high = Math.fma(-kd, LN2_HIGH, a);
        double r = Math.fma(-kd, LN2_LOW, high);
        double c = Math.fma(-kd, LN2_LOW, high - r);
        double b = 1 - powerOfTwo(-k);
        double s = b + r;
        double rest = (r - (s - b)) + (expm1Tail(r) + c);
        double scale = powerOfTwo(k);
        double y = s + rest;
        double n = y * scale; // n + nLow = e^2|x| - 1
        double nLow = ((s - y) + rest) * scale;
        double d = n + 2;
        double dBack = d - n;
        double dLow = (n - (d - dBack)) + (2 - dBack) + nLow;
        double inverse = 1 / d;
        double q = n * inverse;
        double remainder = Math.fma(-q, d, n) + Math.fma(-q, dLow, nLow);
        return Math.copySign(Math.fma(remainder, inverse, q), x);
    }

    /**
     * The logistic function 1 / (1 + e^-x), without overflow. Error at most 1.5 ulp.
     *
     * @param x the argument
     * @return a number of [0, 1]
     */
    public static double sigmoid(double x) {
        double z = exp(-Math.abs(x));
        double d = 1 + z;
        double dLow = z - (d - 1);
        double n = x < 0 ? z : 1;
        double inverse = 1 / d;
        double q = n * inverse;
        double remainder = Math.fma(-q, dLow, Math.fma(-q, d, n));
        return Math.fma(remainder, inverse, q);
    }

    /**
     * ln(1 + e^x), without overflow: max(x, 0) + ln(1 + e^-|x|). Error at most 2 ulp.
     *
     * @param x the argument
     * @return a number of [0, ∞]
     */
    public static double softplus(double x) {
        return (x > 0 ? x : 0) + log1p(exp(-Math.abs(x)));
    }

    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    // π/2 in four parts; products of the first three with numbers below 2^20 are exact.
    private static final double HALF_PI_1 = 0x1.921fb54400000p+0;
    private static final double HALF_PI_2 = 0x1.0b4611a600000p-34;
    private static final double HALF_PI_3 = 0x1.3198a2e000000p-69;
    private static final double HALF_PI_4 = 0x1.b839a252049c1p-104;
    static final double LARGEST_ANGLE = 0x1p20;
    private static final OfReduced SIN = Elementary::sinOfReduced;
    private static final OfReduced COS = (angle, low, quadrant) -> sinOfReduced(angle, low, quadrant + 1);

    /**
     * Sine of an angle in radians. Error at most 0.8 ulp to |x| = 2^20; beyond, {@link StrictMath#sin} (1 ulp).
     *
     * @param x the angle
     * @return sin x; -0 for -0, NaN for ±∞
     */
    public static double sin(double x) {
        if (Math.abs(x) < 0x1p-27) {
            return x;
        }
        return Math.abs(x) <= LARGEST_ANGLE ? reduced(x, SIN) : StrictMath.sin(x);
    }

    /**
     * Cosine of an angle in radians. Error at most 0.8 ulp to |x| = 2^20; beyond, {@link StrictMath#cos} (1 ulp).
     *
     * @param x the angle
     * @return cos x; NaN for ±∞
     */
    public static double cos(double x) {
        return Math.abs(x) <= LARGEST_ANGLE ? reduced(x, COS) : StrictMath.cos(x);
    }

    /** A function of quadrant·π/2 + angle + low, |angle| ≤ π/4. */
    interface OfReduced {
        double apply(double angle, double low, int quadrant);
    }

    /** f of the angle x, |x| ≤ {@link #LARGEST_ANGLE}, brought near 0. */
    static double reduced(double x, OfReduced f) {
        double t = Math.fma(x, TWO_OVER_PI, MAGIC);
        double k = t - MAGIC;
        double first = Math.fma(-k, HALF_PI_1, x); // exact
        double part = k * HALF_PI_2;
        double sum = first - part;
        double back = sum - first;
        double lost = (first - (sum - back)) - (part + back);
        part = k * HALF_PI_3;
        double r = sum - part;
        back = r - sum;
        lost += (sum - (r - back)) - (part + back);
        double low = Math.fma(-k, HALF_PI_4, lost);
        double angle = r + low;
        low += r - angle;
        return f.apply(angle, low, (int) Double.doubleToRawLongBits(t));
    }

    private static double sinOfReduced(double angle, double low, int quadrant) {
        double z = angle * angle;
        double value = (quadrant & 1) == 0 ? sinNearZero(angle, z, low) : cosNearZero(angle, z, low);
        return (quadrant & 2) == 0 ? value : -value;
    }

    /** sin(x + low), |x| ≤ π/4, z = x². */
    private static double sinNearZero(double x, double z, double low) {
        return x + Math.fma(z * x, sinTail(z), Math.fma(-0.5 * z, low, low));
    }

    /** (sin x - x) / x³, z = x² ≤ (π/4)². */
    static double sinTail(double z) {
        double p = Math.fma(z, 0x1.5e0a4fc16be59p-33, -0x1.ae6008d114485p-26);
        p = Math.fma(z, p, 0x1.71de37946ed6dp-19);
        p = Math.fma(z, p, -0x1.a01a019e820aep-13);
        p = Math.fma(z, p, 0x1.1111111110babp-7);
        return Math.fma(z, p, -0x1.5555555555555p-3);
    }

    /** cos(x + low), |x| ≤ π/4, z = x². */
    private static double cosNearZero(double x, double z, double low) {
        double half = 0.5 * z;
        double w = 1 - half;
        double lost = (1 - w) - half - Math.fma(0.5 * x, x, -half);
        return w + (lost + Math.fma(z * z, cosTail(z), -x * low));
    }

    /** (cos x - 1 + x²/2) / x⁴, z = x² ≤ (π/4)². */
    static double cosTail(double z) {
        double p = Math.fma(z, -0x1.907cd8ff5ede7p-37, 0x1.1eeb67d026ec6p-29);
        p = Math.fma(z, p, -0x1.27e4fa16cc2d1p-22);
        p = Math.fma(z, p, 0x1.a01a019f4ddfdp-16);
        p = Math.fma(z, p, -0x1.6c16c16c16963p-10);
        return Math.fma(z, p, 0x1.5555555555555p-5);
    }

    /**
     * The inverse of the standard normal distribution function: the number below which a standard normal variable
     * falls with probability p. Relative error about 1e-15. Source: Wichura, Algorithm AS 241 (PPND16), Applied
     * Statistics 37, 1988.
     *
     * @param p a probability
     * @return the quantile; -∞ for 0, ∞ for 1, NaN outside [0, 1]
     */
    public static double normalQuantile(double p) {
        return NormalQuantile.of(p);
    }

    /**
     * Square root, correctly rounded.
     *
     * @param x the argument
     * @return √x; -0 for -0, NaN below 0
     */
    public static double sqrt(double x) {
        return Math.sqrt(x);
    }

    /**
     * Magnitude.
     *
     * @param x the argument
     * @return |x|
     */
    public static double abs(double x) {
        return Math.abs(x);
    }

    /**
     * Sign: ±1, and the argument itself for ±0 and NaN.
     *
     * @param x the argument
     * @return the sign
     */
    public static double sign(double x) {
        return Math.signum(x);
    }

    /**
     * x^y, by {@link StrictMath#pow}: the same bits everywhere, within 1 ulp; x·x for y = 2. It branches on its
     * arguments, so no vector form is planned. Powers of ±1 are those of IEEE 754 and C, which Java's differ from.
     *
     * @param x the base
     * @param y the exponent
     * @return x^y; 1 for y = ±0, for x = 1 whatever y is, and for x = -1 and an infinite y; NaN for a negative base and an
     *     exponent that is no integer
     */
    public static double pow(double x, double y) {
        return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : StrictMath.pow(x, y);
    }

    /**
     * The larger of two numbers.
     *
     * @param x one
     * @param y the other
     * @return the larger, NaN if either is NaN; +0 is larger than -0
     */
    public static double max(double x, double y) {
        return Math.max(x, y);
    }

    /**
     * The smaller of two numbers.
     *
     * @param x one
     * @param y the other
     * @return the smaller, NaN if either is NaN; -0 is smaller than +0
     */
    public static double min(double x, double y) {
        return Math.min(x, y);
    }

    /**
     * The product in which zero annihilates: 0·∞ = 0·NaN = 0, as derivative programs need. Of finite factors it has the
     * bits of the plain product, so that a derivative may use either.
     *
     * @param x one factor
     * @param y the other
     * @return x·y, but +0 where that is NaN and either factor is ±0
     */
    public static double annihilatingMultiply(double x, double y) {
        double product = x * y;
        return Double.isNaN(product) && (x == 0 || y == 0) ? 0 : product;
    }
}
