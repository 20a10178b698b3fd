package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.convex.MirrorMap;
import org.gradus.optim.stochastic.Draws;

/**
 * Online mirror descent: ∇Φ(y) = ∇Φ(·) − η·∇fₜ(x), x the Bregman projection of y. Agile steps begin at x, lazy ones at the last y; the lazy
 * form plays the minimizer of η·Σ ∇ᵀx + Φ, the regularized leader (RFTL). With the entropy on a simplex it is exponentiated gradient
 * descent, with regret ≤ 2·G∞·√(2·T·log n).
 *
 * @param set K
 * @param map Φ
 * @param rate η, positive
 * @param lazy whether steps begin at the last y
 */
public record OnlineMirror(ConvexSet set, MirrorMap map, double rate, boolean lazy)
        implements Learner<OnlineMirror.State> {

    /**
     * The state.
     *
     * @param x what is played
     * @param theta ∇Φ(y)
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double[] theta) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the rate is not positive
     */
    public OnlineMirror {
        Rates.check("OnlineMirror", rate, true, "a set with its map");
    }

    @Override
    public State init() {
        double[] x = set.center();
        return new State(x, map.dual(x));
    }

    @Override
    public double[] play(State state, Draws draws) {
        return state.x();
    }

    @Override
    public State observe(State state, Observation seen) {
        double[] from = lazy ? state.theta() : map.dual(state.x());
        double[] theta = Vectors.plus(from, -rate, seen.gradient());
        return new State(map.primal(set, theta), theta);
    }
}
