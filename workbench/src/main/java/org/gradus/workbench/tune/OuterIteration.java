package org.gradus.workbench.tune;

/**
 * The record of one outer iteration.
 *
 * @param k the number of the iteration, from 0 for the start
 * @param validationLoss the validation loss at this iteration's hyperparameters
 * @param hypergradientNorm the Euclidean norm of its gradient with respect to the logarithms of the penalties
 * @param step the length of the step that led here, 0 at the start
 * @param innerIterations the iterations that the inner problem took
 * @param optimalityResidual the norm of the inner problem's gradient at its solution, which implicit differentiation
 *     takes for 0
 * @param linearIterations the iterations of the linear solve inside the hypergradient
 * @param linearResidual the relative residual of that linear solve
 * @param seconds the time since the outer problem began
 */
public record OuterIteration(
        int k,
        double validationLoss,
        double hypergradientNorm,
        double step,
        long innerIterations,
        double optimalityResidual,
        long linearIterations,
        double linearResidual,
        double seconds) {}
