package org.gradus.optim.online;

import org.gradus.optim.stochastic.Draws;

/**
 * One who plays against losses that nobody knows beforehand: each round it plays a point of its set, then sees what the loss of the
 * round says of it. What counts is the regret, Σ fₜ(xₜ) − min Σ fₜ(x) over fixed x.
 *
 * @param <S> the state's type; states do not change
 */
public interface Learner<S> {

    /**
     * The state before the first round.
     *
     * @return the state
     */
    S init();

    /**
     * The point of a round.
     *
     * @param state the state
     * @param draws chance, where it is needed
     * @return xₜ; an arm is the unit vector of its number
     */
    double[] play(S state, Draws draws);

    /**
     * Learns from a round.
     *
     * @param state the state
     * @param seen what the round showed
     * @return the next state
     */
    S observe(S state, Observation seen);

    /** Whether the learner looks at gradients, or at values of the loss alone, as bandits do. */
    enum Feedback {
        /** ∇fₜ(xₜ); for linear losses that is the loss of every coordinate. */
        GRADIENT,
        /** fₜ(xₜ) alone. */
        VALUE
    }

    /**
     * What it looks at.
     *
     * @return gradients unless overridden
     */
    default Feedback feedback() {
        return Feedback.GRADIENT;
    }

    /**
     * What a round shows.
     *
     * @param played xₜ
     * @param loss fₜ(xₜ)
     * @param gradient ∇fₜ(xₜ); empty for those who see values alone
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Observation(double[] played, double loss, double[] gradient) {}
}
