package org.gradus.optim.convex;

import java.util.Optional;
import java.util.function.Function;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * The ellipsoid method (Yudin and Nemirovski 1976; Shor 1977) in two or more dimensions: an ellipsoid {x : (x − c)ᵀH⁻¹(x − c) ≤ 1} around the
 * minimum is cut through its center, c ← c − H·g/((n + 1)·√(gᵀHg)), H ← n²/(n² − 1)·(H − 2/(n + 1)·H·g·gᵀ·H/(gᵀHg)). Outside of the set g is
 * a separating direction, inside a subgradient. From a ball of radius R the best of t queries is within 2·B·R/r·exp(−t/(2·n²)) of the
 * minimum, r the radius of a ball in the set, B a bound on |f|. It ends when √(gᵀHg) is below 1e-8: no point of the ellipsoid is better
 * by more.
 *
 * @param separation g with gᵀ(s − c) ≤ 0 for all s of the set, where c is outside; empty inside
 */
public record Ellipsoid(Function<double[], Optional<double[]>> separation) {
    private static final double END = 1e-8;

    /**
     * A run.
     *
     * @param point the best point
     * @param best the best value of the first t + 1 queries; infinite before the set is met
     * @param separations queries outside of the set
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Run(double[] point, double[] best, int separations) {}

    /**
     * On a ball around 0.
     *
     * @param radius positive
     * @return the separation by the center's own direction
     */
    public static Ellipsoid onBall(double radius) {
        return new Ellipsoid(c -> Vectors.norm(c) > radius ? Optional.of(c.clone()) : Optional.empty());
    }

    /**
     * Runs.
     *
     * @param f the function
     * @param center of the first ball, with two coordinates or more
     * @param radius of it
     * @param queries at most
     * @return the best point and the values on the way
     * @throws ArgumentException in one dimension
     */
    public Run run(Oracle f, double[] center, double radius, int queries) {
        int n = center.length;
        if (n < 2 || !(radius > 0)) {
            throw new ArgumentException(
                    "Ellipsoid: " + n + " dimensions, radius " + radius,
                    "give two dimensions or more, a positive radius");
        }
        double[] c = center.clone();
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = radius * radius;
        }
        double[] point = c;
        double[] best = new double[queries];
        double least = Double.POSITIVE_INFINITY;
        int outside = 0;
        int done = 0;
        while (done < queries) {
            Optional<double[]> cut = separation.apply(c);
            if (cut.isEmpty()) {
                double value = f.value(c);
                point = value < least ? c : point;
                least = Math.min(least, value);
            } else {
                outside++;
            }
            best[done++] = least;
            double[] at = c;
            double[] g = cut.orElseGet(() -> f.gradient(at));
            double[] hg = Vectors.times(h, g);
            double width = Math.sqrt(Vectors.dot(g, hg));
            if (!(width >= END)) {
                break;
            }
            c = Vectors.plus(c, -1 / ((n + 1) * width), hg);
            double scale = (double) n * n / ((double) n * n - 1);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    h[i][j] = scale * (h[i][j] - 2.0 / (n + 1) * hg[i] * hg[j] / (width * width));
                }
            }
        }
        return new Run(point, java.util.Arrays.copyOf(best, done), outside);
    }
}
