package org.gradus.workbench.tune;

/**
 * A single penalty, tried.
 *
 * @param penalty the penalty on all weights
 * @param validationLoss the loss on the validation part of the model fitted with it
 */
public record GridPoint(double penalty, double validationLoss) {}
