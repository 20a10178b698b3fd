package org.gradus.workbench.tune;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Tuner} found.
 *
 * @param none the model without a penalty
 * @param noneConverged whether the fit without a penalty came to a minimum; that of classes that can be told apart has none
 * @param grid the model with the best single penalty of the grid
 * @param gridPenalty that penalty
 * @param tuned the model with the tuned penalties, the best point of the outer problem by validation loss
 * @param gridCurve the grid, in ascending order of the penalty
 * @param hyperparameters the tuned penalties
 * @param history a record of each outer iteration, the start first
 * @param hypergradients how many hypergradients were computed
 * @param innerIterations the iterations of all inner solves together
 * @param ending why the outer problem ended
 * @param parameters the tuned model
 * @param evidence what is known of the inner solution of a network, whose inner problem may have several
 * @param diagnostics what the report shows of the predictions, where it was computed
 */
public record TuneOutcome(
        Fit none,
        boolean noneConverged,
        Fit grid,
        double gridPenalty,
        Fit tuned,
        List<GridPoint> gridCurve,
        List<Hyperparameter> hyperparameters,
        List<OuterIteration> history,
        long hypergradients,
        long innerIterations,
        Ending ending,
        List<NamedArray> parameters,
        Optional<InnerEvidence> evidence,
        Optional<Diagnostics> diagnostics) {

    /** Copies the lists. */
    public TuneOutcome {
        gridCurve = List.copyOf(gridCurve);
        hyperparameters = List.copyOf(hyperparameters);
        history = List.copyOf(history);
        parameters = List.copyOf(parameters);
    }

    /**
     * What a tuner found whose inner problem has one solution.
     *
     * @param none the model without a penalty
     * @param noneConverged whether the fit without a penalty came to a minimum
     * @param grid the model with the best single penalty of the grid
     * @param gridPenalty that penalty
     * @param tuned the model with the tuned penalties
     * @param gridCurve the grid
     * @param hyperparameters the tuned penalties
     * @param history a record of each outer iteration
     * @param hypergradients how many hypergradients were computed
     * @param innerIterations the iterations of all inner solves together
     * @param ending why the outer problem ended
     * @param parameters the tuned model
     */
    public TuneOutcome(
            Fit none,
            boolean noneConverged,
            Fit grid,
            double gridPenalty,
            Fit tuned,
            List<GridPoint> gridCurve,
            List<Hyperparameter> hyperparameters,
            List<OuterIteration> history,
            long hypergradients,
            long innerIterations,
            Ending ending,
            List<NamedArray> parameters) {
        this(
                none,
                noneConverged,
                grid,
                gridPenalty,
                tuned,
                gridCurve,
                hyperparameters,
                history,
                hypergradients,
                innerIterations,
                ending,
                parameters,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * With diagnostics.
     *
     * @param found what the report shows of the predictions
     * @return the same outcome with these
     */
    public TuneOutcome with(Diagnostics found) {
        return new TuneOutcome(
                none,
                noneConverged,
                grid,
                gridPenalty,
                tuned,
                gridCurve,
                hyperparameters,
                history,
                hypergradients,
                innerIterations,
                ending,
                parameters,
                evidence,
                Optional.of(found));
    }

    /**
     * The outer iterations that moved the hyperparameters.
     *
     * @return the number of the last iteration, 0 when only the start is on record
     */
    public int outerIterations() {
        return history.isEmpty() ? 0 : history.getLast().k();
    }

    /**
     * The norm of the first hypergradient.
     *
     * @return the norm, NaN without any record
     */
    public double firstNorm() {
        return history.isEmpty() ? Double.NaN : history.getFirst().hypergradientNorm();
    }

    /**
     * The norm of the last hypergradient.
     *
     * @return the norm, NaN without any record
     */
    public double lastNorm() {
        return history.isEmpty() ? Double.NaN : history.getLast().hypergradientNorm();
    }
}
