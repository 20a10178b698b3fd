package org.gradus.optim.quasar;

import org.gradus.optim.Counts;

/**
 * What a run reached.
 *
 * @param point the answer
 * @param weights the coupling weight τ of every step
 * @param counts steps, and evaluations of the functions of steps: one whole pass counts as one evaluation
 */
@SuppressWarnings("ArrayRecordComponent")
public record QuasarRun(double[] point, double[] weights, Counts counts) {

    /**
     * Evaluations that the searches for the weight made beyond the gradient that every step needs.
     *
     * @return their mean a step
     */
    public double extraEvaluations() {
        return (counts.gradients() - counts.iterations()) / (double) Math.max(1, counts.iterations());
    }
}
