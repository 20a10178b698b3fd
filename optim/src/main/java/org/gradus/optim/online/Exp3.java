package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.Draws;

/**
 * Hedge for bandits (Auer, Cesa-Bianchi, Freund and Schapire 2002): one arm is played by p = (1 − κ)·Hedge + κ/n, and its loss divided by
 * pᵢ stands for the losses of all. Regret O(√(T·n·log n)) in the mean.
 *
 * @param arms n, one or more
 * @param rate ε, positive
 * @param exploration κ in [0, 1)
 */
public record Exp3(int arms, double rate, double exploration) implements Learner<Hedge.State> {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Exp3 {
        Rates.check("Exp3", rate, arms >= 1 && exploration >= 0 && exploration < 1, "an exploration in [0, 1)");
    }

    /**
     * For a known number of rounds with losses in [0, 1]: ε = √(2·log n/(T·n)) and κ = 0, since estimates of losses of 0 or more need no
     * exploration.
     *
     * @param arms n
     * @param rounds T
     * @return the learner
     */
    public static Exp3 forRounds(int arms, int rounds) {
        return new Exp3(arms, Math.sqrt(2 * Math.log(Math.max(2, arms)) / ((double) rounds * arms)), 0);
    }

    @Override
    public Hedge.State init() {
        return new Hedge.State(new double[arms]);
    }

    /**
     * The chances of the arms.
     *
     * @param state the state
     * @return p
     */
    public double[] chances(Hedge.State state) {
        double[] p = new Hedge(arms, rate).play(state, null);
        for (int i = 0; i < arms; i++) {
            p[i] = (1 - exploration) * p[i] + exploration / arms;
        }
        return p;
    }

    @Override
    public double[] play(Hedge.State state, Draws draws) {
        double[] arm = new double[arms];
        arm[draws.choice(chances(state))] = 1;
        return arm;
    }

    @Override
    public Hedge.State observe(Hedge.State state, Observation seen) {
        double[] p = chances(state);
        double chance = Vectors.dot(p, seen.played());
        return new Hedge.State(Vectors.plus(state.losses(), seen.loss() / chance, seen.played()));
    }

    @Override
    public Feedback feedback() {
        return Feedback.VALUE;
    }
}
