package org.gradus.optim.convex;

import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.SampledRun;

/**
 * Conditional gradients (Frank and Wolfe 1956): v minimizes ∇f(x)ᵀv over the set, x ← (1 − γₛ)·x + γₛ·v with γₛ = 2/(s + 1). After t − 1
 * steps the gap is at most 2·β·D²/(t + 1), and x mixes t corners at most.
 *
 * @param set the set, of diameter D
 */
public record FrankWolfe(ConvexSet set) {

    /**
     * A run.
     *
     * @param f the function
     * @param start x₁, in the set
     * @param steps zero or more
     * @param watcher sees every point
     * @return the last point
     */
    public double[] run(Oracle f, double[] start, int steps, SampledRun.Watcher watcher) {
        double[] x = start.clone();
        for (int s = 1; s <= steps; s++) {
            double[] v = set.minimizer(f.gradient(x));
            double share = 2.0 / (s + 1);
            double[] next = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                next[i] = (1 - share) * x[i] + share * v[i];
            }
            x = next;
            watcher.at(s, x);
        }
        return x;
    }

    /**
     * A bound on the gap that a point brings along.
     *
     * @param f the function
     * @param x in the set
     * @return max ∇f(x)ᵀ(x − v) over the set, f(x) − f* or more
     */
    public double gap(Oracle f, double[] x) {
        double[] g = f.gradient(x);
        return Vectors.dot(g, Vectors.minus(x, set.minimizer(g)));
    }
}
