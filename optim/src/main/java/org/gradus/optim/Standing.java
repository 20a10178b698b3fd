package org.gradus.optim;

/**
 * Where an {@link ArraySolver} stands.
 *
 * @param iteration number of accepted steps; 0 at the start
 * @param point the accepted iterate
 * @param value f there
 * @param gradientNorm what must vanish at a solution: the largest entry of the gradient, projected at bounds, or of the
 *     conditions of Karush, Kuhn and Tucker
 * @param step length ‖x − x_before‖₂ of the last accepted step
 * @param counts work done so far
 */
@SuppressWarnings("ArrayRecordComponent")
public record Standing(long iteration, double[] point, double value, double gradientNorm, double step, Counts counts) {

    /**
     * The same iterate after more work.
     *
     * @param more the counts
     * @return another standing
     */
    public Standing with(Counts more) {
        return new Standing(iteration, point, value, gradientNorm, step, more);
    }

    Iteration at(Status status) {
        return new Iteration(iteration, value, gradientNorm, step, counts, status);
    }

    Solution.Reached<double[]> reached(History history) {
        return new Solution.Reached<>(point.clone(), value, gradientNorm, counts, history.iterations());
    }
}
