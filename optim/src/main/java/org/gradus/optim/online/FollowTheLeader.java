package org.gradus.optim.online;

import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;

/**
 * Plays what would have been best for the linear losses so far. Against an adversary its regret is linear in T: what
 * {@linkplain OnlineMirror regularization} is for.
 *
 * @param set K
 */
public record FollowTheLeader(ConvexSet set) implements Learner<double[]> {
    @Override
    public double[] init() {
        return new double[set.dimension()];
    }

    @Override
    public double[] play(double[] state, Draws draws) {
        return Vectors.maxAbs(state) == 0 ? set.center() : set.minimizer(state);
    }

    @Override
    public double[] observe(double[] state, Observation seen) {
        return Vectors.plus(state, 1, seen.gradient());
    }
}
