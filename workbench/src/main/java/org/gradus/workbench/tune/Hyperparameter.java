package org.gradus.workbench.tune;

/**
 * A tuned hyperparameter.
 *
 * @param name the feature's name, or {@code l2} for a single penalty
 * @param value the penalty, above 0
 */
public record Hyperparameter(String name, double value) {}
