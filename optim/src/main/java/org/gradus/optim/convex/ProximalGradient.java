package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.coordinate.Separable;
import org.gradus.optim.stochastic.SampledRun;

/**
 * Proximal gradients for f + Σ r(xᵢ), ISTA, and accelerated, FISTA (Beck and Teboulle 2009): y₊ = prox_{r/β}(x − ∇f(x)/β), x ← y₊ + (λₜ −
 * 1)/λₜ₊₁·(y₊ − y) with λ₁ = 1, λₜ₊₁ = (1 + √(1 + 4·λₜ²))/2; without acceleration x ← y₊. Gaps are at most β·R²/(2·t) and 2·β·R²/(t + 1)² after
 * t steps.
 *
 * @param smoothness β of f, positive
 * @param term r
 * @param accelerated whether it is FISTA
 */
public record ProximalGradient(double smoothness, Separable term, boolean accelerated) {

    /**
     * Checks the constant.
     *
     * @throws ArgumentException when it is not positive
     */
    public ProximalGradient {
        if (!(smoothness > 0)) {
            throw new ArgumentException(
                    "ProximalGradient: smoothness " + smoothness + " is not positive", "give a bound on the curvature");
        }
    }

    /**
     * A run.
     *
     * @param f the smooth part
     * @param start x₁
     * @param steps zero or more
     * @param watcher sees every y
     * @return the last y
     */
    public double[] run(Oracle f, double[] start, int steps, SampledRun.Watcher watcher) {
        double[] x = start.clone();
        double[] y = start.clone();
        double lambda = 1;
        for (int t = 1; t <= steps; t++) {
            double[] next = Vectors.plus(x, -1 / smoothness, f.gradient(x));
            for (int i = 0; i < next.length; i++) {
                next[i] = term.prox(next[i], 1 / smoothness);
            }
            double after = 0.5 * (1 + Math.sqrt(1 + 4 * lambda * lambda));
            x = accelerated ? Vectors.plus(next, (lambda - 1) / after, Vectors.minus(next, y)) : next;
            y = next;
            lambda = after;
            watcher.at(t, y);
        }
        return y;
    }
}
