package org.gradus.kernel;

import static org.gradus.kernel.Elementary.LN2_HIGH;
import static org.gradus.kernel.Elementary.LN2_LOW;
import static org.gradus.kernel.Elementary.LOG2_E;
import static org.gradus.kernel.Elementary.MAGIC;
import static org.gradus.kernel.Exponentials.LN2;

/**
 * The hyperbolic functions and their inverses; tanh is in {@link Elementary}.
 *
 * <p>sinh and cosh come from one reduction, x = k ln 2 + r, with e^±x = 2^±k (cosh r ± sinh r), so nothing cancels; the
 * inverses from ln(1 + w) with w kept in two doubles. No tables and no loops. The error bounds hold over more
 * than 10^5 seeded points each, against double-double references.
 */
public final class Hyperbolic {
    private static final double TINY = 0x1p-28; // f(x) = x to the last bit below it
    private static final double LARGE = 0x1p28; // x² + 1 = x² to the last bit above it

    private Hyperbolic() {}

    /**
     * Hyperbolic sine (eˣ - e⁻ˣ)/2, exact near 0. Error at most 0.8 ulp.
     *
     * @param x the argument
     * @return sinh x; -0 for -0, ±∞ beyond ±710.4758
     */
    public static double sinh(double x) {
        return Math.copySign(sumOfExponentials(Math.abs(x), -1), x);
    }

    /**
     * Hyperbolic cosine (eˣ + e⁻ˣ)/2. Error at most 0.8 ulp.
     *
     * @param x the argument
     * @return cosh x, at least 1; ∞ beyond ±710.4758
     */
    public static double cosh(double x) {
        return sumOfExponentials(Math.abs(x), 1);
    }

    /** (eˣ + sign e⁻ˣ)/2 for x ≥ 0. */
    private static double sumOfExponentials(double x, double sign) {
        double a = x > 720 ? 720 : x;
        double t = Math.fma(a, LOG2_E, MAGIC);
        int k = (int) Double.doubleToRawLongBits(t);
        double kd = t - MAGIC;
        double high = Math.fma(-kd, LN2_HIGH, a);
        double r = Math.fma(-kd, LN2_LOW, high);
        double c = Math.fma(-kd, LN2_LOW, high - r);
        double z = r * r;
        double sinhRest = r * z * sinhTail(z);
        double coshRest = z * coshTail(z);
        // 2^(k-1) (p cosh r + q sinh r) with p, q = 1 ± 2^-2k, each with its rounding error.
        double small = sign * Elementary.powerOfTwo(-2 * Math.min(k, 60));
        double p = 1 + small;
        double pLow = small - (p - 1);
        double q = 1 - small;
        double qLow = (1 - q) - small;
        double qr = q * r;
        double qrLow = Math.fma(qLow, r, Math.fma(q, r, -qr));
        double s = p + qr;
        double e = (p - s) + qr; // p is 0 or the larger
        double rest = Math.fma(p, coshRest, Math.fma(q, sinhRest, (e + qrLow) + pLow)) + c * Math.fma(p, r, q);
        return Exponentials.scaled(s + rest, k - 1);
    }

    /** (cosh √z - 1) / z for z ≤ (ln 2)²/4, to 2^-64. */
    private static double coshTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.27e4c508823f9p-22, 0x1.6c16c16c13f36p-10);
        even = Math.fma(w, even, 0x1.0p-1);
        double odd = Math.fma(w, 0x1.1f953c2f05c27p-29, 0x1.a01a01b17b576p-16);
        odd = Math.fma(w, odd, 0x1.555555555555cp-5);
        return Math.fma(z, odd, even);
    }

    /** (sinh(√z)/√z - 1) / z for z ≤ (ln 2)²/4, to 2^-59. */
    private static double sinhTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.ae641c71ce2dbp-26, 0x1.a01a01a01882cp-13);
        even = Math.fma(w, even, 0x1.5555555555555p-3);
        double odd = Math.fma(w, 0x1.61d736535e31bp-33, 0x1.71de3a5eb0f9dp-19);
        odd = Math.fma(w, odd, 0x1.1111111111113p-7);
        return Math.fma(z, odd, even);
    }

    /**
     * Inverse hyperbolic sine: ln(1 + w) with w = |x| + x²/(1 + √(1 + x²)). Error at most 1.0 ulp.
     *
     * @param x the argument
     * @return asinh x; -0 for -0
     */
    public static double asinh(double x) {
        double a = Math.abs(x);
        if (a < TINY) {
            return x;
        }
        return Math.copySign(a > LARGE ? logOfTwice(a) : asinhOfModerate(a), x);
    }

    private static double asinhOfModerate(double a) {
        double square = a * a;
        double squareLow = Math.fma(a, a, -square);
        double v = 1 + square;
        double back = v - square;
        double vLow = ((square - (v - back)) + (1 - back)) + squareLow;
        double root = Math.sqrt(v);
        double rootLow = (Math.fma(-root, root, v) + vLow) / (2 * root);
        double d = 1 + root;
        double dLow = (1 - (d - root)) + rootLow;
        double q = square / d;
        double qLow = (Math.fma(-q, dLow, Math.fma(-q, d, square)) + squareLow) / d;
        double w = a + q;
        return Exponentials.log1pOfPair(w, (q - (w - a)) + qLow);
    }

    private static double logOfTwice(double a) {
        return Elementary.log(a) + LN2;
    }

    /**
     * Inverse hyperbolic cosine: ln(1 + w) with t = x - 1, w = t + √(2t + t²). Error at most 1.0 ulp.
     *
     * @param x a number from 1
     * @return the number of [0, ∞] whose hyperbolic cosine is x; NaN below 1
     */
    public static double acosh(double x) {
        if (!(x > 1)) {
            return x == 1 ? 0 : Double.NaN;
        }
        if (x > LARGE) {
            return logOfTwice(x);
        }
        double t = x - 1; // exact
        double square = t * t;
        double twice = 2 * t;
        double v = twice + square;
        double back = v - twice;
        double vLow = ((twice - (v - back)) + (square - back)) + Math.fma(t, t, -square);
        double root = Math.sqrt(v);
        double rootLow = (Math.fma(-root, root, v) + vLow) / (2 * root);
        double w = root + t;
        return Exponentials.log1pOfPair(w, (t - (w - root)) + rootLow);
    }

    /**
     * Inverse hyperbolic tangent: ½ ln(1 + 2|x|/(1 - |x|)). Error at most 0.8 ulp.
     *
     * @param x a number of [-1, 1]
     * @return atanh x; -0 for -0, ±∞ for ±1, NaN outside [-1, 1]
     */
    public static double atanh(double x) {
        double a = Math.abs(x);
        if (!(a < 1)) {
            return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, x) : Double.NaN;
        }
        if (a < TINY) {
            return x;
        }
        double n = 2 * a;
        double d = 1 - a;
        double dLow = (1 - d) - a;
        double q = n / d;
        double qLow = Math.fma(-q, dLow, Math.fma(-q, d, n)) / d;
        return Math.copySign(0.5 * Exponentials.log1pOfPair(q, qLow), x);
    }
}
