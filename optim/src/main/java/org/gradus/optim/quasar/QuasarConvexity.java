package org.gradus.optim.quasar;

import java.util.List;
import org.gradus.Differentiable;
import org.gradus.optim.Vectors;

/**
 * Looks at whether a function is quasar-convex, (1/γ)·⟨∇f(x), x − x*⟩ ≥ f(x) − f(x*) for all x, by points that refute it or not.
 */
public final class QuasarConvexity {
    private QuasarConvexity() {}

    /**
     * The least gap of some points.
     *
     * @param f the function
     * @param minimizer x*
     * @param gamma γ in (0, 1]
     * @param points where to look
     * @return the least (1/γ)·⟨∇f(x), x − x*⟩ − (f(x) − f(x*)); a negative one shows that f is not γ-quasar-convex
     */
    public static double gap(Differentiable f, double[] minimizer, double gamma, List<double[]> points) {
        double least = Double.POSITIVE_INFINITY;
        double best = f.value(minimizer);
        for (double[] x : points) {
            double[] g = new double[x.length];
            double value = f.valueAndGradient(x, g);
            least = Math.min(least, Vectors.dot(g, Vectors.minus(x, minimizer)) / gamma - (value - best));
        }
        return least;
    }

    /**
     * The largest γ that the points allow.
     *
     * @param f the function
     * @param minimizer x*
     * @param points where to look
     * @return the least ⟨∇f(x), x − x*⟩/(f(x) − f(x*)) where f(x) is above f(x*); infinite where it never is
     */
    public static double gamma(Differentiable f, double[] minimizer, List<double[]> points) {
        double least = Double.POSITIVE_INFINITY;
        double best = f.value(minimizer);
        for (double[] x : points) {
            double[] g = new double[x.length];
            double value = f.valueAndGradient(x, g);
            if (value > best) {
                least = Math.min(least, Vectors.dot(g, Vectors.minus(x, minimizer)) / (value - best));
            }
        }
        return least;
    }
}
