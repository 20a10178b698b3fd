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
        // In the larger of u and su, so that the squares of the scales do not overflow.
        return s <= 1 ? integral(slope, p, 1, q, s) : integral(slope / s, p, 1 / s, q, 1) / s;
    }

    /** ∫ exp(-slope v + p (ln(1-rv) + rv) + q (ln(1+sv) - sv)) dv from 0, to 1/r if p > 0, else to ∞. */
    private static double integral(double slope, double p, double r, double q, double s) {
        double end = end(slope, p * r * r, r, q * s * s, s);
        double sum = 0;
        for (int i = 0; i < RULE.nodes.length; i++) {
            double v = end * RULE.nodes[i];
            double exponent = -slope * v;
            if (p > 0) {
                exponent += p * Exponentials.log1pMinus(-r * v);
            }
            if (q > 0) {
                exponent += q * Exponentials.log1pMinus(s * v);
            }
            sum = Math.fma(RULE.weights[i], Elementary.exp(exponent), sum);
        }
        return end * sum;
    }

    /**
     * Where slope v + b v²/2 + c v²/(2 + 4sv/3) = DROP, or 1/r: at least where the exponent has fallen so far, since
     * -ln(1-w) - w ≥ w²/2 and w - ln(1+w) ≥ w²/(2 + 4w/3). By Newton's method from above, on a convex function.
     */
    private static double end(double slope, double b, double r, double c, double s) {
        double v = b > 0 ? positiveRoot(0.5 * b, slope, DROP) : Double.POSITIVE_INFINITY;
        if (c > 0) {
            // c v²/2 + slope v (1 + 2sv/3) = DROP (1 + 2sv/3)
            double third = 2 * s / 3;
            v = Math.min(v, positiveRoot(Math.fma(slope, third, 0.5 * c), slope - DROP * third, DROP));
        }
        for (int i = 0; b > 0 && c > 0 && i < 6; i++) {
            double w = s * v;
            double d = 1 + 2 * w / 3;
            double value = slope * v + 0.5 * b * v * v + 0.5 * c * v * v / d - DROP;
            double derivative = slope + b * v + c * v * (1 + w / 3) / (d * d);
            v -= value / derivative;
        }
        return b > 0 ? Math.min(v, 1 / r) : v;
    }

    /** The positive root of a u² + b u = c for c > 0. */
    private static double positiveRoot(double a, double b, double c) {
        double root = Roots.hypot(b, 2 * Math.sqrt(a) * Math.sqrt(c));
        return b > 0 ? 2 * c / (b + root) : (root - b) / (2 * a);
    }
}
