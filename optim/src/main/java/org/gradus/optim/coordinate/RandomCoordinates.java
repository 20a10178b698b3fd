package org.gradus.optim.coordinate;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.stochastic.Draws;
import org.gradus.optim.stochastic.SampledRun;
import org.gradus.tensor.Key;

/**
 * Descent along single coordinates drawn with chances in proportion to βᵢ^γ, x ← xᵢ − ∂ᵢf(x)/βᵢ (Nesterov 2012): after t steps the mean gap is at
 * most 2·R²·Σ βᵢ^γ/t in the norm of the chances.
 *
 * @param gamma γ; 0 for equal chances, 1 for those of the curvature
 */
public record RandomCoordinates(double gamma) {

    /**
     * A run.
     *
     * @param problem whose bound has βᵢ on its diagonal
     * @param start x
     * @param steps zero or more
     * @param key of the draws
     * @param watcher sees every iterate
     * @return the last iterate
     */
    public double[] run(BlockProblem problem, double[] start, int steps, Key key, SampledRun.Watcher watcher) {
        int n = problem.size();
        double[] beta = new double[n];
        Arrays.setAll(beta, i -> problem.bound(new int[] {i})[0][0]);
        if (start.length != n || Arrays.stream(beta).anyMatch(b -> !(b > 0))) {
            throw new ArgumentException(
                    "RandomCoordinates: the start has " + start.length + " coordinates, the problem " + n,
                    "give a start of the problem's size, and coordinates with curvature");
        }
        double total = Arrays.stream(beta).map(b -> Math.pow(b, gamma)).sum();
        double[] chances =
                Arrays.stream(beta).map(b -> Math.pow(b, gamma) / total).toArray();
        Draws draws = new Draws(key);
        double[] x = start.clone();
        for (int t = 1; t <= steps; t++) {
            int i = draws.choice(chances);
            x[i] -= problem.gradient(x)[i] / beta[i];
            watcher.at(t, x);
        }
        return x;
    }
}
