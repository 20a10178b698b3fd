package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * Geometric descent (Bubeck, Lee and Singh 2015): a ball that holds the minimum of a smooth and strongly convex function, whose squared
 * radius shrinks by 1 − 1/√κ a step or more. With x⁺ = x − ∇f(x)/β, x⁺⁺ = x − ∇f(x)/α: x is the minimum on the line through the ball's
 * center and the last x⁺; the new ball is the least one around the old ball's part and the ball about x⁺⁺ of squared radius
 * (1 − 1/κ)·‖∇f‖²/α².
 *
 * @param smoothness β, positive
 * @param convexity α, positive, at most β
 */
public record GeometricDescent(double smoothness, double convexity) {

    /**
     * A ball and the point to go on from.
     *
     * @param x the last minimum on a line
     * @param center of the ball
     * @param square of its radius
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double[] center, double square) {}

    /**
     * Checks the constants.
     *
     * @throws ArgumentException when one is out of its range
     */
    public GeometricDescent {
        if (!(convexity > 0 && convexity <= smoothness)) {
            throw new ArgumentException(
                    "GeometricDescent: smoothness " + smoothness + ", convexity " + convexity,
                    "0 < convexity <= smoothness");
        }
    }

    /**
     * The ball at a start.
     *
     * @param f the function
     * @param start x₀
     * @return the state
     */
    public State init(Oracle f, double[] start) {
        double[] g = f.gradient(start);
        return new State(start.clone(), Vectors.plus(start, -1 / convexity, g), radius(g));
    }

    private double radius(double[] g) {
        return (1 - convexity / smoothness) * Vectors.dot(g, g) / (convexity * convexity);
    }

    /**
     * A step.
     *
     * @param f the function
     * @param state ball and point
     * @return the next
     */
    public State step(Oracle f, State state) {
        double[] plus = Vectors.plus(state.x(), -1 / smoothness, f.gradient(state.x()));
        double[] x = onLine(f, state.center(), plus);
        double[] g = f.gradient(x);
        double[] far = Vectors.plus(x, -1 / convexity, g);
        double size = Vectors.dot(g, g) / (convexity * convexity);
        double[] between = Vectors.minus(far, state.center());
        double w = Vectors.dot(between, between);
        if (size < 0.5 * state.square() || w == 0) {
            return new State(x, far, radius(g));
        }
        double[] back = Vectors.minus(x, state.center());
        double share = (state.square() + Vectors.dot(back, back)) / (2 * w);
        double square = state.square() - size * convexity / smoothness - share * share * w;
        return new State(x, Vectors.plus(state.center(), share, between), Math.max(0, square));
    }

    /** The minimum on a line, by bisection of the slope. */
    private static double[] onLine(Oracle f, double[] from, double[] to) {
        double[] d = Vectors.minus(to, from);
        if (Vectors.norm(d) == 0) {
            return to;
        }
        double low = 0;
        double high = 1;
        for (int k = 0; k < 60 && slope(f, from, d, high) < 0; k++) {
            low = high;
            high *= 2;
        }
        for (int k = 0; k < 60 && slope(f, from, d, low) > 0; k++) {
            low = low == 0 ? -1 : 2 * low;
        }
        for (int k = 0; k < 60; k++) {
            double middle = 0.5 * (low + high);
            if (slope(f, from, d, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Vectors.plus(from, 0.5 * (low + high), d);
    }

    private static double slope(Oracle f, double[] from, double[] d, double t) {
        return Vectors.dot(f.gradient(Vectors.plus(from, t, d)), d);
    }
}
