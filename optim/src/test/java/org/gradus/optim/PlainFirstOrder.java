package org.gradus.optim;

import java.util.function.UnaryOperator;

/** First-order methods written plainly with arrays and loops, from their papers, for comparison. */
final class PlainFirstOrder {
    private PlainFirstOrder() {}

    static double[] momentum(
            UnaryOperator<double[]> gradient, double[] start, int steps, double rate, double decay, boolean nesterov) {
        double[] x = start.clone();
        double[] v = new double[x.length];
        for (int t = 0; t < steps; t++) {
            double[] g = gradient.apply(x);
            for (int i = 0; i < x.length; i++) {
                v[i] = decay * v[i] + g[i];
                x[i] -= rate * (nesterov ? g[i] + decay * v[i] : v[i]);
            }
        }
        return x;
    }

    /** Adam; weight decay is coupled, in the gradient, or decoupled, beside the scaled update. */
    static double[] adam(
            UnaryOperator<double[]> gradient,
            double[] start,
            int steps,
            double rate,
            double b1,
            double b2,
            double epsilon,
            double coupled,
            double decoupled) {
        double[] x = start.clone();
        double[] m = new double[x.length];
        double[] v = new double[x.length];
        for (int t = 1; t <= steps; t++) {
            double[] g = gradient.apply(x);
            for (int i = 0; i < x.length; i++) {
                double gi = g[i] + coupled * x[i];
                m[i] = b1 * m[i] + (1 - b1) * gi;
                v[i] = b2 * v[i] + (1 - b2) * gi * gi;
                double corrected = m[i] / (1 - Math.pow(b1, t));
                double square = v[i] / (1 - Math.pow(b2, t));
                x[i] -= rate * (corrected / (Math.sqrt(square) + epsilon) + decoupled * x[i]);
            }
        }
        return x;
    }
}
