package org.gradus.optim.online;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Key;

/**
 * Blackwell's approachability by a learner (Abernethy, Bartlett and Hazan 2011): the mean of vector payoffs is led to a cone. The learner
 * plays directions θ of the ball within the polar cone, whose loss is −θᵀu of the payoff u that a halfspace oracle allows; the distance of
 * the mean payoff to the cone is at most the learner's regret divided by T.
 *
 * @param dimension of payoffs
 * @param polar the projection on the polar cone {θ : θᵀs ≤ 0 for all s of the cone}
 */
public record Approachability(int dimension, UnaryOperator<double[]> polar) {

    /**
     * The non-positive orthant: no payoff above 0.
     *
     * @param dimension of payoffs
     * @return approachability of it, whose polar is the non-negative orthant
     */
    public static Approachability ofOrthant(int dimension) {
        return new Approachability(
                dimension,
                x -> java.util.Arrays.stream(x).map(one -> Math.max(0, one)).toArray());
    }

    /** Directions: projections on the polar cone, then on the ball, are projections on both. */
    private record Directions(int dimension, UnaryOperator<double[]> polar) implements ConvexSet {
        @Override
        public double[] project(double[] x) {
            return new Ball(dimension, 1).project(polar.apply(x));
        }

        @Override
        public double[] minimizer(double[] c) {
            double[] x = polar.apply(Vectors.plus(new double[dimension], -1, c));
            double norm = Vectors.norm(x);
            return norm == 0 ? x : Vectors.plus(new double[dimension], 1 / norm, x);
        }

        @Override
        public double diameter() {
            return 2;
        }

        @Override
        public double[] center() {
            return new double[dimension];
        }
    }

    /**
     * Approaches.
     *
     * @param payoffs of the round, from 0, when the player has answered the direction so that θᵀu ≤ 0 whatever the opponent does
     * @param bound on the norm of payoffs, positive
     * @param rounds T, one or more
     * @param key of the learner's chance
     * @return the distance of the mean payoff to the cone after every round
     */
    public double[] distances(BiFunction<Integer, double[], double[]> payoffs, double bound, int rounds, Key key) {
        OnlineGradient learner = OnlineGradient.bounded(new Directions(dimension, polar), bound);
        OnlineGradient.State state = learner.init();
        Draws draws = new Draws(key);
        double[] sum = new double[dimension];
        double[] distances = new double[rounds];
        for (int t = 0; t < rounds; t++) {
            double[] theta = learner.play(state, draws);
            double[] u = payoffs.apply(t, theta);
            sum = Vectors.plus(sum, 1, u);
            double[] gradient = Vectors.plus(new double[dimension], -1, u);
            state = learner.observe(state, new Learner.Observation(theta, Vectors.dot(gradient, theta), gradient));
            // The projection on the polar is what is left of the projection on the cone.
            distances[t] = Vectors.norm(polar.apply(sum)) / (t + 1);
        }
        return distances;
    }
}
