package org.gradus.optim.online;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;

/**
 * Gradient descent without gradients on a ball (Flaxman, Kalai and McMahan 2005): it plays y = x + δ·u, u uniform on the unit sphere, and
 * takes (n/δ)·fₜ(y)·u for a gradient; x stays in the ball of radius r·(1 − δ), so that y is inside. Regret O(n·T^¾) with
 * δ ~ T^(−¼) and η ~ T^(−¾).
 *
 * @param ball K, of radius 1 or more
 * @param delta δ in (0, 1)
 * @param rate η, positive
 */
public record OnePoint(ConvexSet.Ball ball, double delta, double rate) implements Learner<double[]> {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public OnePoint {
        Rates.check("OnePoint", rate, delta > 0 && delta < 1, "a delta in (0, 1)");
        if (!(ball.radius() >= 1)) {
            throw new ArgumentException(
                    "OnePoint: the ball's radius " + ball.radius() + " is below 1, and steps of length delta leave it",
                    "measure the variables in units in which the radius is 1 or more");
        }
    }

    @Override
    public double[] init() {
        return ball.center();
    }

    @Override
    public double[] play(double[] x, Draws draws) {
        return Vectors.plus(x, delta, draws.direction(x.length));
    }

    @Override
    public double[] observe(double[] x, Observation seen) {
        // What was played minus x is δ·u.
        double[] u = Vectors.minus(seen.played(), x);
        double[] next = Vectors.plus(x, -rate * x.length * seen.loss() / (delta * delta), u);
        return new ConvexSet.Ball(x.length, ball.radius() * (1 - delta)).project(next);
    }

    @Override
    public Feedback feedback() {
        return Feedback.VALUE;
    }
}
