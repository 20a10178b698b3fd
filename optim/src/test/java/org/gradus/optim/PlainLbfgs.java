package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * L-BFGS written plainly with arrays and loops: the two-loop recursion (Nocedal and Wright, Algorithm 7.4) and the line
 * search of Algorithms 3.5 and 3.6. What {@link Lbfgs} does is compared with it step by step.
 */
final class PlainLbfgs {
    /** Value and gradient at a point. */
    @SuppressWarnings("ArrayRecordComponent")
    record Evaluated(double value, double[] gradient) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Trial(double t, double value, double slope, double[] point, double[] gradient) {}

    private final Function<double[], Evaluated> f;
    private final int memory;
    private final List<double[]> steps = new ArrayList<>();
    private final List<double[]> differences = new ArrayList<>();
    private double scale;
    int evaluations;

    PlainLbfgs(Function<double[], Evaluated> f, int memory) {
        this.f = f;
        this.memory = memory;
    }

    /** The iterates from the start on. */
    List<double[]> run(double[] start, int iterations) {
        List<double[]> iterates = new ArrayList<>();
        iterates.add(start);
        Trial at = evaluate(start, new double[start.length], 0);
        scale = Math.min(1, 1 / Math.sqrt(dot(at.gradient, at.gradient)));
        for (int k = 0; k < iterations; k++) {
            double[] d = twoLoop(at.gradient);
            for (int i = 0; i < d.length; i++) {
                d[i] = -d[i];
            }
            Trial next = search(at, d);
            double[] s = minus(next.point, at.point);
            double[] y = minus(next.gradient, at.gradient);
            if (dot(s, y) > 0) {
                steps.add(s);
                differences.add(y);
                if (steps.size() > memory) {
                    steps.removeFirst();
                    differences.removeFirst();
                }
                scale = dot(s, y) / dot(y, y);
            }
            at = next;
            iterates.add(at.point);
        }
        return iterates;
    }

    private double[] twoLoop(double[] gradient) {
        return twoLoop(steps, differences, scale, gradient);
    }

    static double[] twoLoop(List<double[]> steps, List<double[]> differences, double scale, double[] gradient) {
        double[] q = gradient.clone();
        double[] alpha = new double[steps.size()];
        for (int i = steps.size() - 1; i >= 0; i--) {
            alpha[i] = dot(steps.get(i), q) / dot(steps.get(i), differences.get(i));
            add(q, -alpha[i], differences.get(i));
        }
        for (int i = 0; i < q.length; i++) {
            q[i] *= scale;
        }
        for (int i = 0; i < steps.size(); i++) {
            double beta = dot(differences.get(i), q) / dot(steps.get(i), differences.get(i));
            add(q, alpha[i] - beta, steps.get(i));
        }
        return q;
    }

    private Trial search(Trial at, double[] d) {
        double slope0 = dot(at.gradient, d);
        Trial origin = new Trial(0, at.value, slope0, at.point, at.gradient);
        Trial before = origin;
        double t = 1;
        for (int i = 0; i < 30; i++) {
            Trial now = evaluate(at.point, d, t);
            if (now.value > at.value + 1e-4 * t * slope0 || (i > 0 && now.value >= before.value)) {
                return zoom(origin, d, before, now);
            }
            if (Math.abs(now.slope) <= -0.9 * slope0) {
                return now;
            }
            if (now.slope >= 0) {
                return zoom(origin, d, now, before);
            }
            double width = now.t - before.t;
            t = within(cubic(now, before), now.t + 1.1 * width, now.t + 4 * width, now.t + 4 * width);
            before = now;
        }
        return before;
    }

    private Trial zoom(Trial origin, double[] d, Trial first, Trial second) {
        Trial low = first;
        Trial high = second;
        while (true) {
            double width = high.t - low.t;
            double t = within(cubic(low, high), low.t + 0.1 * width, low.t + 0.9 * width, low.t + 0.5 * width);
            Trial now = evaluate(origin.point, d, t);
            if (now.value > origin.value + 1e-4 * t * origin.slope || now.value >= low.value) {
                high = now;
            } else {
                if (Math.abs(now.slope) <= -0.9 * origin.slope) {
                    return now;
                }
                if (now.slope * (high.t - low.t) >= 0) {
                    high = low;
                }
                low = now;
            }
        }
    }

    private static double cubic(Trial a, Trial b) {
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
        double d2 = Math.signum(b.t - a.t) * Math.sqrt(d1 * d1 - a.slope * b.slope);
        return b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    }

    private static double within(double t, double one, double other, double fallback) {
        return Double.isNaN(t) ? fallback : Math.clamp(t, Math.min(one, other), Math.max(one, other));
    }

    private Trial evaluate(double[] x, double[] d, double t) {
        double[] point = x.clone();
        add(point, t, d);
        Evaluated e = f.apply(point);
        evaluations++;
        return new Trial(t, e.value, dot(e.gradient, d), point, e.gradient);
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void add(double[] x, double a, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += a * y[i];
        }
    }

    private static double[] minus(double[] x, double[] y) {
        double[] out = x.clone();
        add(out, -1, y);
        return out;
    }
}
