package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.convex.MirrorMap;
import org.gradus.optim.stochastic.Draws;

/**
 * Hedge, the exponentially weighted mean of experts (Freund and Schapire 1997): x ∝ exp(−ε·Σ loss). Regret ≤ ε·Σ E loss² + log n/ε; with
 * losses in [0, 1] and ε = √(8·log n/T) it is at most √(T·log n/2).
 *
 * @param experts n, one or more
 * @param rate ε, positive
 */
public record Hedge(int experts, double rate) implements Learner<Hedge.State> {

    /**
     * The state.
     *
     * @param losses Σ loss of every expert
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] losses) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Hedge {
        Rates.check("Hedge", rate, experts >= 1, "one expert or more");
    }

    /**
     * The rate for a known number of rounds with losses in [0, 1].
     *
     * @param experts n
     * @param rounds T, one or more
     * @return Hedge with ε = √(8·log n/T)
     */
    public static Hedge forRounds(int experts, int rounds) {
        return new Hedge(experts, Math.sqrt(8 * Math.log(Math.max(2, experts)) / rounds));
    }

    @Override
    public State init() {
        return new State(new double[experts]);
    }

    @Override
    public double[] play(State state, Draws draws) {
        double[] theta = Vectors.plus(new double[experts], -rate, state.losses());
        return new MirrorMap.Entropy().primal(new ConvexSet.Simplex(experts), theta);
    }

    @Override
    public State observe(State state, Observation seen) {
        return new State(Vectors.plus(state.losses(), 1, seen.gradient()));
    }
}
