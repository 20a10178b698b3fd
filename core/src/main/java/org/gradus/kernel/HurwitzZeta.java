package org.gradus.kernel;

/**
 * The Hurwitz zeta function ζ(s, x) = Σ (x + k)⁻ˢ for an integer s ≥ 3, times (s - 1)!: up to sign, the polygamma function
 * of order s - 1.
 *
 * <p>Method: the first terms directly, the rest by Euler and Maclaurin (DLMF 25.11.5), all relative to the first term x⁻ˢ,
 * so that (s - 1)! and x⁻ˢ are multiplied without overflow or underflow on the way.
 */
final class HurwitzZeta {
    // B(2j)/(2j)! for j = 1 … 9
    private static final double[] BERNOULLI = {
        1.0 / 12,
        -1.0 / 720,
        1.0 / 30240,
        -1.0 / 1209600,
        1.0 / 47900160,
        -691.0 / 1307674368000.0,
        1.0 / 74724249600.0,
        -3617.0 / 10670622842880000.0,
        43867.0 / 5109094217170944000.0
    };
    private static final double NEGLIGIBLE = 0x1p-62;

    private HurwitzZeta() {}

    /** (s - 1)! ζ(s, x) for x > 0. */
    static double timesFactorial(int s, double x) {
        return x == Double.POSITIVE_INFINITY ? 0 : scaledFactorial(s, x, relativeSum(s, x));
    }

    /** Σ (x / (x + k))ˢ. */
    private static double relativeSum(int s, double x) {
        double enough = 10 + 1.5 * s;
        double sum = 0;
        double y = x;
        int k = 0;
        while (y < enough) {
            double term = ratioPower(s, x, k);
            sum += term;
            if (term < NEGLIGIBLE * sum) {
                return sum;
            }
            k++;
            y = x + k;
        }
        double inverse = 1 / y;
        double factor = s * inverse;
        double tail = y / (s - 1) + 0.5;
        for (int j = 1; j <= BERNOULLI.length; j++) {
            tail += BERNOULLI[j - 1] * factor;
            factor *= ((s + 2.0 * j - 1) * inverse) * ((s + 2.0 * j) * inverse);
        }
        return Math.fma(ratioPower(s, x, k), tail, sum);
    }

    /** (x / (x + k))ˢ with the rounding of the ratio made good. */
    private static double ratioPower(int s, double x, int k) {
        if (k == 0) {
            return 1;
        }
        double y = x + k;
        double back = y - k;
        double yLow = (k - (y - back)) + (x - back);
        double ratio = x / y;
        double remainder = Math.fma(-ratio, yLow, Math.fma(-ratio, y, x)) / x; // relative to the ratio
        double power = s <= 12 ? smallPower(ratio, s) : StrictMath.pow(ratio, s);
        return Math.fma(power, s * remainder, power);
    }

    private static double smallPower(double x, int s) {
        double power = x;
        for (int i = 1; i < s; i++) {
            power *= x;
        }
        return power;
    }

    /** (s - 1)! x⁻ˢ factor: the factors j/x one by one, in two doubles, with the exponent kept apart. */
    private static double scaledFactorial(int s, double x, double factor) {
        int xExponent = Math.getExponent(x);
        double m = Math.scalb(x, -xExponent);
        if (x < Double.MIN_NORMAL) {
            return Double.POSITIVE_INFINITY;
        }
        double high = factor;
        double low = 0;
        long exponent = -(long) s * xExponent;
        for (int j = s - 1; j >= 0; j--) {
            double d = j == 0 ? 1 : j;
            double n = high * d;
            double nLow = Math.fma(high, d, -n) + low * d;
            high = n / m;
            low = (Math.fma(-high, m, n) + nLow) / m;
            int shift = Math.getExponent(high);
            high = Math.scalb(high, -shift);
            low = Math.scalb(low, -shift);
            exponent += shift;
        }
        int scale = (int) Math.clamp(exponent, -2000L, 2000L);
        return Exponentials.scaled(high + low, scale);
    }
}
