package org.gradus.workbench.tune;

import java.util.List;

/**
 * What a report shows of the predictions beside losses and scores.
 *
 * @param tuned the tuned model's outputs on the test rows, row after row: one number a row, or one a class
 * @param grid those of the model with the best single penalty
 * @param learning losses on growing shares of the training rows, the smallest first
 */
@SuppressWarnings("ArrayRecordComponent")
public record Diagnostics(double[] tuned, double[] grid, List<LearningPoint> learning) {
    /** Copies the list. */
    public Diagnostics {
        learning = List.copyOf(learning);
    }

    /**
     * The model fitted to some of the training rows at the tuned hyperparameters.
     *
     * @param rows how many
     * @param trainLoss the loss on these rows, without penalty
     * @param validationLoss the loss on the validation rows
     */
    public record LearningPoint(int rows, double trainLoss, double validationLoss) {}
}
