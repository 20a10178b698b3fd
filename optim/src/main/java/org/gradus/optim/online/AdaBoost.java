package org.gradus.optim.online;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.gradus.error.ArgumentException;

/**
 * Boosting as Hedge over examples (Freund and Schapire 1997): examples that a weak hypothesis gets right lose weight by exp(−2·a), a =
 * ½·log((1 − err)/err) of the round, the final vote is the sign of Σ a·h. It ends early when a hypothesis makes no error, or is no better
 * than chance.
 *
 * @param <X> the examples' type
 * @param hypotheses of the rounds
 * @param votes a of each
 */
@SuppressWarnings("ArrayRecordComponent")
public record AdaBoost<X>(List<ToIntFunction<X>> hypotheses, double[] votes) {

    /** The vote of a hypothesis without error: that of an error of 1e-10. */
    private static final double MOST = 0.5 * Math.log(1e10);

    /** Copies the list. */
    public AdaBoost {
        hypotheses = List.copyOf(hypotheses);
    }

    /**
     * Boosts.
     *
     * @param <X> the examples' type
     * @param examples one or more
     * @param labels −1 or 1 of each
     * @param weak makes a hypothesis, to −1 and 1, that is good on weighted examples
     * @param rounds one or more
     * @return the vote
     * @throws ArgumentException when there are no examples, or labels are others
     */
    public static <X> AdaBoost<X> of(
            List<X> examples, int[] labels, Function<double[], ToIntFunction<X>> weak, int rounds) {
        int n = examples.size();
        if (n == 0 || labels.length != n || java.util.Arrays.stream(labels).anyMatch(y -> y != 1 && y != -1)) {
            throw new ArgumentException(
                    "AdaBoost: " + n + " examples, " + labels.length + " labels", "give labels of -1 and 1, one each");
        }
        Hedge hedge = new Hedge(n, 1);
        Hedge.State state = hedge.init();
        List<ToIntFunction<X>> hypotheses = new ArrayList<>();
        List<Double> votes = new ArrayList<>();
        for (int t = 0; t < rounds; t++) {
            double[] weights = hedge.play(state, null);
            ToIntFunction<X> h = weak.apply(weights);
            double error = 0;
            double[] right = new double[n];
            for (int i = 0; i < n; i++) {
                right[i] = h.applyAsInt(examples.get(i)) == labels[i] ? 1 : 0;
                error += (1 - right[i]) * weights[i];
            }
            if (error >= 0.5) {
                break;
            }
            double vote = Math.min(MOST, 0.5 * Math.log((1 - error) / error));
            hypotheses.add(h);
            votes.add(vote);
            if (error <= 0) {
                break;
            }
            double[] losses = new double[n];
            for (int i = 0; i < n; i++) {
                losses[i] = state.losses()[i] + 2 * vote * right[i];
            }
            state = new Hedge.State(losses);
        }
        return new AdaBoost<>(hypotheses, votes.stream().mapToDouble(v -> v).toArray());
    }

    /**
     * The vote on an example.
     *
     * @param example any
     * @return Σ a·h, whose sign is the label
     */
    public double vote(X example) {
        double sum = 0;
        for (int t = 0; t < votes.length; t++) {
            sum += votes[t] * hypotheses.get(t).applyAsInt(example);
        }
        return sum;
    }
}
