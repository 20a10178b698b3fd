package org.gradus.kernel;

/**
 * Activation functions of neural networks, and the inverse of the logistic function, of one number.
 *
 * <p>They are right to the ends of the range: nothing overflows or cancels, and the products with a vanishing factor keep
 * their digits as subnormal numbers. The error bounds hold over more than 10^4 seeded points each, against values of 200
 * bits.
 */
public final class Activations {
    private static final double FAR = -40; // 1 + e^x = 1 to the last bit below it
    private static final double NOTHING = -800; // x e^x = -0 below it

    private Activations() {}

    /**
     * The sigmoid linear unit x / (1 + e⁻ˣ). Error at most 2 ulp. Source: Elfwing, Uchibe, Doya, Sigmoid-weighted linear
     * units, arXiv:1702.03118.
     *
     * @param x the argument
     * @return x times {@link Elementary#sigmoid}; -0 for -∞
     */
    public static double silu(double x) {
        return x < FAR ? farLeft(x) : x * Elementary.sigmoid(x);
    }

    /** x e^x. */
    private static double farLeft(double x) {
        return x < NOTHING ? -0.0 : Exponentials.scaledExp(x, 0, x, 0);
    }

    /**
     * The Gaussian error linear unit x Φ(x). Error at most 2 ulp. Source: Hendrycks, Gimpel, Gaussian error linear units,
     * arXiv:1606.08415.
     *
     * @param x the argument
     * @return x times {@link ErrorFunctions#normalCdf}; -0 for -∞
     */
    public static double gelu(double x) {
        return ErrorFunctions.normalCdfTimesArgument(x);
    }

    /**
     * x tanh(ln(1 + e^x)) = x w(w + 2) / (w(w + 2) + 2) with w = e^x. Error at most 3.5 ulp. Source: Misra, Mish,
     * arXiv:1908.08681.
     *
     * @param x the argument
     * @return the activation; -0 for -∞
     */
    public static double mish(double x) {
        if (x < FAR) {
            return farLeft(x);
        }
        if (x > 40) {
            return x;
        }
        double w = Elementary.exp(x);
        double n = w * (w + 2);
        return x * (n / (n + 2));
    }

    /**
     * x / (1 + |x|). Error at most 1.1 ulp.
     *
     * @param x the argument
     * @return a number of [-1, 1]; -0 for -0, ±1 for ±∞
     */
    public static double softsign(double x) {
        double size = Math.abs(x);
        return size == Double.POSITIVE_INFINITY ? Math.copySign(1, x) : x / (1 + size);
    }

    /**
     * ln(x / (1 - x)): 2 atanh(2x - 1) from ¼ to ¾, so it keeps its digits near its zero ½. Error at most 2 ulp.
     *
     * @param x a number of [0, 1]
     * @return the number whose logistic function is x; -∞ for 0, ∞ for 1, NaN outside [0, 1]
     */
    public static double logit(double x) {
        if (x >= 0.25 && x <= 0.75) {
            return 2 * Hyperbolic.atanh(2 * x - 1); // 2x - 1 is exact
        }
        return Elementary.log(x) - Elementary.log1p(-x);
    }
}
