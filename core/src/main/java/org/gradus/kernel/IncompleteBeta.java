package org.gradus.kernel;

/**
 * The regularized incomplete beta function I_x(a, b), its complement and its derivative in x: the distribution function of
 * the beta distribution, its complement and its density.
 *
 * <p>Method: with λ = a - (a+b) x, the tail on the side of x away from the mean is computed, the other is 1 minus it; for
 * λ &lt; 0 by I_x(a, b) = 1 - I_{1-x}(b, a). By quadrature of the tail if a and b are at least 100; by the series of
 * positive terms (DLMF 8.17.8) where it converges soon; for x near 1 by that series of the other side; else by the
 * continued fraction in λ of A. R. DiDonato and A. H. Morris, Algorithm 708, ACM Transactions on Mathematical Software 18,
 * 1992. All share the factor x^a (1-x)^b / B(a, b) in Stirling's form, from λ, so that nothing is lost to rounding 1 - x.
 *
 * <p>For a, b from 1e-3 to 1e6 the relative error of the smaller of I and 1 - I is at most 4e-13, wherever it is a normal
 * double; it is largest in the far tail, where the exponent is large. Measured against
 * ball arithmetic (Arb) at some thousand points about the mean and anywhere.
 */
public final class IncompleteBeta {
    private static final double LARGE = 100;
    private static final double NEAR_ONE = 1.1; // (1-x) a up to which the series of the other side is used
    private static final double SMALL = 0.3;
    private static final double INVERSE_ROOT_2PI = 0x1.9884533d43651p-2;
    private static final double SMALLEST_QUOTIENT = 0x1p-900; // below, a quotient or its remainder may underflow
    private static final double SURELY_ZERO = 0x1p60; // of a shape: the density is 0 a tenth off the mean
    private static final double EPSILON = 0x1p-54;
    private static final GaussLegendre MEAN = new GaussLegendre(8);

    private IncompleteBeta() {}

    /**
     * I_x(a, b) = 1/B(a, b) ∫₀ˣ t^(a-1) (1-t)^(b-1) dt.
     *
     * @param a the first shape, not negative
     * @param b the second shape, not negative
     * @param x a number of [0, 1]
     * @return I in [0, 1], 0 for x = 0 and 1 for x = 1; for 0 &lt; x &lt; 1 the limits 1 for a = 0 or b = ∞ and 0 for b = 0
     *     or a = ∞; NaN if both of a, b are 0 or both infinite, and for arguments outside the domain
     */
    public static double betainc(double a, double b, double x) {
        return isRegular(a, b, x) ? value(a, b, x, false) : valueOfSpecial(a, b, x);
    }

    /**
     * 1 - I_x(a, b), with full relative accuracy where it is small.
     *
     * @param a the first shape, not negative
     * @param b the second shape, not negative
     * @param x a number of [0, 1]
     * @return the complement in [0, 1]; NaN where {@link #betainc} is
     */
    public static double betaincc(double a, double b, double x) {
        return isRegular(a, b, x) ? value(a, b, x, true) : 1 - valueOfSpecial(a, b, x);
    }

    private static boolean isRegular(double a, double b, double x) {
        return a > 0 && b > 0 && a < Double.POSITIVE_INFINITY && b < Double.POSITIVE_INFINITY && x > 0 && x < 1;
    }

    private static double valueOfSpecial(double a, double b, double x) {
        if (!(a >= 0 && b >= 0 && x >= 0 && x <= 1) || (a == b && (a == 0 || a == Double.POSITIVE_INFINITY))) {
            return Double.NaN;
        }
        if (x == 0 || x == 1) {
            return x;
        }
        return a == 0 || b == Double.POSITIVE_INFINITY ? 1 : 0;
    }

    private static double value(double a, double b, double x, boolean complement) {
        double n = a + b;
        if (n == Double.POSITIVE_INFINITY) {
            return value(a * 0x1p-10, b * 0x1p-10, x, complement); // a step at the mean, both here and there
        }
        if (n < 0x1p-900) {
            return value(a * 0x1p100, b * 0x1p100, x, complement); // b/(a+b), both here and there
        }
        double lambda = lambda(a, b, x);
        return lambda >= 0 ? tail(a, b, x, 1 - x, lambda, complement) : tail(b, a, 1 - x, x, -lambda, !complement);
    }

    /** a - (a+b) x with the rounding of a + b made good. */
    private static double lambda(double a, double b, double x) {
        double n = a + b;
        return Math.fma(-restOfSum(a, b, n), x, Math.fma(-n, x, a));
    }

    /** a + b - n for n = a + b as rounded. */
    private static double restOfSum(double a, double b, double n) {
        double back = n - a;
        return (a - (n - back)) + (b - back);
    }

    /** I_x(a, b), or its complement, for x at most the mean, y = 1 - x. */
    private static double tail(double a, double b, double x, double y, double lambda, boolean complement) {
        if (a >= LARGE && b >= LARGE) {
            double slope = (lambda - (1 - 2 * x)) / y;
            double lower = factor(a, b, x, y, lambda, 1) / y * TailQuadrature.integral(slope, a - 1, b - 1, x / y);
            return complement ? 1 - lower : lower; // about a half at most
        }
        if (a <= b || x <= 0.5) {
            return series(a, b, x, y, lambda, complement);
        }
        if (y * a <= NEAR_ONE) {
            return series(b, a, y, x, -lambda, !complement);
        }
        double lower = Math.min(1, factor(a, b, x, y, lambda, 1) / fraction(a, b, x, lambda));
        return complement ? 1 - lower : lower;
    }

    /** I_x(a, b) = x^a y^b / (a B(a,b)) Σ (a+b)_n xⁿ / (a+1)_n, or its complement. */
    private static double series(double a, double b, double x, double y, double lambda, boolean complement) {
        double term = 1;
        double sum = 1;
        double upper = a + b;
        for (double n = a + 1; term > EPSILON * sum; n++) {
            term *= x * upper / n;
            sum += term;
            upper++;
        }
        double lower = Math.min(1, factor(a, b, x, y, lambda, a) * sum);
        if (!complement) {
            return lower;
        }
        return lower > 0.5 && a < SMALL && b * x <= NEAR_ONE ? smallComplement(a, b, x) : 1 - lower;
    }

    /**
     * 1 - I_x(a, b) for small a and b x ≤ 1.1: 1 - x^a/(a B(a,b)) (1 + a Σ (1-b)_n xⁿ/(n! (a+n))), n ≥ 1 (DLMF 8.17.7).
     */
    private static double smallComplement(double a, double b, double x) {
        double sum = 0;
        double power = 1;
        for (int n = 1; Math.abs(power) > EPSILON; n++) {
            power *= (n - b) * x / n;
            sum += power / (a + n);
        }
        double exponent = Math.fma(a, Elementary.log(x), -logBeta1p(a, b));
        double less = Elementary.expm1(exponent);
        return 0 - Math.fma(a * sum, less + 1, less); // never -0
    }

    /** ln(a B(a, b)) for small a, with an error far below a: ln Γ(1+a) less the integral of digamma from b to b + a. */
    private static double logBeta1p(double a, double b) {
        double from = b < 1 ? b + 1 : b;
        double mean = 0;
        for (int i = 0; i < MEAN.nodes.length; i++) {
            mean = Math.fma(MEAN.weights[i], GammaFunctions.digamma(Math.fma(a, MEAN.nodes[i], from)), mean);
        }
        double ratio = b < 1 ? Elementary.log1p(a / b) : 0;
        return ratio + Math.fma(-a, mean, GammaFunctions.lgamma1p(a));
    }

    /** x^a y^b / (B(a,b) I_x(a,b)) by Lentz's method, for x below the mean. */
    private static double fraction(double a, double b, double x, double lambda) {
        double f = a * (lambda + 1) / (a + 1);
        double c = f;
        double d = 0;
        double change = 0;
        for (int m = 1; Math.abs(change - 1) > 4 * EPSILON && m < 10_000; m++) {
            double middle = a + 2 * m - 1;
            double ratio = x / middle;
            double numerator = (a + m - 1) * ratio * ((a + b + m - 1) * ratio) * (m * (b - m));
            double next = m + m * (b - m) * ratio + (a + m) / (middle + 2) * (lambda + 1 + m * (2 - x));
            d = 1 / Math.fma(numerator, d, next);
            c = next + numerator / c;
            change = c * d;
            f *= change;
        }
        return f;
    }

    /** x^a y^b / (B(a, b) divisor). */
    private static double factor(double a, double b, double x, double y, double lambda, double divisor) {
        return Exponentials.scaledExp(exponent(a, b, x, y, lambda), 0, scale(a, b) / divisor, 0);
    }

    /**
     * The derivative of {@link #betainc} in x, x^(a-1) (1-x)^(b-1) / B(a, b). Relative error at most
     * 4e-13 for a, b from 1e-3 to 1e6.
     *
     * @param a the first shape, positive
     * @param b the second shape, positive
     * @param x a number of [0, 1]
     * @return the density of the beta distribution; for x = 0: ∞ if a &lt; 1, b if a = 1, else 0, and likewise for x = 1; NaN
     *     for shapes that are not positive and finite, and for x outside [0, 1]
     */
    public static double betaincDerivative(double a, double b, double x) {
        if (isRegular(a, b, x)) {
            double y = 1 - x;
            double half = Exponentials.scaledExp(0.5 * exponent(a, b, x, y, lambda(a, b, x)), 0, 1, 0);
            return scale(a, b) * half / x * half / y;
        }
        if (!(a > 0 && b > 0 && a < Double.POSITIVE_INFINITY && b < Double.POSITIVE_INFINITY && x >= 0 && x <= 1)) {
            return Double.NaN;
        }
        double shape = x == 0 ? a : b;
        return shape < 1 ? Double.POSITIVE_INFINITY : shape == 1 ? a + b - shape : 0;
    }

    /** The logarithm of x^a y^b / B(a, b) without {@link #scale}. */
    private static double exponent(double a, double b, double x, double y, double lambda) {
        double remainders = GammaFunctions.stirlingRemainder(a)
                + GammaFunctions.stirlingRemainder(b)
                - GammaFunctions.stirlingRemainder(a + b);
        return part(a, b, x, -lambda) + part(b, a, y, lambda) - remainders;
    }

    /** a (ln(1 + d) - d) with d = excess/a, where 1 + d = x (a+b) / a. */
    private static double part(double a, double b, double x, double excess) {
        double d = excess / a;
        return Math.abs(d) > 0.1 ? far(a, b, x, excess) : a * Exponentials.log1pMinus(d);
    }

    /** As {@link #part} for 1 + d far from 1, with the roundings of 1 + d made good. */
    private static double far(double a, double b, double x, double excess) {
        if (a > SURELY_ZERO) {
            return Double.NEGATIVE_INFINITY;
        }
        double n = a + b;
        double product = x * n;
        double ratio = product / a;
        if (!(ratio > SMALLEST_QUOTIENT && ratio < 1 / SMALLEST_QUOTIENT && product > SMALLEST_QUOTIENT)) {
            return Math.fma(a, Elementary.log(x) + (Elementary.log(n) - Elementary.log(a)), -excess);
        }
        double rest = Math.fma(x, n, -product) + x * restOfSum(a, b, n);
        double remainder = (Math.fma(-ratio, a, product) + rest) / ratio;
        return Exponentials.logTimesPlus(a, ratio, -excess, remainder);
    }

    private static double scale(double a, double b) {
        return INVERSE_ROOT_2PI * Math.sqrt(Math.min(a, b) * (Math.max(a, b) / (a + b)));
    }
}
