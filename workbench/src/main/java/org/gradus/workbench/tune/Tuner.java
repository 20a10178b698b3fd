package org.gradus.workbench.tune;

/**
 * Solves the inner and the outer problem: no penalty, a grid of single penalties, then penalties moved by
 * hypergradients from the best of the grid.
 */
@FunctionalInterface
public interface Tuner {

    /**
     * Tunes.
     *
     * @param problem the data
     * @param options which hyperparameters, how many outer iterations, and the seed
     * @param listener is told of each step as it is done, on the calling thread
     * @return what was found
     * @throws org.gradus.error.GradusException when the inner problem cannot be solved
     */
    TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener);

    /**
     * Tunes, from where an earlier process came to. Steps that it made are told to the listener again. A tuner that keeps
     * nothing begins at the start.
     *
     * @param problem the data
     * @param options which hyperparameters, how many outer iterations, and the seed
     * @param listener is told of each step as it is done, on the calling thread
     * @param checkpoints what was kept, and where to keep more
     * @return what was found, the same whatever was kept
     * @throws org.gradus.error.GradusException when the inner problem cannot be solved, or what was kept does not fit
     */
    default TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener, Checkpoints checkpoints) {
        return tune(problem, options, listener);
    }
}
