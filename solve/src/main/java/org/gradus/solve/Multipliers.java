package org.gradus.solve;

import org.gradus.optim.Bounds;

/**
 * Multipliers at a solution: ∇f + h′ᵀλ + c′ᵀμ vanishes but for the bounds, whose multipliers are what remains.
 *
 * @param lambda of the equalities
 * @param mu of the inequalities, zero or more
 */
@SuppressWarnings("ArrayRecordComponent")
public record Multipliers(double[] lambda, double[] mu) {

    static Multipliers of(ConstrainedProblem.Point p, double[] ofRows) {
        double[] lambda = new double[p.values().h().length];
        double[] mu = new double[p.values().c().length];
        for (int i = 0; i < lambda.length; i++) {
            lambda[i] = -ofRows[i];
        }
        for (int i = 0; i < mu.length; i++) {
            mu[i] = ofRows[lambda.length + i];
        }
        return new Multipliers(lambda, mu);
    }

    /** The gradient of the Lagrangian, projected at bounds. */
    double[] residual(ConstrainedProblem.Point p, Bounds bounds) {
        double[] x = p.values().x();
        double[] gradient = p.lagrangian(lambda, mu);
        double[] near = x.clone();
        for (int i = 0; i < x.length; i++) {
            // Solutions of programs are at a bound to rounding.
            double slack = 4 * Math.ulp(1.0) * Math.max(1, Math.abs(x[i]));
            near[i] = x[i] - bounds.lower()[i] <= slack
                    ? bounds.lower()[i]
                    : bounds.upper()[i] - x[i] <= slack ? bounds.upper()[i] : x[i];
        }
        return bounds.projectedGradient(near, gradient);
    }
}
