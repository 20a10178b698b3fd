package org.gradus.workbench.tune;

/**
 * Something measured of a model that is neither its loss nor its score.
 *
 * @param name what was measured, for example {@code log marginal likelihood}
 * @param grid of the best of the grid
 * @param tuned of the tuned model
 */
public record Measure(String name, double grid, double tuned) {}
