package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.SampledRun;

/**
 * Gradient descent and Nesterov's acceleration on smooth functions, with the rates of a black box (Bubeck, Convex Optimization:
 * Algorithms and Complexity, 2015, section 3). β is the smoothness, α the strong convexity, κ = β/α, R = ‖x₁ − x*‖.
 *
 * <pre>
 * plain, α = 0:          x ← x − ∇f(x)/β                                          2·β·R²/(t + 4)
 * plain, α above 0:      x ← x − 2/(α + β)·∇f(x)                                  β/2·exp(−4·(t − 1)/(κ + 1))·R²
 * accelerated, α = 0:    y₊ = x − ∇f(x)/β,  x ← (1 − γₜ)·y₊ + γₜ·y                2·β·R²/t²
 *                        λ₀ = 0, λₜ = (1 + √(1 + 4·λₜ₋₁²))/2, γₜ = (1 − λₜ)/λₜ₊₁
 * accelerated, α above 0: x ← y₊ + (√κ − 1)/(√κ + 1)·(y₊ − y)                     (α + β)/2·R²·exp(−(t − 1)/√κ)
 * </pre>
 *
 * <p>The point of accelerated forms is y.
 *
 * @param smoothness β, positive
 * @param convexity α, zero or more, at most β
 * @param accelerated whether steps have momentum
 */
public record SmoothDescent(double smoothness, double convexity, boolean accelerated) {

    /**
     * Checks the constants.
     *
     * @throws ArgumentException when one is out of its range
     */
    public SmoothDescent {
        if (!(smoothness > 0 && convexity >= 0 && convexity <= smoothness)) {
            throw new ArgumentException(
                    "SmoothDescent: smoothness " + smoothness + ", convexity " + convexity,
                    "0 <= convexity <= smoothness");
        }
    }

    /**
     * The bound on the gap.
     *
     * @param t 1 at the start, t after t − 1 steps
     * @param distance R
     * @return of the form, infinite where there is none
     */
    public double bound(int t, double distance) {
        double square = distance * distance;
        double kappa = smoothness / convexity;
        if (convexity == 0) {
            return accelerated
                    ? 2 * smoothness * square / ((double) t * t)
                    : RateCheck.gradientDescent(smoothness, square, t);
        }
        return accelerated
                ? 0.5 * (convexity + smoothness) * square * Math.exp(-(t - 1) / Math.sqrt(kappa))
                : 0.5 * smoothness * square * Math.exp(-4 * (t - 1) / (kappa + 1));
    }

    /**
     * A run.
     *
     * @param f the function
     * @param start x₁
     * @param steps zero or more
     * @param watcher sees every point
     * @return the last point
     */
    public double[] run(Oracle f, double[] start, int steps, SampledRun.Watcher watcher) {
        double[] x = start.clone();
        double[] y = start.clone();
        double lambda = 1;
        double root = Math.sqrt(smoothness / Math.max(convexity, Double.MIN_NORMAL));
        double rate = !accelerated && convexity > 0 ? 2 / (convexity + smoothness) : 1 / smoothness;
        for (int t = 1; t <= steps; t++) {
            double[] next = Vectors.plus(x, -rate, f.gradient(x));
            double after = 0.5 * (1 + Math.sqrt(1 + 4 * lambda * lambda));
            double momentum = convexity > 0 ? (root - 1) / (root + 1) : (lambda - 1) / after;
            x = accelerated ? Vectors.plus(next, momentum, Vectors.minus(next, y)) : next;
            y = next;
            lambda = after;
            watcher.at(t, y);
        }
        return y;
    }
}
