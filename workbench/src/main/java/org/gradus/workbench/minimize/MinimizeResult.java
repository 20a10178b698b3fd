package org.gradus.workbench.minimize;

import java.util.List;
import java.util.Optional;
import org.gradus.optim.Bounds;
import org.gradus.optim.Solution;
import org.gradus.solve.Multipliers;

/**
 * What a minimization came to.
 *
 * @param name of the class that states the problem
 * @param method the method that found the solution
 * @param why it was chosen
 * @param start where the best run began
 * @param bounds infinite where there are none
 * @param outcome the best run's end
 * @param minima distinct ends of several starts, the best first; empty for one start
 * @param starts how many starts there were
 * @param seconds how long it took
 */
@SuppressWarnings("ArrayRecordComponent")
public record MinimizeResult(
        String name,
        String method,
        String why,
        double[] start,
        Bounds bounds,
        Outcome outcome,
        List<Minimum> minima,
        int starts,
        double seconds) {

    /**
     * The end of one run.
     *
     * @param solution how it ended
     * @param method the method that gave it
     * @param violation the largest violation of constraints and bounds
     * @param multipliers of constraints
     * @param deviations standard deviations of least squares, or null
     * @param halfWidths of 95 % confidence intervals of least squares, or null
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Outcome(
            Solution<double[]> solution,
            String method,
            double violation,
            Optional<Multipliers> multipliers,
            double[] deviations,
            double[] halfWidths) {}

    /**
     * A distinct end.
     *
     * @param point where
     * @param value there
     * @param found by how many starts
     * @param status how the first of them ended
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Minimum(double[] point, double value, int found, String status) {}
}
