package org.gradus.solve;

import org.gradus.optim.Bounds;
import org.gradus.optim.Vectors;

/**
 * The step of Levenberg and Marquardt inside bounds: entries at a bound that a descent would cross are fixed, entries
 * whose step crosses one are fixed there, and the others are solved for again.
 *
 * @param trial the point to try
 * @param predicted the model's decrease of the sum of squares
 * @param slope rᵀJs, half the sum's slope along the step
 * @param damping λ; 0 for a whole Gauss–Newton step
 * @param isClipped whether a bound shortened it
 * @param fixed the entries that were not solved for
 */
@SuppressWarnings("ArrayRecordComponent")
record BoundedStep(double[] trial, double predicted, double slope, double damping, boolean isClipped, boolean[] fixed) {

    static BoundedStep of(LinearizedResiduals linear, Bounds bounds, LevenbergMarquardt.State state) {
        double[] x = state.at().point();
        int n = x.length;
        double[] projected = bounds.projectedGradient(x, state.gradient());
        boolean[] fixed = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean blocked = projected[i] == 0 && state.gradient()[i] != 0;
            fixed[i] = blocked || bounds.lower()[i] == bounds.upper()[i];
        }
        double[] s = new double[n];
        double damping = 0;
        boolean crossed = true;
        boolean clipped = false;
        while (crossed) {
            TrustRadius inside = linear.step(fixed, s, state.scale(), state.radius(), state.damping());
            damping = Math.max(damping, inside.damping());
            double[] wanted = Vectors.plus(x, 1, inside.p());
            double[] reached = bounds.project(wanted);
            crossed = false;
            for (int i = 0; i < n; i++) {
                if (!fixed[i] && reached[i] != wanted[i]) {
                    s[i] = reached[i] - x[i];
                    fixed[i] = true;
                    crossed = true;
                }
            }
            if (!crossed) {
                s = inside.p();
            }
            clipped |= crossed;
        }
        double[] change = linear.times(s);
        double slope = Vectors.dot(linear.residuals(), change);
        double predicted = -2 * slope - Vectors.dot(change, change);
        return new BoundedStep(bounds.project(Vectors.plus(x, 1, s)), predicted, slope, damping, clipped, fixed);
    }
}
