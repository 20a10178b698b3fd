package org.gradus.kernel;

/**
 * The tangent and the inverse trigonometric functions of one or two numbers.
 *
 * <p>Like {@link Elementary}: argument reduction, near-minimax polynomials, fused multiply-adds, no tables and no loops;
 * every choice is between values, so a vector form of the same steps gives the same bits. Divisions are corrected by
 * their remainders. The error bounds hold over more than 10^5 seeded points each, against double-double references.
 */
public final class Trigonometry {
    private static final double HALF_PI = 0x1.921fb54442d18p+0;
    private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;
    private static final double THREE_QUARTERS_PI = 0x1.2d97c7f3321d2p+1;
    private static final double THREE_QUARTERS_PI_LOW = 0x1.a79394c9e8a0ap-54;
    private static final double TINY = 0x1p-27; // f(x) = x to a tenth of the last place below it
    private static final double UPPER = 2.414; // about tan(3π/8)

    private static final Elementary.OfReduced TAN = Trigonometry::tanOfReduced;

    private Trigonometry() {}

    /**
     * Tangent of an angle in radians. Error at most 0.9 ulp to |x| = 2^20; beyond, {@link StrictMath#tan} (1 ulp).
     *
     * @param x the angle
     * @return tan x; -0 for -0, NaN for ±∞
     */
    public static double tan(double x) {
        double size = Math.abs(x);
        if (size < TINY) {
            return x;
        }
        return size <= Elementary.LARGEST_ANGLE ? Elementary.reduced(x, TAN) : StrictMath.tan(x);
    }

    private static double tanOfReduced(double angle, double low, int quadrant) {
        boolean odd = (quadrant & 1) != 0;
        double z = angle * angle;
        double sinRest = Math.fma(z * angle, Elementary.sinTail(z), Math.fma(-0.5 * z, low, low));
        double sin = angle + sinRest;
        double sinLow = (angle - sin) + sinRest;
        double half = 0.5 * z;
        double w = 1 - half;
        double cosRest = ((1 - w) - half - Math.fma(0.5 * angle, angle, -half))
                + Math.fma(z * z, Elementary.cosTail(z), -angle * low);
        double cos = w + cosRest;
        double cosLow = (w - cos) + cosRest;

        double n = odd ? -cos : sin;
        double nLow = odd ? -cosLow : sinLow;
        double d = odd ? sin : cos;
        double dLow = odd ? sinLow : cosLow;
        double q = n / d;
        double remainder = (Math.fma(-q, d, n) + nLow) - q * dLow;
        return q + remainder / d;
    }

    /**
     * Inverse sine: a polynomial to ½, and π/2 - 2 asin √((1-|x|)/2) above. Error at most 0.65 ulp.
     *
     * @param x a number of [-1, 1]
     * @return the angle in [-π/2, π/2]; -0 for -0, NaN outside [-1, 1]
     */
    public static double asin(double x) {
        double size = Math.abs(x);
        if (size <= 0.5) {
            double z = x * x;
            return Math.fma(x * z, asinTail(z), x);
        }
        double z = 0.5 * (1 - size); // exact
        double s = Math.sqrt(z);
        double rest = 2 * Math.fma(s * z, asinTail(z), rootRest(s, z));
        double high = HALF_PI - 2 * s;
        double lost = (HALF_PI - high) - 2 * s;
        return Math.copySign(high + (lost + (HALF_PI_LOW - rest)), x);
    }

    /**
     * Inverse cosine, by the same reduction as {@link #asin}. Error at most 0.65 ulp.
     *
     * @param x a number of [-1, 1]
     * @return the angle in [0, π]; NaN outside [-1, 1]
     */
    public static double acos(double x) {
        double size = Math.abs(x);
        if (size <= 0.5) {
            double z = x * x;
            double high = HALF_PI - x;
            double lost = (HALF_PI - high) - x;
            return high + (lost + (HALF_PI_LOW - x * z * asinTail(z)));
        }
        double z = 0.5 * (1 - size);
        double s = Math.sqrt(z);
        double rest = 2 * Math.fma(s * z, asinTail(z), rootRest(s, z));
        if (x > 0) {
            return 2 * s + rest;
        }
        double high = 2 * HALF_PI - 2 * s;
        double lost = (2 * HALF_PI - high) - 2 * s;
        return high + (lost + (2 * HALF_PI_LOW - rest));
    }

    /** √z - s for s = √z as rounded. */
    private static double rootRest(double s, double z) {
        return s == 0 ? 0 : Math.fma(-s, s, z) / (2 * s);
    }

    /** (asin(√z)/√z - 1) / z for z ≤ ¼, to 2^-58. */
    private static double asinTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.0bb04dc9e2249p-5, 0x1.64927afb044a8p-6);
        even = Math.fma(w, even, 0x1.6173e7f543781p-7);
        even = Math.fma(w, even, 0x1.ca20cdccd2d45p-7);
        even = Math.fma(w, even, 0x1.6e8bdfa64c88ap-6);
        even = Math.fma(w, even, 0x1.6db6db72260b2p-5);
        even = Math.fma(w, even, 0x1.5555555555578p-3);
        double odd = Math.fma(w, -0x1.59543b5689855p-6, 0x1.e2bf3d0ed2da3p-9);
        odd = Math.fma(w, odd, 0x1.757b7c2b8c3cdp-7);
        odd = Math.fma(w, odd, 0x1.1c49e2be1cf86p-6);
        odd = Math.fma(w, odd, 0x1.f1c71a8dc4229p-6);
        odd = Math.fma(w, odd, 0x1.333333332df7ep-4);
        return Math.fma(z, odd, even);
    }

    /**
     * Inverse tangent. With a = |x|, atan a is the polynomial of a to ½, π/4 + atan((a-1)/(a+1)) to 2.414, and
     * π/2 - atan(1/a) above. Error at most 0.8 ulp.
     *
     * @param x the tangent
     * @return the angle in [-π/2, π/2]; -0 for -0
     */
    public static double atan(double x) {
        double size = Math.abs(x);
        if (size < TINY) {
            return x;
        }
        double a = size > 0x1p60 ? 0x1p60 : size;
        boolean large = a > UPPER;
        boolean middle = a > 0.5;
        double n = large ? -1 : middle ? a - 1 : a; // exact
        double d = large ? a : middle ? a + 1 : 1;
        double dBack = d - a;
        double dLow = middle && !large ? (a - (d - dBack)) + (1 - dBack) : 0;
        double offset = large ? HALF_PI : middle ? HALF_PI / 2 : 0;
        double offsetLow = large ? HALF_PI_LOW : middle ? HALF_PI_LOW / 2 : 0;
        double t = n / d;
        double tLow = Math.fma(-t, dLow, Math.fma(-t, d, n)) / d;
        return Math.copySign(offsetAtan(offset, offsetLow, t, tLow), x);
    }

    /** offset + atan t, |t| ≤ ½, where offset is 0 or at least π/4. */
    private static double offsetAtan(double offset, double offsetLow, double t, double tLow) {
        double z = t * t;
        double rest = Math.fma(t * z, atanTail(z), Math.fma(-z, tLow, tLow) + offsetLow);
        double sum = offset + t;
        return sum + (((offset - sum) + t) + rest);
    }

    /** (atan(√z)/√z - 1) / z for z ≤ ¼, to 2^-57. */
    private static double atanTail(double z) {
        double w = z * z;
        double even = Math.fma(w, -0x1.c1fb016776262p-6, -0x1.a3a7796dae738p-5);
        even = Math.fma(w, even, -0x1.10f366bdc8ce9p-4);
        even = Math.fma(w, even, -0x1.745cf54d39a3bp-4);
        even = Math.fma(w, even, -0x1.249249216fabp-3);
        even = Math.fma(w, even, -0x1.5555555555518p-2);
        double odd = Math.fma(w, 0x1.4c28f6486c9a2p-7, 0x1.571dffe88a011p-5);
        odd = Math.fma(w, odd, 0x1.dfed0bbb627d2p-5);
        odd = Math.fma(w, odd, 0x1.3b114534a3075p-4);
        odd = Math.fma(w, odd, 0x1.c71c70967bb2dp-4);
        odd = Math.fma(w, odd, 0x1.99999999914ccp-3);
        return Math.fma(z, odd, even);
    }

    /**
     * The angle of the point (x, y), by the reduction of {@link #atan} with y/x as a fraction. Error at most 0.8 ulp.
     *
     * @param y the ordinate
     * @param x the abscissa
     * @return the angle in [-π, π], with the sign of y; for zeros and infinities as {@link Math#atan2}: ±0 for a
     *     positive x (also +0), ±π for a negative x (also -0), ±π/2 for x = ±0 and y ≠ 0, ±π/4 and ±3π/4 when both are
     *     infinite; NaN if either is NaN
     */
    public static double atan2(double y, double x) {
        double a = Math.abs(y);
        double b = Math.abs(x);
        if (!(a <= Double.MAX_VALUE && b <= Double.MAX_VALUE)) {
            return atan2OfSpecial(y, x, a, b);
        }
        boolean negative = Double.doubleToRawLongBits(x) < 0;
        if (!negative && a <= b * TINY) {
            return a == 0 ? y : y / x;
        }
        double largest = Math.max(a, b);
        double scale = largest > 0x1p500 ? 0x1p-500 : largest < 0x1p-500 ? 0x1p500 : 1;
        return Math.copySign(angle(a * scale, b * scale, negative), y);
    }

    private static double atan2OfSpecial(double y, double x, double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.NaN;
        }
        double one = b == Double.POSITIVE_INFINITY ? 1 : 0;
        return atan2(Math.copySign(a == Double.POSITIVE_INFINITY ? 1 : 0, y), Math.copySign(one, x));
    }

    /** The angle of (±b, a) for a, b ≥ 0. */
    private static double angle(double a, double b, boolean negative) {
        boolean large = a > UPPER * b;
        boolean middle = a > 0.5 * b;
        double difference = a - b;
        double back = difference - a;
        double differenceLow = (a - (difference - back)) - (b + back);
        double sum = a + b;
        back = sum - a;
        double sumLow = (a - (sum - back)) + (b - back);
        double n = large ? -b : middle ? difference : a;
        double nLow = middle && !large ? differenceLow : 0;
        double d = large ? a : middle ? sum : b;
        double dLow = middle && !large ? sumLow : 0;
        double offset =
                large ? HALF_PI : middle ? (negative ? THREE_QUARTERS_PI : HALF_PI / 2) : negative ? 2 * HALF_PI : 0;
        double offsetLow = large
                ? HALF_PI_LOW
                : middle ? (negative ? THREE_QUARTERS_PI_LOW : HALF_PI_LOW / 2) : negative ? 2 * HALF_PI_LOW : 0;
        if (d == 0) {
            return offset; // both are 0, and the abscissa is -0
        }
        double t = n / d;
        double tLow = (Math.fma(-t, dLow, Math.fma(-t, d, n)) + nLow) / d;
        return offsetAtan(offset, offsetLow, negative ? -t : t, negative ? -tLow : tLow);
    }
}
