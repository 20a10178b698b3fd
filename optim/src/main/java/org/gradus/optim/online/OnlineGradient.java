package org.gradus.optim.online;

import java.util.function.IntToDoubleFunction;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;

/**
 * Online gradient descent (Zinkevich 2003): x ← project(x − ηₜ·∇fₜ(x)), from the center.
 *
 * @param set K
 * @param rates ηₜ of the round, from 1
 */
public record OnlineGradient(ConvexSet set, IntToDoubleFunction rates) implements Learner<OnlineGradient.State> {

    /**
     * The state.
     *
     * @param x where it stands
     * @param round rounds played
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, int round) {}

    /**
     * For convex losses: regret ≤ 1.5·G·D·√T.
     *
     * @param set K, of diameter D
     * @param bound G on the norm of gradients, positive
     * @return ηₜ = D/(G·√t)
     */
    public static OnlineGradient bounded(ConvexSet set, double bound) {
        Rates.check("OnlineGradient", bound, true, "a positive bound");
        return new OnlineGradient(set, t -> set.diameter() / (bound * Math.sqrt(t)));
    }

    /**
     * For α-strongly convex losses: regret ≤ G²/(2α)·(1 + log T).
     *
     * @param set K
     * @param alpha α, positive
     * @return ηₜ = 1/(α·t)
     */
    public static OnlineGradient stronglyConvex(ConvexSet set, double alpha) {
        Rates.check("OnlineGradient", alpha, true, "a positive alpha");
        return new OnlineGradient(set, t -> 1 / (alpha * t));
    }

    @Override
    public State init() {
        return new State(set.center(), 0);
    }

    @Override
    public double[] play(State state, Draws draws) {
        return state.x();
    }

    @Override
    public State observe(State state, Observation seen) {
        int t = state.round() + 1;
        double rate = rates.applyAsDouble(t);
        if (!(rate > 0)) {
            throw new ArgumentException("OnlineGradient: rate " + rate + " in round " + t, "give positive rates");
        }
        return new State(set.project(Vectors.plus(state.x(), -rate, seen.gradient())), t);
    }
}
