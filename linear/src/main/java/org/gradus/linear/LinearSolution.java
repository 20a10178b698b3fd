package org.gradus.linear;

/**
 * The answer of a linear solve with its evidence.
 *
 * @param <T> the tree's type
 * @param point x; the best found when the solve did not converge
 * @param evidence how good it is
 */
public record LinearSolution<T>(T point, LinearEvidence evidence) {}
