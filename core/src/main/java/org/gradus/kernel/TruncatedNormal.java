package org.gradus.kernel;

/**
 * Standard normal numbers between bounds, by inversion: Φ⁻¹(Φ(a) + u (Φ(b) - Φ(a))) for the u of the element's bits, as
 * {@link Threefry#uniform} makes it, plus half a unit. The side on which the tail is small is used, and beyond 8 standard
 * deviations the ratio of the tails, so the number keeps its accuracy however far the bounds lie.
 */
public final class TruncatedNormal {
    private static final double UNIT = 0x1p-53;
    private static final double FAR = -8;
    private static final double ROOT_HALF = 0x1.6a09e667f3bcdp-1;
    private static final double ROOT_TWO_OVER_PI = 0x1.9884533d43651p-1;

    private TruncatedNormal() {}

    /**
     * Fills with numbers.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param low lower bounds, one an element, or -∞
     * @param high upper bounds, one an element, or ∞
     * @param out receives as many numbers; NaN where low is above high or either is NaN
     */
    public static void fill(long k0, long k1, double[] low, double[] high, double[] out) {
        Threefry.tiles(k0, k1, out.length, (bits, at, count) -> {
            for (int i = 0; i < count; i++) {
                long b = bits[i] >>> 11;
                out[at + i] = of(low[at + i], high[at + i], (b + 0.5) * UNIT, ((1L << 53) - 1 - b + 0.5) * UNIT);
            }
        });
    }

    /** The quantile of u, where v is 1 - u. */
    static double of(double a, double b, double u, double v) {
        if (!(a < b)) {
            return a == b ? a : Double.NaN;
        }
        // In the left half, where tails are small.
        double x = a + b > 0 ? -left(-b, -a, v, u) : left(a, b, u, v);
        return Math.clamp(x, a, b);
    }

    /** The same for a + b ≤ 0. */
    private static double left(double a, double b, double u, double v) {
        if (b < FAR) {
            return far(a, b, u, v);
        }
        double below = ErrorFunctions.normalCdf(a);
        double p = Math.fma(u, ErrorFunctions.normalCdf(b) - below, below);
        if (p <= 0.5) {
            return Elementary.normalQuantile(p);
        }
        double above = ErrorFunctions.normalCdf(-b);
        return -Elementary.normalQuantile(Math.fma(v, ErrorFunctions.normalCdf(-a) - above, above));
    }

    /** The x = b - w at which Φ(x) is the given part of the way from Φ(a) to Φ(b), in units of Φ(b). */
    private static double far(double a, double b, double u, double v) {
        double ratio = Elementary.exp(logRatio(-b, b - a));
        double target = Elementary.log(Math.fma(v, ratio, u)); // ln (Φ(x) / Φ(b)), not above 0
        double w = target / b;
        // Concave in w: from the right, each step of Newton's method stays right of the root.
        for (int i = 0; i < 8; i++) {
            double step = (logRatio(-b, w) - target) / hazard(-b + w);
            w += step;
            if (Math.abs(step) <= 0x1p-50 * w) {
                break;
            }
        }
        return b - w;
    }

    /** ln (Φ(-t - w) / Φ(-t)) for t > 0. */
    private static double logRatio(double t, double w) {
        if (w == Double.POSITIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        double mills = ErrorFunctions.erfcx((t + w) * ROOT_HALF) / ErrorFunctions.erfcx(t * ROOT_HALF);
        return Elementary.log(mills) - w * Math.fma(0.5, w, t);
    }

    /** φ(t) / Φ(-t). */
    private static double hazard(double t) {
        return ROOT_TWO_OVER_PI / ErrorFunctions.erfcx(t * ROOT_HALF);
    }
}
