package org.gradus.optim.online;

import java.util.function.BiFunction;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Key;

/** Rounds of a learner against losses, with its regret. */
public final class OnlineGame {
    private OnlineGame() {}

    /** A loss of one round. */
    public interface Loss {
        /**
         * The value.
         *
         * @param x a point
         * @return fₜ(x)
         */
        double value(double[] x);

        /**
         * A subgradient.
         *
         * @param x a point
         * @return ∇fₜ(x)
         */
        double[] gradient(double[] x);

        /**
         * A linear loss.
         *
         * @param g its coefficients
         * @return x ↦ gᵀx
         */
        static Loss linear(double... g) {
            return new Loss() {
                @Override
                public double value(double[] x) {
                    return Vectors.dot(g, x);
                }

                @Override
                public double[] gradient(double[] x) {
                    return g;
                }
            };
        }
    }

    /**
     * What came of it.
     *
     * @param loss Σ fₜ(xₜ)
     * @param gradients Σ ∇fₜ(xₜ)
     * @param weighted Σ ∇fₜ(xₜ)ᵀxₜ
     * @param average the mean of what was played
     * @param rounds T
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Played(double loss, double[] gradients, double weighted, double[] average, int rounds) {

        /**
         * The regret of the losses made linear where they were played: no less than that of the losses if they are convex, and equal if
         * they are linear.
         *
         * @param set whose fixed points are compared
         * @return Σ ∇fₜᵀxₜ − min Σ ∇fₜᵀx
         */
        public double regret(ConvexSet set) {
            return weighted - Vectors.dot(gradients, set.minimizer(gradients));
        }
    }

    /**
     * Plays.
     *
     * @param <S> the learner's state
     * @param learner the learner
     * @param losses of the round, from 0, when the point is known, so that they may be an adversary's
     * @param rounds T
     * @param key of the learner's chance
     * @return what came of it
     */
    public static <S> Played play(Learner<S> learner, BiFunction<Integer, double[], Loss> losses, int rounds, Key key) {
        Draws draws = new Draws(key);
        S state = learner.init();
        double loss = 0;
        double weighted = 0;
        double[] gradients = {};
        double[] sum = {};
        boolean gradientsSeen = learner.feedback() == Learner.Feedback.GRADIENT;
        for (int t = 0; t < rounds; t++) {
            double[] x = learner.play(state, draws);
            Loss f = losses.apply(t, x);
            double value = f.value(x);
            double[] g = f.gradient(x);
            loss += value;
            weighted += Vectors.dot(g, x);
            gradients = t == 0 ? g.clone() : Vectors.plus(gradients, 1, g);
            sum = t == 0 ? x.clone() : Vectors.plus(sum, 1, x);
            state = learner.observe(state, new Learner.Observation(x, value, gradientsSeen ? g : new double[0]));
        }
        double[] average = Vectors.plus(new double[sum.length], 1.0 / Math.max(1, rounds), sum);
        return new Played(loss, gradients, weighted, average, rounds);
    }

    /**
     * Averages of both players of a zero-sum game.
     *
     * @param row the mixed strategy of who pays xᵀAy
     * @param column the mixed strategy of who gets it
     * @param gap max xᵀAy − min xᵀAy over replies: twice an approximate equilibrium's error at most
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Equilibrium(double[] row, double[] column, double gap) {}

    /**
     * Solves a zero-sum game by two learners without regret: the averages are an (R₁ + R₂)/T-approximate equilibrium.
     *
     * @param <S> the row player's state
     * @param <U> the column player's state
     * @param payoffs A
     * @param row on the simplex of the rows, pays
     * @param column on the simplex of the columns, gets
     * @param rounds T, one or more
     * @param key of both players' chance
     * @return the averages
     */
    public static <S, U> Equilibrium zeroSum(
            double[][] payoffs, Learner<S> row, Learner<U> column, int rounds, Key key) {
        int n = payoffs.length;
        int m = payoffs[0].length;
        Draws draws = new Draws(key);
        S left = row.init();
        U right = column.init();
        double[] xs = new double[n];
        double[] ys = new double[m];
        for (int t = 0; t < rounds; t++) {
            double[] x = row.play(left, draws);
            double[] y = column.play(right, draws);
            double[] costs = Vectors.times(payoffs, y);
            double[] gains = new double[m];
            Vectors.addTransposed(payoffs, x, gains);
            double[] losses = Vectors.plus(new double[m], -1, gains);
            double value = Vectors.dot(x, costs);
            left = row.observe(left, new Learner.Observation(x, value, costs));
            right = column.observe(right, new Learner.Observation(y, -value, losses));
            xs = Vectors.plus(xs, 1.0 / rounds, x);
            ys = Vectors.plus(ys, 1.0 / rounds, y);
        }
        double[] reply = new double[m];
        Vectors.addTransposed(payoffs, xs, reply);
        double most = java.util.Arrays.stream(reply).max().orElseThrow();
        double least = java.util.Arrays.stream(Vectors.times(payoffs, ys)).min().orElseThrow();
        return new Equilibrium(xs, ys, most - least);
    }
}
