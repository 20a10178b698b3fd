package org.gradus.linear;

import java.util.List;

/** Extreme eigenvalues of symmetric tridiagonal matrices, by bisection with Sturm's count. */
final class Tridiagonal {
    private static final int BISECTIONS = 60;

    private Tridiagonal() {}

    /**
     * Condition number of the Lanczos matrix that conjugate gradients form: diagonal 1/αₖ + βₖ₋₁/αₖ₋₁, off-diagonal √βₖ/αₖ.
     *
     * @return λmax/λmin, or NaN when there were no iterations
     */
    static double condition(List<Double> alphas, List<Double> betas) {
        int n = alphas.size();
        if (n == 0) {
            return Double.NaN;
        }
        double[] diagonal = new double[n];
        double[] off = new double[n - 1];
        for (int k = 0; k < n; k++) {
            diagonal[k] = 1 / alphas.get(k) + (k == 0 ? 0 : betas.get(k - 1) / alphas.get(k - 1));
            if (k < n - 1) {
                off[k] = Math.sqrt(betas.get(k)) / alphas.get(k);
            }
        }
        double bound = 0;
        for (int k = 0; k < n; k++) {
            double radius = (k > 0 ? off[k - 1] : 0) + (k < n - 1 ? off[k] : 0);
            bound = Math.max(bound, Math.abs(diagonal[k]) + radius);
        }
        return eigenvalue(diagonal, off, n - 1, bound) / eigenvalue(diagonal, off, 0, bound);
    }

    /** The eigenvalue with the given rank from below, between −bound and bound. */
    static double eigenvalue(double[] diagonal, double[] off, int rank, double bound) {
        double low = -bound;
        double high = bound;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (below(diagonal, off, middle) > rank) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private static int below(double[] diagonal, double[] off, double x) {
        int count = 0;
        double pivot = 1;
        for (int k = 0; k < diagonal.length; k++) {
            double coupling = k == 0 ? 0 : off[k - 1] * off[k - 1] / pivot;
            pivot = diagonal[k] - x - coupling;
            if (pivot == 0) {
                pivot = Double.MIN_NORMAL;
            }
            if (pivot < 0) {
                count++;
            }
        }
        return count;
    }
}
