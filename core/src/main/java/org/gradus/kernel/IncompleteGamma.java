package org.gradus.kernel;

/**
 * The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x) and their derivative in x: the distribution
 * function of the gamma distribution, its complement and its density.
 *
 * <p>Method: of P and Q the one that is small, or about a half, is computed, the other is 1 minus it. P by its power series
 * of positive terms for x &lt; a + 1 (DLMF 8.11.4), Q by Legendre's continued fraction above (DLMF 8.9.2), Q by the
 * difference of two small terms for small a and x, and either by quadrature of the tail for a ≥ 100. All share the factor
 * x^a e^-x / Γ(a) in Stirling's form (C. Loader, Fast and accurate computation of binomial probabilities, 2000).
 *
 * <p>For a from 1e-3 to 1e6 the relative error of the smaller of P and Q is at most 2e-13, wherever it is a normal
 * double; it is largest in the far tail, where the exponent is large. Measured against
 * ball arithmetic (Arb) at some thousand points about the mean and anywhere.
 */
public final class IncompleteGamma {
    private static final double LARGE = 100;
    private static final double INVERSE_ROOT_2PI = 0x1.9884533d43651p-2;
    private static final double SMALLEST_QUOTIENT = 0x1p-900; // below, a quotient or its remainder may underflow
    private static final double SURELY_ZERO = 0x1p60; // of a shape: the density is 0 a tenth off the mean
    private static final double EPSILON = 0x1p-54;

    private IncompleteGamma() {}

    /**
     * P(a, x) = 1/Γ(a) ∫₀ˣ t^(a-1) e^-t dt.
     *
     * @param a the shape, not negative
     * @param x the argument, not negative
     * @return P in [0, 1]. P(a, 0) = 0 and P(a, ∞) = 1 for finite a > 0; P(0, x) = 1 and P(∞, x) = 0 for finite x, which
     *     shall be positive for a = 0; NaN for a negative argument and for P(0, 0), P(∞, ∞)
     */
    public static double gammainc(double a, double x) {
        if (!(a > 0 && x > 0 && a < Double.POSITIVE_INFINITY && x < Double.POSITIVE_INFINITY)) {
            return lowerOfSpecial(a, x);
        }
        return isUpper(a, x) ? 1 - upper(a, x) : lower(a, x);
    }

    /**
     * Q(a, x) = 1/Γ(a) ∫ₓ^∞ t^(a-1) e^-t dt, with full relative accuracy where it is small.
     *
     * @param a the shape, not negative
     * @param x the argument, not negative
     * @return Q = 1 - P in [0, 1]; NaN where {@link #gammainc} is
     */
    public static double gammaincc(double a, double x) {
        if (!(a > 0 && x > 0 && a < Double.POSITIVE_INFINITY && x < Double.POSITIVE_INFINITY)) {
            return 1 - lowerOfSpecial(a, x);
        }
        return isUpper(a, x) ? upper(a, x) : 1 - lower(a, x);
    }

    private static double lowerOfSpecial(double a, double x) {
        if (!(a >= 0 && x >= 0) || (a == 0 && x == 0) || (a == x)) {
            return Double.NaN;
        }
        return a == 0 || x == Double.POSITIVE_INFINITY ? 1 : 0;
    }

    /** Whether Q is the one to compute. */
    private static boolean isUpper(double a, double x) {
        if (a >= LARGE) {
            return x > a;
        }
        if (a < 1 && x < 1.1) {
            return isSmall(a, x);
        }
        return x > a + 1;
    }

    /** Whether Q is likely below a half, for a &lt; 1, x &lt; 1.1. */
    private static boolean isSmall(double a, double x) {
        return x < 0.5 ? a * Elementary.log(x) > -0.5 : a < 0.75 * x;
    }

    private static double upper(double a, double x) {
        if (a >= LARGE) {
            return factor(a, x, 1) * TailQuadrature.integral((x - a) + 1, 0, a - 1, 1);
        }
        return x < 1.1 ? smallUpper(a, x) : factor(a, x, 1) * fraction(a, x);
    }

    private static double lower(double a, double x) {
        if (a >= LARGE) {
            return factor(a, x, 1) * TailQuadrature.integral((a - x) - 1, a - 1, 0, 0);
        }
        double term = 1;
        double sum = 1;
        for (double n = a + 1; term > EPSILON * sum; n++) {
            term *= x / n;
            sum += term;
        }
        return Math.min(1, factor(a, x, a) * sum);
    }

    /** Q for a &lt; 1, x &lt; 1.1: 1 - x^a/Γ(a+1) - x^a/Γ(a+1) Σ a (-x)ⁿ/(n! (a+n)), n ≥ 1 (DLMF 8.7.1). */
    private static double smallUpper(double a, double x) {
        double sum = 0;
        double power = 1;
        for (int n = 1; Math.abs(power) > EPSILON; n++) {
            power *= -x / n;
            sum += power / (a + n);
        }
        double exponent = Math.fma(a, Elementary.log(x), -lgammaOfNext(a));
        double less = Elementary.expm1(exponent);
        return 0 - Math.fma(a * sum, less + 1, less); // never -0
    }

    /** ln Γ(1 + a), 0 &lt; a ≤ 1. */
    private static double lgammaOfNext(double a) {
        return a <= 0.5 ? GammaFunctions.lgamma1p(a) : GammaFunctions.lgamma(1 + a);
    }

    /** Q / (x^a e^-x / Γ(a)) by Lentz's method: 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - …))). */
    private static double fraction(double a, double x) {
        double b = (x - a) + 1;
        double c = 0x1p1000;
        double d = 1 / b;
        double h = d;
        double change = 0;
        for (int n = 1; Math.abs(change - 1) > 4 * EPSILON && n < 10_000; n++) {
            double numerator = n * (a - n);
            b += 2;
            d = 1 / Math.fma(numerator, d, b);
            c = b + numerator / c;
            change = c * d;
            h *= change;
        }
        return h;
    }

    /** x^a e^-x / (Γ(a) divisor). */
    private static double factor(double a, double x, double divisor) {
        return Exponentials.scaledExp(exponent(a, x), 0, scale(a) / divisor, 0);
    }

    /**
     * The derivative of {@link #gammainc} in x, x^(a-1) e^-x / Γ(a), which is minus the derivative of {@link #gammaincc}.
     * Relative error at most 3e-13 for a from 1e-3 to 1e6.
     *
     * @param a the shape, positive
     * @param x the argument, not negative
     * @return the density of the gamma distribution; for x = 0: ∞ if a &lt; 1, 1 if a = 1, else 0; 0 for x = ∞; NaN for a
     *     shape that is not positive and finite, and for a negative x
     */
    public static double gammaincDerivative(double a, double x) {
        if (!(a > 0 && a < Double.POSITIVE_INFINITY && x >= 0)) {
            return Double.NaN;
        }
        if (x == 0) {
            return a < 1 ? Double.POSITIVE_INFINITY : a == 1 ? 1 : 0;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        // Half the exponent on either side of the division, so that only the result can leave the range.
        double half = Exponentials.scaledExp(0.5 * exponent(a, x), 0, 1, 0);
        return scale(a) * half / x * half;
    }

    /** The logarithm of x^a e^-x / Γ(a) without {@link #scale}: a (ln(x/a) + 1 - x/a) less Stirling's remainder. */
    private static double exponent(double a, double x) {
        if (a < 1) {
            return Math.fma(a, Elementary.log(x), -x) - lgammaOfNext(a);
        }
        double d = (x - a) / a;
        double main = Math.abs(d) > 0.1 ? far(a, x) : a * Exponentials.log1pMinus(d);
        return main - GammaFunctions.stirlingRemainder(a);
    }

    /** a (ln(x/a) + 1 - x/a) for x far from a, with the roundings of the quotient and of a - x made good. */
    private static double far(double a, double x) {
        if (a > SURELY_ZERO) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x < SMALLEST_QUOTIENT) {
            return Math.fma(a, Elementary.log(x) - Elementary.log(a), a - x);
        }
        double ratio = x / a;
        double difference = a - x;
        double back = difference - a;
        double lost = (a - (difference - back)) - (x + back);
        return Exponentials.logTimesPlus(a, ratio, difference, lost + Math.fma(-ratio, a, x) / ratio);
    }

    private static double scale(double a) {
        return a < 1 ? a : INVERSE_ROOT_2PI * Math.sqrt(a);
    }
}
