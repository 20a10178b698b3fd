package org.gradus.optim.stochastic;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;

/**
 * w ← w − aₖ·g, g the mean gradient of nₖ parts drawn uniformly with replacement: stochastic gradients with one part, mini-batches,
 * dynamic sampling with growing batches (Bottou, Curtis and Nocedal, Optimization Methods for Large-Scale Machine Learning, 2018, sections
 * 4 and 5). With nₖ = ⌈τᵏ⁻¹⌉ the error falls linearly.
 *
 * @param rates aₖ of the step, from 1
 * @param sizes nₖ of the step, from 1; n or more takes all parts without chance
 * @param average whether the answer is the mean of the iterates (Polyak and Ruppert), good with aₖ ~ k^(−¾)
 */
public record StochasticGradient(IntToDoubleFunction rates, IntUnaryOperator sizes, boolean average) {

    /**
     * One part a step and a rate that stays.
     *
     * @param rate a, positive
     */
    public StochasticGradient(double rate) {
        this(_ -> rate, _ -> 1, false);
    }

    /**
     * Batches that grow like a power.
     *
     * @param factor τ, above 1
     * @return nₖ = ⌈τᵏ⁻¹⌉, bounded by the largest int
     * @throws ArgumentException when the factor is not above 1
     */
    public static IntUnaryOperator geometric(double factor) {
        if (!(factor > 1)) {
            throw new ArgumentException("geometric: factor " + factor + " is not above 1", "give a factor such as 1.1");
        }
        return k -> (int) Math.min(Integer.MAX_VALUE, Math.ceil(Math.pow(factor, k - 1) * (1 - 1e-12)));
    }

    /**
     * A run.
     *
     * @param sum F
     * @param start w₁
     * @param steps zero or more
     * @param key of the draws
     * @param watcher sees every iterate
     * @return the last iterate, or the mean
     */
    public SampledRun run(FiniteSum sum, double[] start, int steps, Key key, SampledRun.Watcher watcher) {
        Draws draws = new Draws(key);
        int n = sum.size();
        double[] w = start.clone();
        double[] mean = start.clone();
        long gradients = 0;
        for (int k = 1; k <= steps; k++) {
            int size = Math.min(n, sizes.applyAsInt(k));
            double[] g;
            if (size == n) {
                g = sum.whole().gradient(w);
            } else {
                int[] batch = new int[size];
                java.util.Arrays.setAll(batch, _ -> draws.integer(n));
                g = sum.batch(batch).gradient(w);
            }
            gradients += size;
            w = Vectors.plus(w, -rates.applyAsDouble(k), g);
            mean = Vectors.plus(mean, 1.0 / k, Vectors.minus(w, mean));
            watcher.at(k, w);
        }
        return new SampledRun(average ? mean : w, gradients, 0);
    }
}
