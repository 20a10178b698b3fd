package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;

/**
 * The function of Nesterov on which no method that moves along gradients is fast: f(x) = β/8·(xᵀAx − 2·x₁), A tridiagonal with −1, 2, −1.
 * Within t ≤ (d − 1)/2 steps from 0 the gap is at least 3·β·R²/(32·(t + 1)²).
 *
 * @param dimension d, one or more
 * @param smoothness β, positive
 */
public record WorstCase(int dimension, double smoothness) implements Oracle.Function {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public WorstCase {
        if (dimension < 1 || !(smoothness > 0)) {
            throw new ArgumentException(
                    "WorstCase: dimension " + dimension + ", smoothness " + smoothness, "both are positive");
        }
    }

    private double times(double[] x, int i) {
        double sum = 2 * x[i];
        sum -= i > 0 ? x[i - 1] : 0;
        return i + 1 < x.length ? sum - x[i + 1] : sum;
    }

    @Override
    public double value(double[] x) {
        double sum = -2 * x[0];
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * times(x, i);
        }
        return smoothness / 8 * sum;
    }

    @Override
    public double[] gradient(double[] x) {
        double[] g = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            g[i] = smoothness / 4 * (times(x, i) - (i == 0 ? 1 : 0));
        }
        return g;
    }

    /**
     * The minimum.
     *
     * @return x*ᵢ = 1 − i/(d + 1), i from 1
     */
    public double[] minimizer() {
        double[] x = new double[dimension];
        java.util.Arrays.setAll(x, i -> 1 - (i + 1.0) / (dimension + 1));
        return x;
    }

    /**
     * The least value.
     *
     * @return −β/8·(1 − 1/(d + 1))
     */
    public double least() {
        return -smoothness / 8 * (1 - 1.0 / (dimension + 1));
    }
}
