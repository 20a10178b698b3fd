package org.gradus.optim.quasar;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Counts;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.FiniteSum;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Accelerated descent with reduced variance for means of functions whose mean is quasar-convex (Fu, Xu and Wilson 2023, QASVRG). A
 * stage keeps a snapshot w with its full gradient G; its steps, with a batch B of m parts without replacement, are
 *
 * <pre>
 * x ← τ·y + (1 − τ)·z,  g = ∇f_B(x) − ∇f_B(w) + G,  z ← mirror step,  y ← x − g/L
 * </pre>
 *
 * <p>Plain (μ = 0): z ← z − γ·(2k + 3)/(8·L)·g, m = ⌈n·(2k + 3)/((n − 1)/8 + 2k + 3)⌉, the search with b = 0, c = γ·(k + 1)²/(4k + 6)
 * and the guess 1 − (2k + 3)/(k + 2)²; a stage has ⌈√((γ²/16 + 1)·D·16·L/(γ²·q·(f(w) − f*)))⌉ steps, q = 1/4. Strong (μ above 0): z ←
 * (b·z + a·x − g)/(a + b) with a = γ·μ/2, b = √(2·L·μ), m = ⌈8·n·(√(8κ) + γ)/((n − 1)·γ + 8·(√(8κ) + γ))⌉, κ = L/μ, the search with
 * γ·μ/4, c = √(2κ) and the guess γ/(2γ + √(8κ)); a stage has ⌈log(2/(γ·q))/log(1 + γ/√(8κ))⌉ steps. A stage ends early when ⟨g, y₊ −
 * y⟩ is above 0. Its last y is the next snapshot, y and z.
 *
 * <p>Variant: as in the authors' experiments, stages start anew from their snapshot. There the value that the search compares with is
 * taken at z; here it is taken at y, as its analysis has it. D is ‖x₀ − x*‖²/2, f* is 0 unless given.
 *
 * @param gamma γ in (0, 1]
 * @param smoothness L, positive
 * @param mu μ, zero or more
 * @param distance D, positive; used without μ alone
 * @param least f*, a lower bound; used without μ alone
 */
public record QuasarSvrg(double gamma, double smoothness, double mu, double distance, double least) {
    private static final double SHRINK = 0.25;
    private static final int LONGEST = 100_000;

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public QuasarSvrg {
        if (!(gamma > 0 && gamma <= 1 && smoothness > 0 && mu >= 0 && distance > 0)) {
            throw new ArgumentException(
                    "QuasarSvrg: gamma " + gamma + ", smoothness " + smoothness + ", mu " + mu + ", distance "
                            + distance,
                    "gamma is in (0, 1], mu zero or more, everything else positive");
        }
    }

    /**
     * The batch of a step.
     *
     * @param n parts
     * @param k the step's number in its stage
     * @return m, from 1 to n
     */
    public int batchSize(int n, int k) {
        double root = Math.sqrt(8 * smoothness / Math.max(mu, Double.MIN_NORMAL));
        double size = mu > 0
                ? 8 * n * (root + gamma) / ((n - 1) * gamma + 8 * (root + gamma))
                : n * (2 * k + 3) / ((n - 1) / 8.0 + 2 * k + 3);
        return Math.max(1, Math.min(n, (int) Math.ceil(size)));
    }

    private int length(double value) {
        double root = Math.sqrt(8 * smoothness / Math.max(mu, Double.MIN_NORMAL));
        double steps = mu > 0
                ? Math.log(2 / (gamma * SHRINK)) / Math.log1p(gamma / root)
                : Math.sqrt((gamma * gamma / 16 + 1)
                        * distance
                        * 16
                        * smoothness
                        / (gamma * gamma * SHRINK * Math.max(value - least, Double.MIN_NORMAL)));
        return (int) Math.max(1, Math.min(LONGEST, Math.ceil(steps)));
    }

    /**
     * A run.
     *
     * @param sum the mean of functions
     * @param start x₀
     * @param passes the run ends after the step with which this many evaluations of all parts are reached
     * @param key of the batches
     * @return the last snapshot or the y of the stage that was not finished; counts are of evaluations of single parts
     */
    public QuasarRun run(FiniteSum sum, double[] start, double passes, Key key) {
        Differentiable whole = sum.whole();
        int n = sum.size();
        double[] y = start.clone();
        List<Double> weights = new ArrayList<>();
        long used = 0;
        Key left = key;
        while (used < passes * n) {
            double[] snapshot = y;
            double[] full = new double[y.length];
            int length = length(whole.valueAndGradient(snapshot, full));
            used += n;
            double[] z = snapshot;
            for (int k = 0; k < length && used < passes * n; k++) {
                int m = batchSize(n, k);
                var keys = left.split(2);
                left = keys.get(1);
                Differentiable part = sum.batch(sample(keys.get(0), n, m));
                Bisearch.Found at = coupled(part, y, z, k);
                weights.add(at.weight());
                used += (long) m * (at.evaluations() + 1);
                double[] g = Vectors.plus(Vectors.minus(at.gradient(), part.gradient(snapshot)), 1, full);
                double[] next = Vectors.plus(at.point(), -1 / smoothness, g);
                boolean uphill = Vectors.dot(g, Vectors.minus(next, y)) > 0;
                z = mirror(z, at.point(), g, k);
                y = next;
                if (uphill) {
                    break;
                }
            }
        }
        double[] trace = weights.stream().mapToDouble(w -> w).toArray();
        return new QuasarRun(y, trace, new Counts(trace.length, used, used, 0));
    }

    private static int[] sample(Key key, int n, int m) {
        long[] order = Random.permutation(key, n).toLongs();
        int[] chosen = new int[m];
        java.util.Arrays.setAll(chosen, i -> (int) order[i]);
        return chosen;
    }

    private Bisearch.Found coupled(Differentiable f, double[] y, double[] z, int k) {
        if (mu > 0) {
            double kappa = smoothness / mu;
            double guess = gamma / (2 * gamma + Math.sqrt(8 * kappa));
            return Bisearch.find(f, y, z, gamma * mu / 4, Math.sqrt(2 * kappa), 0, guess);
        }
        double c = gamma * (k + 1.0) * (k + 1.0) / (4 * k + 6);
        return Bisearch.find(f, y, z, 0, c, 0, 1 - (2 * k + 3.0) / ((k + 2.0) * (k + 2.0)));
    }

    private double[] mirror(double[] z, double[] x, double[] g, int k) {
        if (mu == 0) {
            return Vectors.plus(z, -gamma * (2 * k + 3) / (8 * smoothness), g);
        }
        double a = gamma * mu / 2;
        double b = Math.sqrt(2 * smoothness * mu);
        double[] mixed = new double[z.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (b * z[i] + a * x[i] - g[i]) / (a + b);
        }
        return mixed;
    }
}
