package org.gradus.optim.online;

import org.gradus.error.ArgumentException;

/**
 * The vote of experts who lose weight by their mistakes (Littlestone and Warmuth 1994): at most 2·(1 + ε)·m + 2·log n/ε mistakes, where m
 * are those of the best expert.
 *
 * @param weights of the experts, positive
 * @param penalty ε in (0, ½]: wrong experts keep 1 − ε of their weight
 */
@SuppressWarnings("ArrayRecordComponent")
public record WeightedMajority(double[] weights, double penalty) {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public WeightedMajority {
        if (weights.length == 0 || !(penalty > 0 && penalty <= 0.5)) {
            throw new ArgumentException(
                    "WeightedMajority: " + weights.length + " experts, penalty " + penalty,
                    "give an expert or more and a penalty in (0, 0.5]");
        }
    }

    /**
     * Experts of equal weight.
     *
     * @param experts n, one or more
     * @param penalty ε
     * @return the vote before the first round
     */
    public static WeightedMajority of(int experts, double penalty) {
        double[] ones = new double[experts];
        java.util.Arrays.fill(ones, 1);
        return new WeightedMajority(ones, penalty);
    }

    /**
     * The vote.
     *
     * @param advice of every expert
     * @return what has half of the weight or more
     */
    public boolean vote(boolean... advice) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += advice[i] ? weights[i] : -weights[i];
        }
        return sum >= 0;
    }

    /**
     * Learns what was right.
     *
     * @param right the truth
     * @param advice of every expert
     * @return the next vote
     */
    public WeightedMajority observe(boolean right, boolean... advice) {
        double[] next = weights.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] *= advice[i] == right ? 1 : 1 - penalty;
        }
        return new WeightedMajority(next, penalty);
    }
}
