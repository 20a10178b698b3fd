package org.gradus.kernel;

/** The Gauss-Legendre rule with n points on [0, 1]; n points integrate polynomials of degree 2n - 1 exactly. */
final class GaussLegendre {
    /** The points. */
    final double[] nodes;

    /** Their weights, with sum 1. */
    final double[] weights;

    GaussLegendre(int n) {
        nodes = new double[n];
        weights = new double[n];
        for (int i = 0; i < n; i++) {
            double z = StrictMath.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int round = 0; round < 8; round++) { // Newton's method on the Legendre polynomial, to rounding error
                double p = 1;
                double previous = 0;
                for (int k = 1; k <= n; k++) {
                    double next = ((2 * k - 1) * z * p - (k - 1) * previous) / k;
                    previous = p;
                    p = next;
                }
                slope = n * (z * p - previous) / (z * z - 1);
                z -= p / slope;
            }
            nodes[i] = 0.5 * (1 - z);
            weights[i] = 1 / ((1 - z * z) * slope * slope);
        }
    }
}
