package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Key;

/**
 * Uniform points of a bounded polyhedron {x : A·x ≤ b} by hit and run (Smith 1984): a uniform point of the chord in a random direction, over
 * and over.
 *
 * @param rows A
 * @param bounds b
 */
@SuppressWarnings("ArrayRecordComponent")
public record HitAndRun(double[][] rows, double[] bounds) {

    /**
     * Samples.
     *
     * @param inside a point strictly inside
     * @param count points, zero or more
     * @param between steps from one to the next, one or more
     * @param key of the directions
     * @return the points
     * @throws ArgumentException when a chord has no end
     */
    public double[][] sample(double[] inside, int count, int between, Key key) {
        Draws draws = new Draws(key);
        double[] x = inside.clone();
        double[][] points = new double[count][];
        for (int k = 0; k < count; k++) {
            for (int s = 0; s < between; s++) {
                double[] u = draws.direction(x.length);
                double[] slack = Vectors.minus(bounds, Vectors.times(rows, x));
                double[] slope = Vectors.times(rows, u);
                double low = Double.NEGATIVE_INFINITY;
                double high = Double.POSITIVE_INFINITY;
                for (int i = 0; i < slack.length; i++) {
                    double end = slack[i] / slope[i];
                    high = slope[i] > 0 ? Math.min(high, end) : high;
                    low = slope[i] < 0 ? Math.max(low, end) : low;
                }
                if (!(Double.isFinite(low) && Double.isFinite(high))) {
                    throw new ArgumentException("HitAndRun: a chord has no end", "give a bounded polyhedron");
                }
                x = Vectors.plus(x, low + draws.uniform() * (high - low), u);
            }
            points[k] = x.clone();
        }
        return points;
    }
}
