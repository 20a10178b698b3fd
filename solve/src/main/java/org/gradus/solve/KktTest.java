package org.gradus.solve;

import org.gradus.optim.Vectors;

/** The conditions of Karush, Kuhn and Tucker, each beside the size of its terms. */
final class KktTest {
    private KktTest() {}

    /**
     * Whether no constraint is violated: by more than what moves the point by the tolerance, or, where a constraint's
     * gradient vanishes, by a hundredth of the tolerance beside what it was elsewhere.
     *
     * @param sizes of the constraints' gradients met so far
     */
    static boolean isFeasible(ConstrainedProblem.Point p, double[] sizes, double tolerance) {
        ConstrainedProblem.Values v = p.values();
        double reach = Math.max(1, 1e-6 * Vectors.maxAbs(v.x()));
        for (int i = 0; i < sizes.length; i++) {
            boolean equality = i < v.h().length;
            double violation = equality ? Math.abs(v.h()[i]) : v.c()[i - v.h().length];
            double[] row = equality ? p.equalities()[i] : p.inequalities()[i - v.h().length];
            double slope = Vectors.maxAbs(row) * reach;
            if (!(violation <= tolerance * Math.max(slope, 0.01 * sizes[i]))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the Lagrangian's gradient and the products of multipliers and slacks vanish.
     *
     * @param norm of the Lagrangian's gradient, projected at bounds
     * @param first the objective's gradient at the start: the measure where nothing pulls at a minimum inside
     */
    static boolean isStationary(
            ConstrainedProblem.Point p, Multipliers m, double norm, double first, double[] sizes, double tolerance) {
        double pull = Vectors.maxAbs(p.gradient());
        if (pull == 0) {
            // Multipliers of zero do.
            return true;
        }
        double size = Math.max(pull, Math.min(1, first));
        double slack = 0;
        int equalities = m.lambda().length;
        for (int i = 0; i < equalities; i++) {
            size = Math.max(size, Math.abs(m.lambda()[i]) * sizes[i]);
        }
        for (int i = 0; i < m.mu().length; i++) {
            size = Math.max(size, Math.abs(m.mu()[i]) * sizes[equalities + i]);
            slack = Math.max(slack, Math.abs(m.mu()[i] * Math.min(0, p.values().c()[i])));
        }
        double reach = Math.max(1, Vectors.maxAbs(p.values().x()));
        return norm <= tolerance * size && slack <= 10 * tolerance * size * reach;
    }
}
