package org.gradus.solve;

import java.util.Optional;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.optim.Bounds;
import org.gradus.optim.Vectors;

/**
 * Minimize f(x) with h(x) = 0, c(x) ≤ 0 and l ≤ x ≤ u.
 *
 * @param f the objective
 * @param equalities h
 * @param inequalities c
 * @param bounds l and u
 */
public record ConstrainedProblem(
        Differentiable f,
        Optional<DifferentiableVector> equalities,
        Optional<DifferentiableVector> inequalities,
        Bounds bounds) {
    private static final double[] NONE = {};

    /** Values at a point: f, h and c. */
    @SuppressWarnings("ArrayRecordComponent")
    record Values(double[] x, double f, double[] h, double[] c) {
        boolean isFinite() {
            return Double.isFinite(f) && Vectors.isFinite(h) && Vectors.isFinite(c);
        }

        /** The largest violation. */
        double violation() {
            double largest = Vectors.maxAbs(h);
            for (double one : c) {
                largest = Math.max(largest, one);
            }
            return largest;
        }
    }

    /** Values with derivatives. */
    @SuppressWarnings("ArrayRecordComponent")
    record Point(Values values, double[] gradient, double[][] equalities, double[][] inequalities) {
        boolean isFinite() {
            boolean finite = values.isFinite() && Vectors.isFinite(gradient);
            for (double[] row : equalities) {
                finite &= Vectors.isFinite(row);
            }
            for (double[] row : inequalities) {
                finite &= Vectors.isFinite(row);
            }
            return finite;
        }

        /** ∇f + hᵀ′λ + cᵀ′μ. */
        double[] lagrangian(double[] lambda, double[] mu) {
            double[] sum = gradient.clone();
            Vectors.addTransposed(equalities, lambda, sum);
            Vectors.addTransposed(inequalities, mu, sum);
            return sum;
        }
    }

    Values at(double[] x) {
        return new Values(
                x,
                f.value(x),
                equalities.map(h -> h.value(x)).orElse(NONE),
                inequalities.map(c -> c.value(x)).orElse(NONE));
    }

    Point differentiated(Values v) {
        return new Point(
                v,
                f.gradient(v.x()),
                equalities.map(h -> h.jacobian(v.x())).orElse(new double[0][]),
                inequalities.map(c -> c.jacobian(v.x())).orElse(new double[0][]));
    }

    /** What is not finite at a start. */
    static String nonFinite(Point p) {
        Values v = p.values();
        for (int i = 0; i < v.x().length; i++) {
            if (!Double.isFinite(v.x()[i])) {
                return "start[" + i + "] is " + v.x()[i] + ": every parameter must be a finite number";
            }
        }
        String place = !Double.isFinite(v.f())
                ? "the value at the start is " + v.f()
                : !Vectors.isFinite(v.h())
                        ? "an equality constraint at the start is not finite"
                        : !Vectors.isFinite(v.c())
                                ? "an inequality constraint at the start is not finite"
                                : "a derivative at the start is not finite";
        return place + ", though every parameter is finite: likely a logarithm, root or quotient outside its domain, or"
                + " overflow; start elsewhere";
    }
}
