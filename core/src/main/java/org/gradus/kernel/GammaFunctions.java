package org.gradus.kernel;

import org.gradus.error.ArgumentException;

/**
 * The logarithm of |Γ| and its derivatives: lgamma, digamma ψ, trigamma ψ' and polygamma ψ⁽ⁿ⁾.
 *
 * <p>Method: a polynomial on an interval of length one with the zero there divided out, recurrences to reach it, the
 * Stirling series with minimax coefficients for large arguments (DLMF 5.11), the reflection formulas for negative ones
 * (DLMF 5.5, 5.15.6) with sin πx and cot πx from the exact distance to the nearest integer. For
 * positive arguments of lgamma, digamma and trigamma the error bounds hold over more than 10^5 seeded points each, against
 * double-double references; the others over 2·10^4 points each, against ball arithmetic (Arb).
 */
public final class GammaFunctions {
    private static final double HALF_LN_2PI = 0x1.d67f1c864beb5p-1;
    private static final double ONE_MINUS_EULER = 0x1.b0ee6072093cep-2;
    private static final double ONE_MINUS_EULER_LOW = 0x1.6cb90701fbfabp-58;
    private static final double LARGE = 8; // the Stirling series of lgamma holds from here
    private static final double DIGAMMA_LARGE = 10;
    private static final double ROOT = 0x1.762d86356be3fp+0; // the positive zero of digamma, in two parts
    private static final double ROOT_LOW = 0x1.b86a722197829p-54;

    private GammaFunctions() {}

    /**
     * ln|Γ(x)|. For x > 0 the error is at most 3 ulp, the zeros at 1 and 2 included. For x &lt; 0 it is at most
     * 1e-15 of the largest of 1, |x| and |lgamma(x)|: lgamma crosses zero on both sides of every negative integer
     * from -3 on, where no relative accuracy is left.
     *
     * @param x the argument
     * @return ln|Γ(x)|; ∞ at the poles 0, -1, -2, … and at ±∞
     */
    public static double lgamma(double x) {
        if (x >= 0.5) {
            return lgammaOfPositive(x);
        }
        if (x > -0.5) {
            return lgamma1p(x) - Elementary.log(Math.abs(x));
        }
        double r = distance(x);
        if (r == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double a = -x;
        return Elementary.log(Math.PI / (a * Math.abs(Elementary.sin(Math.PI * r)))) - lgammaOfPositive(a);
    }

    /** x minus the nearest integer, exactly; 0 for ±∞, NaN for NaN. */
    private static double distance(double x) {
        return Math.abs(x) >= 0x1p53 ? 0 : x - Math.rint(x);
    }

    /** lgamma for x ≥ ½. */
    private static double lgammaOfPositive(double x) {
        if (x < 1.5) {
            return lgamma1p(x - 1);
        }
        if (x < LARGE) {
            double y = x;
            double product = 1;
            while (y > 2.5) {
                y -= 1;
                product *= y;
            }
            double value = lgamma2p(y - 2);
            return product == 1 ? value : value + Elementary.log(product);
        }
        if (!(x < Double.POSITIVE_INFINITY)) {
            return x;
        }
        double log = Elementary.log(x);
        // x (ln x - 1) - ½ ln x + …, so that only a result beyond the range overflows
        return Math.fma(x, log - 1, Math.fma(-0.5, log, HALF_LN_2PI + stirlingRemainder(x)));
    }

    /** ln Γ(1 + t), relatively accurate near its zero t = 0; |t| ≤ ½. */
    static double lgamma1p(double t) {
        // ln Γ(2 + t) - ln(1 + t) with the terms of first order joined: (1 - γ) t - t = -γ t
        return Math.fma(-t, 1 - ONE_MINUS_EULER, lgamma2Rest(t) - Exponentials.log1pMinus(t));
    }

    /** ln Γ(2 + t), relatively accurate near its zero t = 0; |t| ≤ ½. */
    private static double lgamma2p(double t) {
        return Math.fma(t, ONE_MINUS_EULER, lgamma2Rest(t));
    }

    /** ln Γ(2 + t) - ONE_MINUS_EULER t. */
    private static double lgamma2Rest(double t) {
        return t * Math.fma(t, lgamma2Tail(t), ONE_MINUS_EULER_LOW);
    }

    /** (ln Γ(2 + z)/z - (1 - γ)) / z, |z| ≤ ½, to 2^-56 of the whole. */
    private static double lgamma2Tail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.2b357bfdc5655p-22, 0x1.ee000194d61ebp-21);
        even = Math.fma(w, even, 0x1.263fdd3fb0dbcp-18);
        even = Math.fma(w, even, 0x1.5806e4a10e74cp-16);
        even = Math.fma(w, even, 0x1.a127dca23d32cp-14);
        even = Math.fma(w, even, 0x1.0b36af359745fp-11);
        even = Math.fma(w, even, 0x1.7add6eae56e9dp-9);
        even = Math.fma(w, even, 0x1.51322ac7d800dp-6);
        even = Math.fma(w, even, 0x1.4a34cc4a60fa7p-2);
        double odd = Math.fma(w, -0x1.24208aa08fe5ep-23, -0x1.cbcef9780333ap-22);
        odd = Math.fma(w, odd, -0x1.1298d1cdb7b7bp-19);
        odd = Math.fma(w, odd, -0x1.3cb1a143b247p-17);
        odd = Math.fma(w, odd, -0x1.78deae3ffc10ep-15);
        odd = Math.fma(w, odd, -0x1.d3fd4afeb31a4p-13);
        odd = Math.fma(w, odd, -0x1.38ac5c2de2c51p-10);
        odd = Math.fma(w, odd, -0x1.e404fc218ce41p-8);
        odd = Math.fma(w, odd, -0x1.13e001a55760bp-4);
        return Math.fma(z, odd, even);
    }

    /**
     * ln Γ(x) - ((x - ½) ln x - x + ½ ln 2π) for x > 0: the remainder of Stirling's formula, about 1/(12x). Relatively
     * accurate from 8 on, and to about 1e-15 absolutely below.
     */
    static double stirlingRemainder(double x) {
        if (x >= LARGE) {
            double inverse = 1 / x;
            return inverse * stirlingTail(inverse * inverse);
        }
        double log = Elementary.log(x);
        if (x < 0.5) {
            return lgamma1p(x) - Math.fma(x + 0.5, log, HALF_LN_2PI - x);
        }
        return lgammaOfPositive(x) - Math.fma(x - 0.5, log, HALF_LN_2PI - x);
    }

    /** The remainder of Stirling's formula times x, z = 1/x² ≤ 1/64. */
    private static double stirlingTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.4c37ce491ca53p-8, 0x1.b92c92f40341p-11);
        even = Math.fma(w, even, 0x1.a01a017e89b24p-11);
        even = Math.fma(w, even, 0x1.5555555555555p-4);
        double odd = Math.fma(w, -0x1.ef97fb1ebf11p-10, -0x1.38134e152d1d9p-11);
        odd = Math.fma(w, odd, -0x1.6c16c16c14af5p-9);
        return Math.fma(z, odd, even);
    }

    /**
     * The sign of Γ(x), so that Γ(x) = gammaSign(x) e^lgamma(x).
     *
     * @param x the argument
     * @return 1 or -1; -1 for -0; NaN at the poles -1, -2, …, at -∞ and for NaN
     */
    public static double gammaSign(double x) {
        if (x > 0) {
            return 1;
        }
        if (x == 0) {
            return Math.copySign(1, x);
        }
        double floor = Math.floor(x);
        if (!(floor < x)) {
            return Double.NaN;
        }
        return floor == 2 * Math.floor(0.5 * floor) ? 1 : -1;
    }

    /**
     * ψ(x) = d/dx ln Γ(x). For x > 0 the error is at most 3.5 ulp, the zero at 1.4616 included; for x &lt; 0 it is
     * at most 1e-15 of the larger of |ψ(1-x)| and |π cot πx|, the terms of the reflection formula, whose
     * difference crosses zero between every two poles.
     *
     * @param x the argument
     * @return ψ(x); -∞ for 0, ∞ for -0, NaN at the poles -1, -2, … and at -∞
     */
    public static double digamma(double x) {
        if (x > 0) {
            return digammaOfPositive(x);
        }
        if (x == 0) {
            return -1 / x;
        }
        double r = distance(x);
        return r == 0 ? Double.NaN : digammaOfPositive(1 - x) - Math.PI * cotPi(r);
    }

    /** ln x - ψ(x) for x > 0, relatively accurate: about 1/(2x). */
    static double logMinusDigamma(double x) {
        if (x >= DIGAMMA_LARGE) {
            double inverse = 1 / x;
            double u = inverse * inverse;
            return Math.fma(u, digammaTail(u), 0.5 * inverse);
        }
        return Elementary.log(x) - digammaOfPositive(x);
    }

    private static double digammaOfPositive(double x) {
        if (x >= DIGAMMA_LARGE) {
            double inverse = 1 / x;
            double u = inverse * inverse;
            return Elementary.log(x) - Math.fma(u, digammaTail(u), 0.5 * inverse);
        }
        double y = x;
        double sum = 0;
        while (y > 2) {
            y -= 1; // exact
            sum += 1 / y;
        }
        if (y >= 1) {
            return Math.fma((y - ROOT) - ROOT_LOW, digammaRatio(y - 1.5), sum);
        }
        return ((y + 1 - ROOT) - ROOT_LOW) * digammaRatio(y - 0.5) - 1 / y;
    }

    /** ψ(1.5 + z) / (1.5 + z - root), |z| ≤ ½, to 2^-54. */
    private static double digammaRatio(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.fc3a1a0212bdap-14, 0x1.8753e42106e7fp-14);
        even = Math.fma(w, even, 0x1.55b4fe5f71aeep-12);
        even = Math.fma(w, even, 0x1.69e84c9c03716p-11);
        even = Math.fma(w, even, 0x1.99dce96edc4cep-10);
        even = Math.fma(w, even, 0x1.cd1f7860b29cdp-9);
        even = Math.fma(w, even, 0x1.03c0b0f5c82c1p-7);
        even = Math.fma(w, even, 0x1.2564716239534p-6);
        even = Math.fma(w, even, 0x1.4de9aa17d2e56p-5);
        even = Math.fma(w, even, 0x1.8512e590384e1p-4);
        even = Math.fma(w, even, 0x1.eca189b8e6f76p-3);
        even = Math.fma(w, even, 0x1.e6f0cbb873616p-1);
        double odd = Math.fma(w, -0x1.7606d91bafe14p-13, -0x1.2f52340d11d38p-13);
        odd = Math.fma(w, odd, -0x1.fda8304e93774p-12);
        odd = Math.fma(w, odd, -0x1.0fb184dc40d27p-10);
        odd = Math.fma(w, odd, -0x1.336df07f90b41p-9);
        odd = Math.fma(w, odd, -0x1.5a06a2cad325cp-8);
        odd = Math.fma(w, odd, -0x1.86356411ffaccp-7);
        odd = Math.fma(w, odd, -0x1.b9f8b11b4f505p-6);
        odd = Math.fma(w, odd, -0x1.fb44202a25367p-5);
        odd = Math.fma(w, odd, -0x1.2feeeb98a78dp-3);
        odd = Math.fma(w, odd, -0x1.b1cb63005ee98p-2);
        return Math.fma(z, odd, even);
    }

    /** (ln x - 1/(2x) - ψ(x)) x², z = 1/x² ≤ 1/100. */
    private static double digammaTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.1e06d7c10e332p-4, 0x1.f068621d10c2ep-8);
        even = Math.fma(w, even, 0x1.041040fcb8b98p-8);
        even = Math.fma(w, even, 0x1.5555555555555p-4);
        double odd = Math.fma(w, -0x1.56af9d5296e1ap-6, -0x1.1110ffa89bd94p-8);
        odd = Math.fma(w, odd, -0x1.11111111107c2p-7);
        return Math.fma(z, odd, even);
    }

    /** cot πr for 0 &lt; |r| ≤ ½. */
    private static double cotPi(double r) {
        double a = Math.abs(r);
        double cot = a <= 0.25 ? 1 / Trigonometry.tan(Math.PI * a) : Trigonometry.tan(Math.PI * (0.5 - a));
        return Math.copySign(cot, r);
    }

    /**
     * ψ'(x), the second derivative of ln Γ. Error at most 4.5 ulp for x > 0 and 6 ulp for x &lt; 0,
     * where it has no zeros either.
     *
     * @param x the argument
     * @return ψ'(x) > 0; ∞ at the poles 0, -1, -2, …; 0 for ∞, NaN for -∞
     */
    public static double trigamma(double x) {
        if (x > 0) {
            return trigammaOfPositive(x);
        }
        double r = distance(x);
        if (!(Math.abs(r) > 0)) {
            return x > Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double ratio = Math.PI / Elementary.sin(Math.PI * r);
        return ratio * ratio - trigammaOfPositive(1 - x);
    }

    private static double trigammaOfPositive(double x) {
        double sum = 0;
        double y = x;
        while (y < DIGAMMA_LARGE) {
            sum += 1 / (y * y);
            y += 1;
        }
        double inverse = 1 / y;
        double u = inverse * inverse;
        return sum + Math.fma(inverse * u, trigammaTail(u), Math.fma(0.5, u, inverse));
    }

    /** (ψ'(x) - 1/x - 1/(2x²)) x³, z = 1/x² ≤ 1/100. */
    private static double trigammaTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.e88375370a9e3p-1, 0x1.363a54355f737p-4);
        even = Math.fma(w, even, 0x1.861861698ca17p-6);
        even = Math.fma(w, even, 0x1.5555555555555p-3);
        double odd = Math.fma(w, -0x1.005a82afd2e88p-2, -0x1.1110ef2e0e014p-5);
        odd = Math.fma(w, odd, -0x1.111111110ecebp-5);
        return Math.fma(z, odd, even);
    }

    /**
     * ψ⁽ⁿ⁾(x), the derivative of order n of ψ: digamma for n = 0, trigamma for n = 1, else (-1)ⁿ⁺¹ n! ζ(n+1, x) by
     * {@link HurwitzZeta}. For n ≥ 2 and x > 0 the relative error is at most 2e-15 for n ≤ 100. For x &lt; 0 and odd
     * n it is at most 2e-15; for even n, where ψ⁽ⁿ⁾ crosses zero between every two poles, the error is at
     * most 2e-15 of n! (|r|⁻ⁿ⁻¹ + (1-|r|)⁻ⁿ⁻¹) with r the distance to the nearest integer.
     *
     * @param n the order, at least 0
     * @param x the argument
     * @return ψ⁽ⁿ⁾(x). At the poles 0, -1, -2, …: as digamma for n = 0, ∞ for odd n; for even n ≥ 2 -∞ for 0, ∞ for -0,
     *     else NaN. At ∞: ∞ for n = 0, else a zero; at -∞ NaN
     * @throws ArgumentException if n is negative
     */
    public static double polygamma(int n, double x) {
        if (n < 0) {
            throw new ArgumentException(
                    "polygamma: the order n is " + n + ", which is negative",
                    "give 0 for digamma, 1 for trigamma, n for the derivative of order n of digamma");
        }
        if (n == 0) {
            return digamma(x);
        }
        return n == 1 ? trigamma(x) : polygammaOfHigherOrder(n, x);
    }

    private static double polygammaOfHigherOrder(int n, double x) {
        double sign = (n & 1) == 0 ? -1 : 1;
        if (x > 0) {
            return sign * HurwitzZeta.timesFactorial(n + 1, x);
        }
        double r = distance(x);
        if (!(Math.abs(r) > 0)) {
            return x > Double.NEGATIVE_INFINITY ? poleOfHigherOrder(sign, x) : Double.NaN;
        }
        // With x = f - m, 0 < f < 1: the terms (x+k)^-s from f on upwards, and the m terms (f-1)^-s ... (f-m)^-s.
        double f = r > 0 ? r : 1 + r;
        double g = r > 0 ? 1 - r : -r;
        double above = HurwitzZeta.timesFactorial(n + 1, f);
        double below = HurwitzZeta.timesFactorial(n + 1, g) - HurwitzZeta.timesFactorial(n + 1, 1 - x);
        return sign > 0 ? above + below : below - above;
    }

    private static double poleOfHigherOrder(double sign, double x) {
        if (sign > 0) {
            return Double.POSITIVE_INFINITY;
        }
        return x == 0 ? -1 / x : Double.NaN; // -∞ and ∞ on the two sides of a pole
    }
}
