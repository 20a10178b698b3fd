package org.gradus.kernel;

/** Powers of exp(-2πi/n), each to the last place, whatever the power. */
final class RootsOfUnity {
    private static final double HALF_PI = 0x1.921fb54442d18p+0;
    private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;

    private RootsOfUnity() {}

    /**
     * re[at] + i·im[at] = exp(-2πi·k/n). The angle is brought to an eighth of the circle in whole numbers, and its
     * rounding error goes into the result.
     *
     * @param k a power, 0 ≤ k &lt; n
     * @param n the order, below 2^40
     */
    static void root(long k, long n, double[] re, double[] im, int at) {
        long quarter = 4 * k / n;
        long rest = 4 * k - quarter * n;
        boolean mirrored = 2 * rest > n;
        double part = mirrored ? n - rest : rest;
        double t = part / n;
        double tLow = Math.fma(-t, (double) n, part) / n;
        double angle = HALF_PI * t;
        double low = Math.fma(HALF_PI, t, -angle) + HALF_PI * tLow + HALF_PI_LOW * t;
        double sin = Elementary.sin(angle);
        double cos = Elementary.cos(angle);
        double s = Math.fma(low, cos, sin);
        double c = Math.fma(-low, sin, cos);
        double x = mirrored ? s : c;
        double y = mirrored ? c : s;
        switch ((int) quarter) {
            case 0 -> set(re, im, at, x, -y);
            case 1 -> set(re, im, at, -y, -x);
            case 2 -> set(re, im, at, -x, y);
            default -> set(re, im, at, y, x);
        }
    }

    private static void set(double[] re, double[] im, int at, double x, double y) {
        re[at] = x;
        im[at] = y;
    }
}
