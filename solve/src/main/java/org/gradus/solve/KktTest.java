package org.gradus.solve;

import org.gradus.optim.Vectors;

/** The conditions of Karush, Kuhn and Tucker, each beside the size of its terms. */
final class KktTest {
    private KktTest() {}

    /**
     * Whether no constraint is violated.
     *
     * @param sizes of the constraints' gradients
     */
    static boolean isFeasible(ConstrainedProblem.Point p, double[] sizes, double tolerance) {
        ConstrainedProblem.Values v = p.values();
        double room = tolerance * Math.max(1, Vectors.maxAbs(v.x()));
        int at = 0;
        for (double one : v.h()) {
            if (!(Math.abs(one) <= room * sizes[at++])) {
                return false;
            }
        }
        for (double one : v.c()) {
            if (!(one <= room * sizes[at++])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the Lagrangian's gradient and the products of multipliers and slacks vanish.
     *
     * @param norm of the Lagrangian's gradient, projected at bounds
     */
    static boolean isStationary(
            ConstrainedProblem.Point p, Multipliers m, double norm, double[] sizes, double tolerance) {
        double size = Vectors.maxAbs(p.gradient());
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
