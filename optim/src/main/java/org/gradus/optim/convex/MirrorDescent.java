package org.gradus.optim.convex;

import java.util.function.IntToDoubleFunction;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.SampledRun;

/**
 * Mirror descent for functions with kinks: ∇Φ(y) = ∇Φ(·) − η·g, x the Bregman projection of y, from the center; the answer is a weighted
 * mean. With Φ = ½‖x‖² it is the projected subgradient method. Lazy steps begin at the last y (dual averaging). With η = R/L·√(2ρ/t), R² the
 * range of Φ, its strong convexity ρ, L the size of subgradients in the dual norm, the gap is at most R·L·√(2/(ρ·t)); on a simplex with
 * entropy R² = log n.
 *
 * @param set K
 * @param map Φ
 * @param rates ηₛ of the step, from 1
 * @param weights of the iterates in the mean, from 1
 * @param lazy whether steps begin at the last y
 */
public record MirrorDescent(
        ConvexSet set, MirrorMap map, IntToDoubleFunction rates, IntToDoubleFunction weights, boolean lazy) {

    /**
     * Projected subgradients for L-Lipschitz functions: gap ≤ R·L/√t.
     *
     * @param set K
     * @param distance R, of the center to the minimum or more
     * @param lipschitz L
     * @param steps t
     * @return η = R/(L·√t), equal weights
     */
    public static MirrorDescent subgradients(ConvexSet set, double distance, double lipschitz, int steps) {
        double rate = distance / (lipschitz * Math.sqrt(steps));
        return new MirrorDescent(set, new MirrorMap.Euclidean(), _ -> rate, _ -> 1, false);
    }

    /**
     * Projected subgradients for functions that are strongly convex as well: gap ≤ 2·L²/(α·(t + 1)).
     *
     * @param set K
     * @param convexity α
     * @return ηₛ = 2/(α·(s + 1)), weights s
     */
    public static MirrorDescent strongly(ConvexSet set, double convexity) {
        return new MirrorDescent(set, new MirrorMap.Euclidean(), s -> 2 / (convexity * (s + 1)), s -> s, false);
    }

    /**
     * Exponentiated gradients on a simplex: gap ≤ L·√(2·log n/t), L the largest entry of subgradients.
     *
     * @param dimension n
     * @param lipschitz L
     * @param steps t
     * @return η = √(2·log n/t)/L, equal weights
     */
    public static MirrorDescent onSimplex(int dimension, double lipschitz, int steps) {
        double rate = Math.sqrt(2 * Math.log(dimension) / steps) / lipschitz;
        return new MirrorDescent(new ConvexSet.Simplex(dimension), new MirrorMap.Entropy(), _ -> rate, _ -> 1, false);
    }

    /**
     * A run.
     *
     * @param f the function
     * @param steps t, one or more
     * @param watcher sees the means
     * @return the weighted mean of the iterates that subgradients were taken at
     */
    public double[] run(Oracle f, int steps, SampledRun.Watcher watcher) {
        double[] x = set.center();
        double[] theta = map.dual(x);
        double[] mean = x;
        double total = 0;
        for (int s = 1; s <= steps; s++) {
            double weight = weights.applyAsDouble(s);
            total += weight;
            mean = Vectors.plus(mean, weight / total, Vectors.minus(x, mean));
            theta = Vectors.plus(lazy ? theta : map.dual(x), -rates.applyAsDouble(s), f.gradient(x));
            x = map.primal(set, theta);
            watcher.at(s, mean);
        }
        return mean;
    }
}
