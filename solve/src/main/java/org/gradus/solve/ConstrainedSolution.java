package org.gradus.solve;

import org.gradus.optim.Solution;

/**
 * A minimum under constraints.
 *
 * @param solution how the iteration ended; its gradient norm is that of the Lagrangian, projected at bounds
 * @param equalities h at the point
 * @param inequalities c at the point
 * @param violation the largest of |h| and max(c, 0)
 * @param multipliers λ and μ
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConstrainedSolution(
        Solution<double[]> solution,
        double[] equalities,
        double[] inequalities,
        double violation,
        Multipliers multipliers) {

    static ConstrainedSolution of(
            Solution<double[]> solution, ConstrainedProblem.Point point, Multipliers multipliers) {
        ConstrainedProblem.Values v = point.values();
        return new ConstrainedSolution(solution, v.h(), v.c(), v.violation(), multipliers);
    }
}
