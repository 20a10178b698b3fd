package org.gradus.kernel;

/**
 * The tail of a gamma or beta density with large parameters, relative to the density at its edge, by one Gauss-Legendre
 * rule over the stretch on which the density falls by e^-42. Its cost does not depend on the parameters, where series
 * and continued fractions need a number of terms that grows with their square root.
 */
final class TailQuadrature {
    private static final double DROP = 42; // e^-42 = 6e-19
    private static final GaussLegendre RULE = new GaussLegendre(32);

    private TailQuadrature() {}

    /**
     * ∫ exp(-slope u + p (ln(1-u) + u) + q (ln(1+su) - su)) du from 0, to 1 if p > 0, else to ∞. The exponent is concave;
     * its first term may increase, but by less than its curvature takes away.
     */
    static double integral(double slope, double p, double q, double s) {
        double end = end(slope, p, q, s);
        double sum = 0;
        for (int i = 0; i < RULE.nodes.length; i++) {
            double u = end * RULE.nodes[i];
            double exponent = -slope * u;
            if (p > 0) {
                exponent += p * Exponentials.log1pMinus(-u);
            }
            if (q > 0) {
                exponent += q * Exponentials.log1pMinus(s * u);
            }
            sum = Math.fma(RULE.weights[i], Elementary.exp(exponent), sum);
        }
        return end * sum;
    }

    /**
     * Where slope u + p u²/2 + q w²/(2 + 4w/3) = DROP, w = su: at least where the exponent has fallen so far, since
     * -ln(1-u) - u ≥ u²/2 and w - ln(1+w) ≥ w²/(2 + 4w/3). By Newton's method from above, on a convex function.
     */
    private static double end(double slope, double p, double q, double s) {
        double c = q * s * s;
        double u = p > 0 ? positiveRoot(0.5 * p, slope, DROP) : Double.POSITIVE_INFINITY;
        if (c > 0) {
            // q w²/2 + slope u (1 + 2w/3) = DROP (1 + 2w/3)
            double third = 2 * s / 3;
            u = Math.min(u, positiveRoot(Math.fma(slope, third, 0.5 * c), slope - DROP * third, DROP));
        }
        for (int i = 0; p > 0 && c > 0 && i < 6; i++) {
            double w = s * u;
            double d = 1 + 2 * w / 3;
            double value = slope * u + 0.5 * p * u * u + 0.5 * c * u * u / d - DROP;
            double derivative = slope + p * u + c * u * (1 + w / 3) / (d * d);
            u -= value / derivative;
        }
        return p > 0 ? Math.min(u, 1) : u;
    }

    /** The positive root of a u² + b u = c for c > 0. */
    private static double positiveRoot(double a, double b, double c) {
        double root = Roots.hypot(b, 2 * Math.sqrt(a) * Math.sqrt(c));
        return b > 0 ? 2 * c / (b + root) : (root - b) / (2 * a);
    }
}
