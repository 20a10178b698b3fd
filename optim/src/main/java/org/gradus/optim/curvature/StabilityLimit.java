package org.gradus.optim.curvature;

import org.gradus.error.ArgumentException;

/**
 * The largest learning rate with which a method with momentum β stays bounded on a quadratic of curvature λ &gt; 0: above it
 * iterates grow without end (Gilmer et al., A Loss Curvature Perspective on Training Instability in Deep Learning, 2021,
 * section 2; Cohen et al., 2021). Between methods it tells why one diverges where another does not.
 */
public enum StabilityLimit {
    /** x ← x − η∇f(x): 2/λ, whatever β. */
    GRADIENT_DESCENT,

    /** v ← βv + ∇f(x), x ← x − ηv: 2(1 + β)/λ. */
    HEAVY_BALL,

    /** v ← βv + ∇f(x), x ← x − η(∇f(x) + βv): 2(1 + β)/(λ(1 + 2β)). */
    NESTEROV;

    /**
     * The limit.
     *
     * @param curvature λ, the largest eigenvalue of the Hessian
     * @param momentum β in [0, 1)
     * @return the largest stable learning rate; infinity where the curvature is not above 0
     * @throws ArgumentException when the momentum is out of its range or the curvature is NaN
     */
    public double learningRate(double curvature, double momentum) {
        if (!(momentum >= 0 && momentum < 1) || Double.isNaN(curvature)) {
            throw new ArgumentException(
                    "stability: a momentum of " + momentum + " and a curvature of " + curvature,
                    "give a momentum in [0, 1) and a finite curvature");
        }
        if (curvature <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return switch (this) {
            case GRADIENT_DESCENT -> 2 / curvature;
            case HEAVY_BALL -> 2 * (1 + momentum) / curvature;
            case NESTEROV -> 2 * (1 + momentum) / (curvature * (1 + 2 * momentum));
        };
    }
}
