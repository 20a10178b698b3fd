package org.gradus.optim.convex;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;

/**
 * The method of the center of gravity in the plane (Levin 1965; Newman 1965): a polygon is cut through its centroid by the subgradient
 * there. The best of t queries is within 2·B·(1 − 1/e)^(t/2) of the minimum, B a bound on |f|.
 *
 * @param polygon the set, its corners in order around it, three or more
 */
@SuppressWarnings("ArrayRecordComponent")
public record CenterOfGravity(double[][] polygon) {

    /**
     * Checks the polygon.
     *
     * @throws ArgumentException when it has fewer than three corners
     */
    public CenterOfGravity {
        if (polygon.length < 3) {
            throw new ArgumentException("CenterOfGravity: " + polygon.length + " corners", "give three or more");
        }
    }

    /**
     * Runs.
     *
     * @param f the function
     * @param queries at most; it ends before when the polygon has no area left in double precision
     * @return the best point and the values on the way
     */
    public Ellipsoid.Run run(Oracle f, int queries) {
        List<double[]> corners = new ArrayList<>(List.of(polygon));
        double[] point = polygon[0];
        double[] best = new double[queries];
        double least = Double.POSITIVE_INFINITY;
        int done = 0;
        while (done < queries && corners.size() >= 3) {
            double[] c = centroid(corners);
            if (!(Double.isFinite(c[0]) && Double.isFinite(c[1]))) {
                break;
            }
            double value = f.value(c);
            point = value < least ? c : point;
            least = Math.min(least, value);
            best[done++] = least;
            corners = cut(corners, c, f.gradient(c));
        }
        return new Ellipsoid.Run(point, java.util.Arrays.copyOf(best, done), 0);
    }

    private static double[] centroid(List<double[]> corners) {
        // Relative to a corner, for thin polygons far from 0.
        double[] o = corners.getFirst();
        double area = 0;
        double x = 0;
        double y = 0;
        for (int i = 1; i + 1 < corners.size(); i++) {
            double ax = corners.get(i)[0] - o[0];
            double ay = corners.get(i)[1] - o[1];
            double bx = corners.get(i + 1)[0] - o[0];
            double by = corners.get(i + 1)[1] - o[1];
            double twice = ax * by - ay * bx;
            area += twice;
            x += twice * (ax + bx) / 3;
            y += twice * (ay + by) / 3;
        }
        return new double[] {o[0] + x / area, o[1] + y / area};
    }

    /** The part where gᵀ(x − c) ≤ 0. */
    private static List<double[]> cut(List<double[]> corners, double[] c, double[] g) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            double[] a = corners.get(i);
            double[] b = corners.get((i + 1) % corners.size());
            double sa = g[0] * (a[0] - c[0]) + g[1] * (a[1] - c[1]);
            double sb = g[0] * (b[0] - c[0]) + g[1] * (b[1] - c[1]);
            if (sa <= 0) {
                kept.add(a);
            }
            if ((sa < 0 && sb > 0) || (sa > 0 && sb < 0)) {
                double t = sa / (sa - sb);
                kept.add(new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])});
            }
        }
        return kept;
    }
}
