package org.gradus.kernel;

/**
 * Cube root, reciprocal square root and the length of a vector in the plane.
 *
 * <p>Each is a good approximation corrected once by its residual, which fused multiply-adds give without error; the
 * results are almost always the nearest double. The error bounds hold over more than 10^5 seeded points each, against
 * double-double references.
 */
public final class Roots {
    private static final double CBRT_2 = 0x1.428a2f98d728bp+0;
    private static final double CBRT_4 = 0x1.965fea53d6e3dp+0;

    private Roots() {}

    /**
     * Cube root. Error at most 0.52 ulp; exact for cubes. Method: a polynomial to 2^-19 on [1, 2), one step of Halley's
     * iteration.
     *
     * @param x the argument
     * @return ∛x; -0 for -0, negative for a negative argument
     */
    public static double cbrt(double x) {
        double size = Math.abs(x);
        if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
            return x;
        }
        boolean tiny = size < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? size * 0x1p54 : size);
        int exponent = (int) (bits >> 52) - 1023;
        int third = (exponent + 3072) / 3 - 1024;
        int rest = exponent - 3 * third;
        double f = Double.longBitsToDouble((bits & 0xfffffffffffffL) | 0x3ff0000000000000L);
        double m = f * (rest == 0 ? 1 : rest == 1 ? 2 : 4); // size = 2^(3 third) m
        double y = cbrtStart(f - 1.5) * (rest == 0 ? 1 : rest == 1 ? CBRT_2 : CBRT_4);
        double square = y * y;
        double squareLow = Math.fma(y, y, -square);
        double residual = Math.fma(squareLow, y, Math.fma(square, y, -m)); // y³ - m
        double root = Math.fma(-y, residual / Math.fma(2 * square, y, m), y);
        return Math.copySign(root * Elementary.powerOfTwo(third - (tiny ? 18 : 0)), x);
    }

    /** ∛(3/2 + t), |t| ≤ ½, to 2^-19 of it. */
    private static double cbrtStart(double z) {
        double w = z * z;
        double even = Math.fma(w, -0x1.509bad29948f3p-7, -0x1.ce52d0dd80c0ep-5);
        even = Math.fma(w, even, 0x1.250be83924c4bp+0);
        double odd = Math.fma(w, 0x1.5e85be6f6cd23p-8, 0x1.54cad5ea34827p-6);
        odd = Math.fma(w, odd, 0x1.047e071435e18p-2);
        return Math.fma(z, odd, even);
    }

    /**
     * Reciprocal square root 1/√x. Error at most 0.51 ulp.
     *
     * @param x the argument
     * @return x^(-1/2); ±∞ for ±0, 0 for ∞, NaN below 0
     */
    public static double rsqrt(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return 1 / Math.sqrt(x);
        }
        boolean tiny = x < 0x1p-900; // below, a residual would underflow
        double a = tiny ? x * 0x1p200 : x;
        double root = Math.sqrt(a);
        double y = 1 / root;
        double correction = Math.fma(-y, root, 1) - 0.5 * (Math.fma(-root, root, a) / a);
        return Math.fma(y, correction, y) * (tiny ? 0x1p100 : 1);
    }

    /**
     * √(x² + y²), without overflow or underflow on the way. Error at most 0.51 ulp. Source: C. F. Borges, An improved
     * algorithm for hypot(a, b), arXiv:1904.09481 (the fused form).
     *
     * @param x one component
     * @param y the other
     * @return the length, never negative; ∞ if either is infinite, even when the other is NaN; else NaN if either is NaN
     */
    public static double hypot(double x, double y) {
        double a = Math.abs(x);
        double b = Math.abs(y);
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        if (!(high <= Double.MAX_VALUE)) {
            boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
            return infinite ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (low <= high * 0x1p-54) {
            return high + low;
        }
        double scale = high > 0x1p500 ? 0x1p-600 : high < 0x1p-400 ? 0x1p600 : 1;
        high *= scale;
        low *= scale;
        double h = Math.sqrt(Math.fma(high, high, low * low));
        double hh = h * h;
        double aa = high * high;
        double correction =
                Math.fma(-low, low, hh - aa) + Math.fma(h, h, -hh) - Math.fma(high, high, -aa); // h² - a² - b²
        return (h - correction / (2 * h)) / scale;
    }
}
