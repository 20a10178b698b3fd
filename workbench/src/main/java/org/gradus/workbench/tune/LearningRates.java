package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.solve.Unrolled;
import org.gradus.tensor.Tensor;

/**
 * The rates and the momentum of T steps of heavy-ball descent as functions of θ, which between knots is linear in the step,
 *
 * <pre>
 * αₜ = 2α·σ(Σⱼ Btⱼ·θⱼ),   μ = σ(θ_J),   at first all αₜ = α and μ = ½
 * </pre>
 *
 * so that θ is the log of a rate where the rate is small, and no rate is above 2α. With α = 1/(1.2·λmax) that is within the
 * 2(1 + μ)/λmax below which the ball comes to rest: the curvature of a log loss is largest at weights of zero, where the
 * descent begins, and that of a squared error the same everywhere. Tuned by the derivative of the steps (Maclaurin, Duvenaud and Adams, Gradient-based Hyperparameter Optimization through
 * Reversible Learning, 2015; forward: Franceschi, Donini, Frasconi and Pontil, Forward and Reverse Gradient-Based
 * Hyperparameter Optimization, 2017).
 *
 * @param rate α, safe at the start
 * @param steps T
 */
record LearningRates(double rate, int steps) {
    /** Enough for a rise, a plateau and a fall; one a step would be tuned to the noise of the validation rows. */
    private static final int MOST_KNOTS = 8;

    /** The number of knots J. */
    static int knots(int steps) {
        return Math.min(steps, MOST_KNOTS);
    }

    /** How many hyperparameters there are: the knots and the momentum. */
    static int count(int steps) {
        return knots(steps) + 1;
    }

    /** The step of a knot, from 0. */
    private double place(int knot) {
        int knots = knots(steps);
        return knots == 1 ? 0 : knot * (steps - 1.0) / (knots - 1);
    }

    /** B, {@code [T, J]}. */
    private Tensor between() {
        int knots = knots(steps);
        double[][] weights = new double[steps][knots];
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < knots; j++) {
                double width = knots == 1 ? 1 : (steps - 1.0) / (knots - 1);
                weights[t][j] = Math.max(0, 1 - Math.abs(t - place(j)) / width);
            }
        }
        return tensor(weights);
    }

    Unrolled.Schedule schedule(Tensor theta) {
        int knots = knots(steps);
        Tensor rates = sigmoid(between().matmul(theta.slice(0, 0, knots))).times(2 * rate);
        return new Unrolled.Schedule(rates, sigmoid(theta.get(knots)));
    }

    /** One of them as it is reported. */
    double value(int index, double theta) {
        double share = 1 / (1 + Math.exp(-theta));
        return index < knots(steps) ? 2 * rate * share : share;
    }

    /** The θ of one of them. */
    double theta(int index, double value) {
        double most = index < knots(steps) ? 2 * rate : 1;
        return Math.log(value) - Math.log(most - value);
    }

    /** d log value / dθ. */
    static double logRate(double theta) {
        return 1 / (1 + Math.exp(theta));
    }

    /** Their names. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < knots(steps); j++) {
            names.add("rate of step " + Math.round(place(j) + 1));
        }
        names.add("momentum");
        return names;
    }
}
