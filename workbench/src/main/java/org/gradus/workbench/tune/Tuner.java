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
}
