package org.gradus.solve;

import org.gradus.optim.Solution;

/**
 * A minimum to differentiate through.
 *
 * @param <P> the parameters' type
 * @param point where it is
 * @param solution how the minimizer ended
 * @param residualNorm ‖∇ₓf(x*, θ)‖₂, computed afresh; the error of a derivative is about this over the smallest curvature
 */
public record ImplicitSolution<P>(P point, Solution<P> solution, double residualNorm) {}
