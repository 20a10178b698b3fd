package org.gradus.kernel;

/**
 * The beta function and its logarithm.
 *
 * <p>For large arguments ln Γ(a) + ln Γ(b) - ln Γ(a+b) cancels; there the logarithms of Stirling's formula are combined
 * first, and its remainders are added (as in Didonato, Morris, Algorithm 708, ACM Transactions on Mathematical Software 18,
 * 1992).
 */
public final class BetaFunction {
    private static final double HALF_LOG_TWO_PI = 0x1.d67f1c864beb5p-1;
    private static final double STIRLING = 8;

    private BetaFunction() {}

    /**
     * ln B(x, y) = ln Γ(x) + ln Γ(y) - ln Γ(x + y). The error is at most 2e-15 of the largest of 1, the result, and the
     * smaller argument.
     *
     * @param x a positive number
     * @param y a positive number
     * @return the logarithm; ∞ if either is 0, -∞ if one is infinite and none 0, NaN if either is negative
     */
    public static double logBeta(double x, double y) {
        double a = Math.min(x, y);
        double b = Math.max(x, y);
        if (!(a > 0 && b < Double.POSITIVE_INFINITY)) {
            return a == 0 ? Double.POSITIVE_INFINITY : a > 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        if (b < STIRLING) {
            return GammaFunctions.lgamma(a) + (GammaFunctions.lgamma(b) - GammaFunctions.lgamma(a + b));
        }
        double rest = GammaFunctions.stirlingRemainder(b) - GammaFunctions.stirlingRemainder(a + b);
        double ratio = a / b;
        double larger = (b - 0.5) * Elementary.log1p(ratio);
        if (a < STIRLING) {
            // a - (b - ½) ln(1 + a/b) cancels for small a/b, but beside a ln(a + b) that is nothing.
            return (GammaFunctions.lgamma(a) - a * Elementary.log(a + b)) + ((a - larger) + rest);
        }
        double smaller = 0.5 * Elementary.log(a) + a * Elementary.log1p(b / a);
        return (HALF_LOG_TWO_PI + GammaFunctions.stirlingRemainder(a) + rest) - smaller - larger;
    }

    /**
     * B(x, y) = Γ(x) Γ(y) / Γ(x + y), as e^{@link #logBeta}; the relative error is the absolute one of the logarithm and
     * 2e-16.
     *
     * @param x a positive number
     * @param y a positive number
     * @return the value; ∞ if either is 0, 0 if one is infinite and none 0, NaN if either is negative
     */
    public static double beta(double x, double y) {
        return Elementary.exp(logBeta(x, y));
    }
}
