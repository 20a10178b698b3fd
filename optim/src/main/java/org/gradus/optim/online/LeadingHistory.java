package org.gradus.optim.online;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.Draws;

/**
 * Follows the leading history (Hazan and Seshadhri 2009): a weighted mean of copies of a learner, one started in every round, so that the
 * regret is small on every interval. A copy's weight falls by exp(−α·loss), the new one has 1/(t + 1). Copy i = r·2ᵏ, r odd, is dropped
 * after 2ᵏ⁺² + 1 rounds, so that O(log T) live. Losses of copies are read off the linear part of the round's loss where it was played.
 *
 * @param <S> the copies' state
 * @param base the learner
 * @param rate α, positive
 */
public record LeadingHistory<S>(Learner<S> base, double rate) implements Learner<LeadingHistory.State<S>> {

    /**
     * A copy.
     *
     * @param <S> its state
     * @param born its round, from 1
     * @param state its state
     * @param weight its weight
     */
    public record Copy<S>(long born, S state, double weight) {}

    /**
     * The state.
     *
     * @param <S> the copies' state
     * @param round of the play to come, from 1
     * @param copies that live
     */
    public record State<S>(long round, List<Copy<S>> copies) {
        /** Copies the list. */
        public State {
            copies = List.copyOf(copies);
        }
    }

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the rate is not positive or the learner is a bandit
     */
    public LeadingHistory {
        Rates.check("LeadingHistory", rate, base.feedback() == Feedback.GRADIENT, "a learner that sees gradients");
    }

    @Override
    public State<S> init() {
        return new State<>(1, List.of(new Copy<>(1, base.init(), 1)));
    }

    @Override
    public double[] play(State<S> state, Draws draws) {
        double[] sum = {};
        for (Copy<S> copy : state.copies()) {
            double[] x = base.play(copy.state(), draws);
            sum = Vectors.plus(sum.length == 0 ? new double[x.length] : sum, copy.weight(), x);
        }
        return sum;
    }

    @Override
    public State<S> observe(State<S> state, Observation seen) {
        long next = state.round() + 1;
        List<Copy<S>> moved = new ArrayList<>();
        double total = 0;
        for (Copy<S> copy : state.copies()) {
            double[] x = base.play(copy.state(), null);
            double loss = seen.loss() + Vectors.dot(seen.gradient(), Vectors.minus(x, seen.played()));
            double weight = copy.weight() * Math.exp(-rate * loss);
            S after = base.observe(copy.state(), new Observation(x, loss, seen.gradient()));
            total += weight;
            moved.add(new Copy<>(copy.born(), after, weight));
        }
        double old = 1 - 1.0 / next;
        List<Copy<S>> living = new ArrayList<>();
        double kept = 1.0 / next;
        for (Copy<S> copy : moved) {
            if (copy.born() + 4 * Long.lowestOneBit(copy.born()) + 1 > next) {
                double weight = old * copy.weight() / total;
                living.add(new Copy<>(copy.born(), copy.state(), weight));
                kept += weight;
            }
        }
        living.add(new Copy<>(next, base.init(), 1.0 / next));
        double whole = kept;
        return new State<>(
                next,
                living.stream()
                        .map(c -> new Copy<>(c.born(), c.state(), c.weight() / whole))
                        .toList());
    }
}
