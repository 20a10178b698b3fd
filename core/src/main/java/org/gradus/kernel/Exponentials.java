package org.gradus.kernel;

import static org.gradus.kernel.Elementary.LN2_HIGH;
import static org.gradus.kernel.Elementary.LN2_LOW;
import static org.gradus.kernel.Elementary.LOG2_E;
import static org.gradus.kernel.Elementary.MAGIC;
import static org.gradus.kernel.Elementary.SQRT_HALF_BITS;
import static org.gradus.kernel.Elementary.powerOfTwo;

/**
 * Exponentials and logarithms to the bases 2 and 10, ln(eˣ + eʸ), and what other kernels need in more than one double.
 *
 * <p>The method is that of {@link Elementary}: argument reduction, a near-minimax polynomial, fused multiply-adds, no
 * tables. The error bounds hold over more than 10^5 seeded points each, against double-double references.
 */
public final class Exponentials {
    private static final double LOG2_E_LOW = 0x1.777d0ffda0d24p-56;
    private static final double LOG10_E = 0x1.bcb7b1526e50ep-2;
    private static final double LOG10_E_LOW = 0x1.95355baaafad3p-57;
    static final double LN2 = 0x1.62e42fefa39efp-1;
    private static final double LN2_REST = 0x1.abc9e3b39803fp-56; // ln 2 - LN2
    private static final double LOG10_2_HIGH = 0x1.34413509f0000p-2; // 37 bits
    private static final double LOG10_2_LOW = 0x1.e7fbcc47c4acdp-40;

    private Exponentials() {}

    /**
     * 2^x. Error at most 0.7 ulp (1 unit of subnormal results); powers of two are exact.
     *
     * @param x the exponent
     * @return 2^x; ∞ from 1024, 0 below -1075
     */
    public static double exp2(double x) {
        double a = x > 1100 ? 1100 : x < -1100 ? -1100 : x;
        double t = a + MAGIC;
        int k = (int) Double.doubleToRawLongBits(t);
        double r = a - (t - MAGIC); // exact
        double high = r * LN2;
        double low = Math.fma(r, LN2_REST, Math.fma(r, LN2, -high));
        return scaled(expOfReduced(high, low), k);
    }

    /** e^(r + low), |r| ≤ 0.3466. */
    private static double expOfReduced(double r, double low) {
        double s = 1 + r;
        double e = r - (s - 1);
        return s + (e + Math.fma(r * r, expTail(r), low));
    }

    /** y·2^k for |k| ≤ 2040, with one rounding. */
    static double scaled(double y, int k) {
        int half = k >> 1;
        return y * powerOfTwo(half) * powerOfTwo(k - half);
    }

    /**
     * (factor + factorLow)·e^(x + low), to about 0.7 ulp, where the low parts are at most the last place of the high
     * ones. The product is formed before it is scaled, so neither of its parts underflows or overflows alone.
     */
    static double scaledExp(double x, double low, double factor, double factorLow) {
        double a = x > 1400 ? 1400 : x < -1400 ? -1400 : x;
        double t = Math.fma(a, LOG2_E, MAGIC);
        int k = (int) Double.doubleToRawLongBits(t);
        double kd = t - MAGIC;
        double high = Math.fma(-kd, LN2_HIGH, a);
        double first = Math.fma(-kd, LN2_LOW, high);
        double c = Math.fma(-kd, LN2_LOW, high - first) + low; // low may be large beside the last place of first
        double r = first + c;
        c += first - r;
        double s = 1 + r;
        double e = (r - (s - 1)) + Math.fma(r * r, expTail(r), c);
        double y = Math.fma(factor, s, Math.fma(factor, e, factorLow * s));
        return scaled(y, k);
    }

    /** (e^r - 1 - r) / r², |r| ≤ ln(2)/2, to 2^-60. */
    private static double expTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.1f9e031e9b9e6p-29, 0x1.27e4bf1d26b2ap-22);
        even = Math.fma(w, even, 0x1.a01a01b4631cp-16);
        even = Math.fma(w, even, 0x1.6c16c16c13547p-10);
        even = Math.fma(w, even, 0x1.555555555555ep-5);
        even = Math.fma(w, even, 0x1.0p-1);
        double odd = Math.fma(w, 0x1.af6cccb05d67fp-26, 0x1.71ddef940db12p-19);
        odd = Math.fma(w, odd, 0x1.a01a01b3baefep-13);
        odd = Math.fma(w, odd, 0x1.111111110ebb3p-7);
        odd = Math.fma(w, odd, 0x1.555555555555cp-3);
        return Math.fma(z, odd, even);
    }

    /**
     * Logarithm to base 2. Error at most 0.7 ulp; exact for powers of two.
     *
     * @param x the argument
     * @return log2 x; -∞ for ±0, NaN below 0
     */
    public static double log2(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return logOfSpecial(x);
        }
        return logOfPositive(x, LOG2_E, LOG2_E_LOW, 1, 0);
    }

    /**
     * Logarithm to base 10. Error at most 0.7 ulp; exact for the powers of ten that are doubles.
     *
     * @param x the argument
     * @return log10 x; -∞ for ±0, NaN below 0
     */
    public static double log10(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return logOfSpecial(x);
        }
        return logOfPositive(x, LOG10_E, LOG10_E_LOW, LOG10_2_HIGH, LOG10_2_LOW);
    }

    private static double logOfSpecial(double x) {
        return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
    }

    /** ln(x) (factor + factorLow), where (unit + unitLow) = ln(2) (factor + factorLow). */
    private static double logOfPositive(double x, double factor, double factorLow, double unit, double unitLow) {
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x);
        long k = (bits - SQRT_HALF_BITS) >> 52; // x = 2^k m with m in [√½, √2)
        double f = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double kd = (int) k - (tiny ? 54 : 0);
        double halfF = 0.5 * f;
        double half = halfF * f;
        double s = f / (2 + f);
        double rest = Math.fma(s, half + logTail(s), -Math.fma(halfF, f, -half));
        double high = f - half; // high + low = ln m
        double low = ((f - high) - half) + rest;
        double p = high * factor;
        double pLow = Math.fma(high, factor, -p) + Math.fma(low, factor, high * factorLow);
        double u = kd * unit; // exact
        double sum = u + p;
        return sum + (((u - sum) + p) + Math.fma(kd, unitLow, pLow));
    }

    /** factor ln(x) + term + termLow for a normal x, with one rounding of the sum where its terms cancel. */
    static double logTimesPlus(double factor, double x, double term, double termLow) {
        long bits = Double.doubleToRawLongBits(x);
        long k = (bits - SQRT_HALF_BITS) >> 52;
        double f = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double kd = (int) k;
        double halfF = 0.5 * f;
        double half = halfF * f;
        double s = f / (2 + f);
        double rest = Math.fma(s, half + logTail(s), -Math.fma(halfF, f, -half));
        double high = f - half;
        double low = ((f - high) - half) + Math.fma(kd, LN2_LOW, rest);
        double p = high * factor;
        double u = kd * LN2_HIGH;
        double q = u * factor;
        double lost = Math.fma(high, factor, -p) + Math.fma(u, factor, -q);
        double sum = q + p;
        double back = sum - q;
        lost += (q - (sum - back)) + (p - back);
        double total = sum + term;
        back = total - sum;
        lost += (sum - (total - back)) + (term - back);
        return total + (lost + Math.fma(low, factor, termLow));
    }

    /** (ln((1+s)/(1-s)) - 2s) / s, |s| ≤ 3 - 2√2. */
    private static double logTail(double s) {
        double z = s * s;
        return 2 * z * atanhTail(z);
    }

    /** (atanh(√z)/√z - 1) / z, to 2^-58. */
    private static double atanhTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.2f08ef9561d2ap-4, 0x1.7466420fe666dp-4);
        even = Math.fma(w, even, 0x1.2492494201d48p-3);
        even = Math.fma(w, even, 0x1.5555555555593p-2);
        double odd = Math.fma(w, 0x1.39a164e057482p-4, 0x1.c71c51fadee36p-4);
        odd = Math.fma(w, odd, 0x1.999999997fcap-3);
        return Math.fma(z, odd, even);
    }

    /** ln(1 + x + low) for -1 < x + low, x < 2^1000, where low is below the last place of x; error about 0.8 ulp. */
    static double log1pOfPair(double x, double low) {
        double u = 1 + x;
        double back = u - 1;
        double lost = ((1 - (u - back)) + (x - back)) + low; // 1 + x + low = u + lost
        long bits = Double.doubleToRawLongBits(u);
        long k = (bits - SQRT_HALF_BITS) >> 52;
        double m = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double c = lost * powerOfTwo(-(int) k);
        double f = m + c;
        double rounding = c - (f - m);
        double kd = (int) k;
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double rest = Math.fma(s, half + logTail(s), Math.fma(kd, LN2_LOW, rounding * (1 - f)));
        return Math.fma(kd, LN2_HIGH, f - (half - rest));
    }

    /** ln(1 + x) - x, relatively accurate near 0: -x²/2 + x³/3 - …; error about 3 ulp; -∞ for -1. */
    static double log1pMinus(double x) {
        if (x < -0.5 || x > 1) {
            return Elementary.log1p(x) - x;
        }
        // With s = x / (2 + x): ln(1 + x) = 2 atanh s, and 2s - x = -s x.
        double s = x / (2 + x);
        double z = s * s;
        return s * Math.fma(2 * z, atanhWide(z), -x);
    }

    /** (atanh(√z)/√z - 1) / z for z ≤ 1/9, to 2^-58. */
    private static double atanhWide(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.5141b918577dap-4, 0x1.c16fa9ac85bf6p-5);
        even = Math.fma(w, even, 0x1.112345ae9d939p-4);
        even = Math.fma(w, even, 0x1.745d1e0303027p-4);
        even = Math.fma(w, even, 0x1.24924924c1d8dp-3);
        even = Math.fma(w, even, 0x1.5555555555556p-2);
        double odd = Math.fma(w, 0x1.1e7c231a82758p-5, 0x1.dfe2a72e74e66p-5);
        odd = Math.fma(w, odd, 0x1.3b12d5da69f35p-4);
        odd = Math.fma(w, odd, 0x1.c71c71a5de561p-4);
        odd = Math.fma(w, odd, 0x1.999999999955dp-3);
        return Math.fma(z, odd, even);
    }

    /**
     * ln(eˣ + eʸ), without overflow: max(x, y) + ln(1 + e^-|x-y|). Error at most 1.6 ulp of the largest of the result,
     * |max(x, y)| and the logarithm that is added: so of the result unless both numbers are negative, where the two terms
     * can cancel.
     *
     * @param x one exponent
     * @param y the other
     * @return ln(eˣ + eʸ); the larger if one is infinite, NaN if either is NaN
     */
    public static double logaddexp(double x, double y) {
        double high = Math.max(x, y);
        double other = Math.min(x, y);
        if (high == other) {
            return high + LN2;
        }
        double d = other - high;
        if (!(d > -800)) {
            return high;
        }
        double back = d - other;
        double lost = (other - (d - back)) - (high + back);
        return high + log1pOfPair(scaledExp(d, lost, 1, 0), 0);
    }

    /**
     * x ln y, and 0 for x = 0 whatever y is, but NaN. Error at most 1.5 ulp.
     *
     * @param x the factor
     * @param y the argument of the logarithm
     * @return the product
     */
    public static double xlogy(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Elementary.log(y);
    }

    /**
     * x ln(1 + y), and 0 for x = 0 whatever y is, but NaN. Error at most 1.6 ulp.
     *
     * @param x the factor
     * @param y the argument of the logarithm less one
     * @return the product
     */
    public static double xlog1py(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Elementary.log1p(y);
    }
}
