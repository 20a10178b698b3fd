package org.gradus.optim;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The quasi-Newton model of L-BFGS-B within bounds, and its approximate minimum (Byrd, Lu, Nocedal and Zhu 1995). */
final class BoxModel {
    private final double[] x;
    private final double[] g;
    private final Bounds bounds;
    private final CompactBfgs pairs;
    private final double theta;

    BoxModel(BoxProblem.Evaluated at, Bounds bounds, CompactBfgs pairs) {
        this.x = at.x();
        this.g = at.gradient();
        this.bounds = bounds;
        this.pairs = pairs;
        this.theta = pairs.theta();
    }

    /** M·v, by M⁻¹. */
    private double[] middle(double[] v) {
        if (v.length == 0) {
            return v;
        }
        double[] product = CompactBfgs.solve(pairs.middle(), v.clone());
        return product == null ? new double[v.length] : product;
    }

    /** A point inside: the model's minimum over the variables that the generalized Cauchy point leaves free. */
    double[] minimum() {
        if (bounds.areNone()) {
            return Vectors.minus(x, pairs.inverseTimes(g));
        }
        double[] cauchy = x.clone();
        double[] c = new double[pairs.size()];
        cauchyPoint(cauchy, c);
        return pairs.size() == 0 ? cauchy : subspaceMinimum(cauchy, c);
    }

    /** Algorithm CP: walks along the projected steepest descent from breakpoint to breakpoint. */
    private void cauchyPoint(double[] point, double[] c) {
        int n = x.length;
        double[] d = new double[n];
        double[] breaks = new double[n];
        for (int i = 0; i < n; i++) {
            double bound = g[i] < 0 ? bounds.upper()[i] : bounds.lower()[i];
            breaks[i] = g[i] == 0 ? Double.POSITIVE_INFINITY : Math.max(0, (x[i] - bound) / g[i]);
            d[i] = breaks[i] == 0 ? 0 : -g[i];
        }
        List<Integer> order = IntStream.range(0, n)
                .filter(i -> breaks[i] > 0 && breaks[i] < Double.POSITIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> breaks[i]))
                .toList();
        double[] p = pairs.transposed(d);
        double slope = -Vectors.dot(d, d);
        double first = theta * -slope;
        double curvature = first - Vectors.dot(p, middle(p));
        double t = 0;
        int next = 0;
        while (slope < 0) {
            double best = -slope / Math.max(curvature, Math.ulp(1.0) * first);
            double until = next < order.size() ? breaks[order.get(next)] - t : Double.POSITIVE_INFINITY;
            if (best < until) {
                t += best;
                move(c, best, p);
                break;
            }
            int i = order.get(next++);
            t = breaks[i];
            move(c, until, p);
            point[i] = d[i] > 0 ? bounds.upper()[i] : bounds.lower()[i];
            double z = point[i] - x[i];
            double[] w = pairs.row(i);
            double[] mw = middle(w);
            slope += until * curvature + g[i] * g[i] + theta * g[i] * z - g[i] * Vectors.dot(mw, c);
            curvature += -theta * g[i] * g[i] - 2 * g[i] * Vectors.dot(mw, p) - g[i] * g[i] * Vectors.dot(w, mw);
            move(p, g[i], w);
            d[i] = 0;
        }
        for (int i = 0; i < n; i++) {
            if (d[i] != 0) {
                point[i] = bounds.project(i, x[i] + t * d[i]);
            }
        }
    }

    private static void move(double[] a, double scale, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += scale * b[i];
        }
    }

    private double[] subspaceMinimum(double[] cauchy, double[] c) {
        int n = x.length;
        int size = pairs.size();
        double[] mc = middle(c);
        boolean[] free = new boolean[n];
        double[] r = new double[n];
        double[][] gram = new double[size][size];
        double[] v = new double[size];
        for (int i = 0; i < n; i++) {
            free[i] = cauchy[i] > bounds.lower()[i] && cauchy[i] < bounds.upper()[i];
            if (free[i]) {
                double[] w = pairs.row(i);
                r[i] = -(g[i] + theta * (cauchy[i] - x[i]) - Vectors.dot(w, mc));
                move(v, r[i], w);
                for (int a = 0; a < size; a++) {
                    move(gram[a], w[a] / theta, w);
                }
            }
        }
        // (I − M·N)·u = M·v as (M⁻¹ − N)·u = v, N = WᵀZZᵀW/θ.
        double[][] system = pairs.middle();
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                system[a][b] -= gram[a][b];
            }
        }
        double[] u = CompactBfgs.solve(system, v);
        if (u == null) {
            return cauchy;
        }
        double[] step = new double[n];
        for (int i = 0; i < n; i++) {
            step[i] = free[i] ? r[i] / theta + Vectors.dot(pairs.row(i), u) / (theta * theta) : 0;
        }
        return inside(cauchy, step);
    }

    private double[] inside(double[] cauchy, double[] step) {
        double[] projected = bounds.project(Vectors.plus(cauchy, 1, step));
        if (Vectors.dot(Vectors.minus(projected, x), g) < 0) {
            return projected;
        }
        double longest = 1;
        for (int i = 0; i < step.length; i++) {
            double room = step[i] > 0 ? bounds.upper()[i] - cauchy[i] : bounds.lower()[i] - cauchy[i];
            longest = step[i] == 0 ? longest : Math.min(longest, room / step[i]);
        }
        return bounds.project(Vectors.plus(cauchy, longest, step));
    }
}
