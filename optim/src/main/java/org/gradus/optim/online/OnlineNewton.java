package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;

/**
 * The online Newton step for exp-concave losses (Hazan, Agarwal and Kale 2007): A ← A + ∇∇ᵀ, x ← project_A(x − A⁻¹·∇/γ), from the center
 * and A = ε·I; A⁻¹ is kept by the formula of Sherman and Morrison. Regret ≤ 2·(1/α + G·D)·n·log T with γ = ½·min(1/(G·D), α) and
 * ε = 1/(γ²·D²). Variant: the book's later constants; earlier editions have γ = ½·min(1/(4·G·D), α).
 *
 * @param set K
 * @param gamma γ, positive
 * @param epsilon ε, positive
 */
public record OnlineNewton(ConvexSet set, double gamma, double epsilon) implements Learner<OnlineNewton.State> {

    /**
     * The state.
     *
     * @param x where it stands
     * @param matrix A
     * @param inverse A⁻¹
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double[][] matrix, double[][] inverse) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public OnlineNewton {
        Rates.check("OnlineNewton", gamma, epsilon > 0, "a positive epsilon");
    }

    /**
     * With ε = 1/(γ²·D²).
     *
     * @param set K
     * @param gamma γ, positive
     */
    public OnlineNewton(ConvexSet set, double gamma) {
        this(set, gamma, 1 / (gamma * gamma * set.diameter() * set.diameter()));
    }

    /**
     * With the constants of the book.
     *
     * @param set K
     * @param bound G on the norm of gradients, positive
     * @param alpha the exp-concavity α, positive
     * @return the learner
     */
    public static OnlineNewton of(ConvexSet set, double bound, double alpha) {
        return new OnlineNewton(set, 0.5 * Math.min(1 / (bound * set.diameter()), alpha));
    }

    @Override
    public State init() {
        int n = set.dimension();
        double[][] matrix = new double[n][n];
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = epsilon;
            inverse[i][i] = 1 / epsilon;
        }
        return new State(set.center(), matrix, inverse);
    }

    @Override
    public double[] play(State state, Draws draws) {
        return state.x();
    }

    @Override
    public State observe(State state, Observation seen) {
        double[] g = seen.gradient();
        int n = g.length;
        double[] image = Vectors.times(state.inverse(), g);
        double scale = 1 / (1 + Vectors.dot(g, image));
        double[][] matrix = new double[n][];
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            matrix[i] = Vectors.plus(state.matrix()[i], g[i], g);
            inverse[i] = Vectors.plus(state.inverse()[i], -scale * image[i], image);
        }
        double[] x = Vectors.plus(state.x(), -1 / gamma, Vectors.times(inverse, g));
        return new State(set.project(x, matrix), matrix, inverse);
    }
}
