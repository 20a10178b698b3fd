package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;

/**
 * Online conditional gradients, without projections (Hazan and Kale 2012): with F(x) = η·Σ ∇ᵀx + ‖x − x₁‖², v minimizes ∇F(x)ᵀv over the
 * set, x ← (1 − σ)·x + σ·v with σ = min(1, 2/√t). Regret ≤ 8·D·G·T^¾ with η = D/(2·G·T^¾).
 *
 * @param set K
 * @param rate η, positive
 */
public record OnlineFrankWolfe(ConvexSet set, double rate) implements Learner<OnlineFrankWolfe.State> {

    /**
     * The state.
     *
     * @param x where it stands
     * @param gradients Σ ∇
     * @param round rounds played
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double[] gradients, int round) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the rate is not positive
     */
    public OnlineFrankWolfe {
        Rates.check("OnlineFrankWolfe", rate, true, "a set");
    }

    /**
     * With the rate of the book.
     *
     * @param set K, of diameter D
     * @param bound G on the norm of gradients, positive
     * @param rounds T
     * @return η = D/(2·G·T^¾)
     */
    public static OnlineFrankWolfe of(ConvexSet set, double bound, int rounds) {
        return new OnlineFrankWolfe(set, set.diameter() / (2 * bound * Math.pow(rounds, 0.75)));
    }

    @Override
    public State init() {
        return new State(set.center(), new double[set.dimension()], 0);
    }

    @Override
    public double[] play(State state, Draws draws) {
        return state.x();
    }

    @Override
    public State observe(State state, Observation seen) {
        int t = state.round() + 1;
        double[] gradients = Vectors.plus(state.gradients(), 1, seen.gradient());
        double[] slope = Vectors.plus(new double[gradients.length], rate, gradients);
        slope = Vectors.plus(slope, 2, Vectors.minus(state.x(), set.center()));
        double share = Math.min(1, 2 / Math.sqrt(t));
        double[] x = Vectors.plus(state.x(), share, Vectors.minus(set.minimizer(slope), state.x()));
        return new State(x, gradients, t);
    }
}
