package org.gradus.optim.stochastic;

import org.gradus.error.ArgumentException;

/**
 * What theory says of stochastic gradients (Bottou, Curtis and Nocedal 2018, theorems 4.6 to 4.8): bounds to hold runs against.
 *
 * @param convexity c of strong convexity; 0 for none
 * @param smoothness L of the gradient, positive
 * @param noise M: E‖g‖² ≤ M + M_G·‖∇F‖²
 * @param growth M_G, 1 or more
 * @param alignment μ in (0, 1]: ∇Fᵀ·E g ≥ μ·‖∇F‖²; 1 for unbiased gradients
 */
public record GradientTheory(double convexity, double smoothness, double noise, double growth, double alignment) {

    /**
     * Checks the constants.
     *
     * @throws ArgumentException when one is out of its range
     */
    public GradientTheory {
        if (!(convexity >= 0
                && smoothness >= convexity
                && smoothness > 0
                && noise >= 0
                && growth >= 1
                && alignment > 0
                && alignment <= 1)) {
            throw new ArgumentException(
                    "GradientTheory: c " + convexity + ", L " + smoothness + ", M " + noise + ", M_G " + growth
                            + ", mu " + alignment,
                    "0 <= c <= L, M >= 0, M_G >= 1, mu in (0, 1]");
        }
    }

    /**
     * Unbiased gradients whose noise has a variance that does not depend on the point.
     *
     * @param convexity c
     * @param smoothness L
     * @param variance M
     * @return M_G = μ = 1
     */
    public static GradientTheory additive(double convexity, double smoothness, double variance) {
        return new GradientTheory(convexity, smoothness, variance, 1, 1);
    }

    /**
     * The largest fixed rate with a bound.
     *
     * @return μ/(L·M_G)
     */
    public double largestRate() {
        return alignment / (smoothness * growth);
    }

    /**
     * Theorem 4.6: a fixed rate on strongly convex functions.
     *
     * @param rate a, at most {@link #largestRate}
     * @param k the step, from 1
     * @param gap F(w₁) − F*
     * @return a·L·M/(2·c·μ) + (1 − a·c·μ)ᵏ⁻¹·(gap − a·L·M/(2·c·μ))
     */
    public double fixed(double rate, int k, double gap) {
        double floor = rate * smoothness * noise / (2 * convexity * alignment);
        return floor + Math.pow(1 - rate * convexity * alignment, k - 1) * (gap - floor);
    }

    /**
     * Theorem 4.7: rates β/(γ + k) on strongly convex functions have a gap of at most ν/(γ + k).
     *
     * @param beta β, above 1/(c·μ)
     * @param gamma γ, positive, with β/(γ + 1) at most {@link #largestRate}
     * @param gap F(w₁) − F*
     * @return ν = max(β²·L·M/(2·(β·c·μ − 1)), (γ + 1)·gap)
     */
    public double decreasing(double beta, double gamma, double gap) {
        return Math.max(beta * beta * smoothness * noise / (2 * (beta * convexity * alignment - 1)), (gamma + 1) * gap);
    }

    /**
     * Theorem 4.8: a fixed rate on functions that need not be convex.
     *
     * @param rate a
     * @param steps K
     * @param gap F(w₁) − inf F
     * @return a bound on the mean of E‖∇F‖² over the steps, a·L·M/μ + 2·gap/(K·μ·a)
     */
    public double squaredGradients(double rate, int steps, double gap) {
        return rate * smoothness * noise / alignment + 2 * gap / (steps * alignment * rate);
    }

    /**
     * The slope of a line through points, by least squares: rates are slopes of logarithms.
     *
     * @param x places, two or more that differ
     * @param y values
     * @return Σ (x − x̄)(y − ȳ)/Σ (x − x̄)²
     */
    public static double slope(double[] x, double[] y) {
        double meanX = java.util.Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = java.util.Arrays.stream(y).average().orElse(Double.NaN);
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < x.length; i++) {
            top += (x[i] - meanX) * (y[i] - meanY);
            bottom += (x[i] - meanX) * (x[i] - meanX);
        }
        return top / bottom;
    }
}
