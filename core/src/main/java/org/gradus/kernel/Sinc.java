package org.gradus.kernel;

/**
 * The function sinc x = sin(πx)/(πx) and its derivatives.
 *
 * <p>With z = πx the derivative of order n in z is ∫₀¹ tⁿ cos⁽ⁿ⁾(zt) dt. For |z| below 1 it is summed as a power series, for
 * |z| beyond n by the recurrence S⁽ⁿ⁾ = (sin⁽ⁿ⁾z - n S⁽ⁿ⁻¹⁾)/z, which is stable there, and between by the Gauss-Legendre rule:
 * in no case digits cancel that the result needs, but near its zeros. The sine and cosine of πx are taken at the exact
 * distance of x to the nearest integer, so sinc is 0 at the integers.
 */
public final class Sinc {
    private static final double PI_LOW = 0x1.1a62633145c07p-53;
    private static final GaussLegendre RULE = new GaussLegendre(48);

    private Sinc() {}

    /**
     * sin(πx)/(πx). Error at most 2.5 ulp.
     *
     * @param x the argument
     * @return sinc x; 1 for 0, 0 for the other integers, NaN for ±∞
     */
    public static double sinc(double x) {
        double a = Math.abs(x);
        if (a < 0x1p-28) {
            return 1;
        }
        double z = Math.PI * a;
        double zLow = Math.fma(Math.PI, a, -z) + PI_LOW * a;
        double s = sinPi(a);
        if (s == 0) {
            return 0;
        }
        return s / z * (1 - zLow / z);
    }

    /**
     * The derivative of order n of {@link #sinc}. The error is at most 1e-14 of πⁿ/(n+1), the largest size of the
     * derivative, and near 0 of the derivative itself, for n ≤ 12.
     *
     * @param n the order, at least 0
     * @param x the argument
     * @return the derivative; NaN for ±∞
     */
    public static double derivative(int n, double x) {
        if (n == 0) {
            return sinc(x);
        }
        double a = Math.abs(x);
        double z = Math.PI * a;
        double value = z <= 1 ? series(n, z) : z >= n ? recurrence(n, a, z) : integral(n, z);
        double scaled = value * power(Math.PI, n);
        return (n & 1) == 1 && x < 0 ? -scaled : scaled;
    }

    /** Σ (-1)^k z^(2k-n) / ((2k-n)! (2k+1)) over 2k ≥ n. */
    private static double series(int n, double z) {
        int k = (n + 1) / 2;
        double power = (n & 1) == 1 ? z : 1;
        power = (k & 1) == 1 ? -power : power;
        double sum = 0;
        for (int i = (n & 1); i < 24; i += 2, k++) {
            sum += power / (2 * k + 1);
            power *= -z * z / ((i + 1) * (i + 2));
        }
        return sum;
    }

    private static double recurrence(int n, double x, double z) {
        double sin = sinPi(x);
        double cos = cosPi(x);
        double value = sin / z;
        for (int i = 1; i <= n; i++) {
            value = (turned(i, sin, cos) - i * value) / z;
        }
        return value;
    }

    private static double integral(int n, double z) {
        double sum = 0;
        for (int i = 0; i < RULE.nodes.length; i++) {
            double t = RULE.nodes[i];
            double angle = z * t;
            double wave = turned(n + 1, Elementary.sin(angle), Elementary.cos(angle)); // cos⁽ⁿ⁾ = sin⁽ⁿ⁺¹⁾
            sum += RULE.weights[i] * power(t, n) * wave;
        }
        return sum;
    }

    private static double power(double x, int n) {
        double product = 1;
        for (int i = 0; i < n; i++) {
            product *= x;
        }
        return product;
    }

    /** The derivative of order n of the sine. */
    private static double turned(int n, double sin, double cos) {
        double value = (n & 1) == 0 ? sin : cos;
        return (n & 2) == 0 ? value : -value;
    }

    /** sin πx for x ≥ 0. */
    private static double sinPi(double x) {
        double whole = Math.rint(x);
        double sin = ofReduced(x - whole, false);
        return isOdd(whole) ? -sin : sin;
    }

    /** cos πx for x ≥ 0. */
    private static double cosPi(double x) {
        double whole = Math.rint(x);
        double cos = ofReduced(x - whole, true);
        return isOdd(whole) ? -cos : cos;
    }

    private static double ofReduced(double r, boolean cosine) {
        double angle = Math.PI * r;
        double low = Math.fma(Math.PI, r, -angle) + PI_LOW * r;
        double sin = Elementary.sin(angle);
        double cos = Elementary.cos(angle);
        return cosine ? cos - sin * low : sin + cos * low;
    }

    private static boolean isOdd(double whole) {
        double half = 0.5 * whole;
        return half != Math.rint(half);
    }
}
