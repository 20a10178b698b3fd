package org.gradus.workbench.minimize;

import org.gradus.solve.RobustLoss;

/**
 * How to minimize.
 *
 * @param method the method
 * @param start instead of the file's, or null
 * @param starts how many starts, the file's included
 * @param maxIterations accepted steps allowed from one start
 * @param tolerance the accuracy
 * @param seed of the other starts
 * @param callLimit seconds that one call of a method may take
 * @param loss how much a residual counts, for files with residuals
 */
@SuppressWarnings("ArrayRecordComponent")
public record MinimizeOptions(
        SolverName method,
        double[] start,
        int starts,
        int maxIterations,
        double tolerance,
        long seed,
        double callLimit,
        RobustLoss loss) {
    /** Enough for long valleys of a thousand variables. */
    public static final int DEFAULT_ITERATIONS = 10_000;

    /** About the square root of the rounding. */
    public static final double DEFAULT_TOLERANCE = 1e-8;

    /** Seconds. */
    public static final double DEFAULT_CALL_LIMIT = 60;

    /**
     * Options for squares of residuals.
     *
     * @param method the method
     * @param start instead of the file's, or null
     * @param starts how many starts, the file's included
     * @param maxIterations accepted steps allowed from one start
     * @param tolerance the accuracy
     * @param seed of the other starts
     * @param callLimit seconds that one call of a method may take
     */
    public MinimizeOptions(
            SolverName method,
            double[] start,
            int starts,
            int maxIterations,
            double tolerance,
            long seed,
            double callLimit) {
        this(method, start, starts, maxIterations, tolerance, seed, callLimit, RobustLoss.SQUARES);
    }

    /**
     * The options of a command line without options.
     *
     * @return the defaults
     */
    public static MinimizeOptions usual() {
        return new MinimizeOptions(
                SolverName.AUTO, null, 1, DEFAULT_ITERATIONS, DEFAULT_TOLERANCE, 0, DEFAULT_CALL_LIMIT);
    }
}
