package org.gradus.optim;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The model q(s) = gᵀs + ½·sᵀHs within bounds and a radius ‖s‖ ≤ Δ, minimized by truncated conjugate gradients
 * (Steihaug 1983): along a direction of negative curvature, or out of the region, the step goes to the boundary.
 *
 * <p>For few variables H is a matrix, and conjugate gradients are preconditioned by its modified Cholesky factors, whose
 * norm also measures the radius: then the step is Newton's, and units of variables do not matter.
 */
final class QuadraticModel {
    /** A step with what led to it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Step(
            double[] trial,
            double[] s,
            double predicted,
            double length,
            boolean whole,
            boolean clipped,
            long products) {}

    private final double[] x;
    private final double[] g;
    private final Bounds bounds;
    private final double[][] hessian;
    private final UnaryOperator<double[]> product;
    private final double accuracy;
    private long products;

    /**
     * A model.
     *
     * @param hessian by rows, or null for products alone
     * @param accuracy relative residual of the conjugate gradients
     */
    QuadraticModel(
            double[] x,
            double[] g,
            Bounds bounds,
            double[][] hessian,
            UnaryOperator<double[]> product,
            double accuracy) {
        this.x = x;
        this.g = g;
        this.bounds = bounds;
        this.hessian = hessian;
        this.product = product;
        this.accuracy = accuracy;
    }

    private double[] times(double[] v) {
        if (hessian != null) {
            return Vectors.times(hessian, v);
        }
        products++;
        return product.apply(v);
    }

    /** The radius to begin with: twice the step of steepest descent in the norm that measures it. */
    double firstRadius() {
        if (hessian == null) {
            return Math.max(1, Vectors.norm(x));
        }
        boolean[] fixed = blocked();
        double[] p = metric(fixed).solve(pick(g, fixed));
        double length = Math.sqrt(Math.max(0, Vectors.dot(p, pick(g, fixed))));
        return length > 0 && length < Double.POSITIVE_INFINITY ? 2 * length : 1;
    }

    private boolean[] blocked() {
        boolean[] fixed = new boolean[x.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = bounds.blocks(i, x[i], g[i]) || bounds.lower()[i] == bounds.upper()[i];
        }
        return fixed;
    }

    /** The step within a radius. */
    Step step(double radius) {
        boolean[] fixed = blocked();
        double[] slope = g;
        double[] s = new double[x.length];
        double[] first = null;
        double length = 0;
        boolean whole = true;
        for (boolean crossed = true; crossed; ) {
            crossed = false;
            Truncated inside = truncated(fixed, slope, radius);
            double[] w = spread(inside.w(), fixed);
            whole &= inside.whole();
            if (first == null) {
                first = w;
                length = inside.length();
            }
            for (int i = 0; i < x.length; i++) {
                if (!fixed[i]) {
                    double wanted = x[i] + w[i];
                    double reached = bounds.project(i, wanted);
                    s[i] = wanted == reached ? w[i] : reached - x[i];
                    fixed[i] = wanted != reached;
                    crossed |= fixed[i];
                }
            }
            if (crossed) {
                for (int i = 0; i < x.length; i++) {
                    s[i] = fixed[i] ? s[i] : 0;
                }
                slope = Vectors.plus(g, 1, times(s));
            }
        }
        boolean clipped = Vectors.maxAbs(Vectors.minus(s, first)) > 0;
        double predicted = decrease(s);
        if (clipped) {
            // The other ways inside the bounds: up to the first one, and along the projected steepest descent.
            for (double[] other : List.of(untilBound(first), cauchy(radius))) {
                double least = decrease(other);
                if (!(predicted >= least)) {
                    s = other;
                    predicted = least;
                    whole = false;
                }
            }
            length *= Vectors.norm(s) / Vectors.norm(first);
        }
        double[] trial = bounds.project(Vectors.plus(x, 1, s));
        return new Step(trial, s, predicted, length, whole, clipped, products);
    }

    private double[] untilBound(double[] w) {
        double t = 1;
        for (int i = 0; i < w.length; i++) {
            double room = w[i] > 0 ? bounds.upper()[i] - x[i] : bounds.lower()[i] - x[i];
            t = w[i] == 0 ? t : Math.min(t, room / w[i]);
        }
        return Vectors.plus(new double[w.length], t, w);
    }

    private double decrease(double[] s) {
        return -Vectors.dot(g, s) - 0.5 * Vectors.dot(s, times(s));
    }

    /** The generalized Cauchy step: along the projected steepest descent, in the metric's diagonal, halved to decrease. */
    private double[] cauchy(double radius) {
        double[] down = hessian == null ? g : descent();
        double scale = Math.sqrt(Math.abs(Vectors.dot(down, g)));
        double t = scale > 0 ? radius / scale : 0;
        double[] s = new double[x.length];
        for (int i = 0; i < 60; i++, t *= 0.5) {
            s = Vectors.minus(bounds.project(Vectors.plus(x, -t, down)), x);
            if (decrease(s) >= -0.01 * Vectors.dot(g, s)) {
                return s;
            }
        }
        return s;
    }

    private double[] descent() {
        double[] down = new double[x.length];
        for (int i = 0; i < down.length; i++) {
            double curvature = Math.abs(hessian[i][i]);
            down[i] = g[i] / (curvature > 0 ? curvature : 1);
        }
        return down;
    }

    private record Truncated(double[] w, double length, boolean whole) {}

    private Truncated truncated(boolean[] fixed, double[] slope, double radius) {
        double[] r = pick(slope, fixed);
        int n = r.length;
        double[] w = new double[n];
        Cholesky metric = hessian == null ? null : metric(fixed);
        double[] z = metric == null ? r.clone() : metric.solve(r);
        double rz = Vectors.dot(r, z);
        double first = Math.sqrt(rz);
        if (!(first > 0 && first < Double.POSITIVE_INFINITY)) {
            return new Truncated(w, 0, true);
        }
        double[] p = Vectors.plus(new double[n], -1, z);
        double ww = 0;
        double wp = 0;
        double pp = rz;
        int most = hessian == null ? 2 * n + 10 : n + 10;
        for (int k = 0; k < most; k++) {
            double[] hp = pick(times(spread(p, fixed)), fixed);
            double curvature = Vectors.dot(p, hp);
            double alpha = rz / curvature;
            boolean out = !(curvature > 0);
            double longer = ww + 2 * alpha * wp + alpha * alpha * pp;
            if (!Vectors.isFinite(hp)) {
                return new Truncated(
                        k == 0 ? scaled(p, radius / Math.sqrt(pp)) : w, k == 0 ? radius : Math.sqrt(ww), false);
            }
            if (out || !(longer < radius * radius)) {
                double t = (-wp + Math.sqrt(Math.max(0, wp * wp + pp * (radius * radius - ww)))) / pp;
                return new Truncated(Vectors.plus(w, t, p), radius, false);
            }
            w = Vectors.plus(w, alpha, p);
            ww = longer;
            r = Vectors.plus(r, alpha, hp);
            z = metric == null ? r.clone() : metric.solve(r);
            double next = Vectors.dot(r, z);
            if (!(Math.sqrt(Math.max(0, next)) > accuracy * first)) {
                break;
            }
            double beta = next / rz;
            rz = next;
            wp = beta * (wp + alpha * pp);
            pp = rz + beta * beta * pp;
            p = Vectors.plus(Vectors.plus(new double[n], -1, z), beta, p);
        }
        return new Truncated(w, Math.sqrt(ww), true);
    }

    private static double[] scaled(double[] p, double by) {
        return Vectors.plus(new double[p.length], by, p);
    }

    private Cholesky metric(boolean[] fixed) {
        int n = pick(g, fixed).length;
        double[][] part = new double[n][];
        for (int i = 0, row = 0; i < fixed.length; i++) {
            if (!fixed[i]) {
                part[row++] = pick(hessian[i], fixed);
            }
        }
        return new Cholesky(part);
    }

    private static double[] pick(double[] v, boolean[] fixed) {
        int free = 0;
        for (boolean one : fixed) {
            free += one ? 0 : 1;
        }
        double[] part = new double[free];
        for (int i = 0, at = 0; i < fixed.length; i++) {
            if (!fixed[i]) {
                part[at++] = v[i];
            }
        }
        return part;
    }

    private static double[] spread(double[] part, boolean[] fixed) {
        double[] v = new double[fixed.length];
        for (int i = 0, at = 0; i < fixed.length; i++) {
            v[i] = fixed[i] ? 0 : part[at++];
        }
        return v;
    }
}
