package org.gradus.solve;

import org.gradus.DifferentiableVector;
import org.gradus.optim.Bounds;

/**
 * Minimize Σ c²·ρ(rᵢ(x)²/c²) over l ≤ x ≤ u.
 *
 * @param residuals r
 * @param bounds l and u
 * @param loss ρ and c
 */
public record LeastSquaresProblem(DifferentiableVector residuals, Bounds bounds, RobustLoss loss) {}
