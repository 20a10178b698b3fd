package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.div;

import org.gradus.tensor.Tensor;

/**
 * Penalties as functions of their logarithms: λ = 1e-7 + 1/(e^−θ + 1e-6), which are e^θ between 1e-7 and 1e6. Without a
 * least one, classes that can be told apart perfectly would have no minimum that the arithmetic can find; beyond the
 * largest a weight is zero anyway.
 */
final class Penalties {
    private static final double LEAST = 1e-7;
    private static final double LARGEST = 1e6;

    private Penalties() {}

    static Tensor of(Tensor logPenalties) {
        return div(1, logPenalties.unaryMinus().exp().plus(1 / LARGEST)).plus(LEAST);
    }

    /** The penalty of a θ. */
    static double of(double logPenalty) {
        return 1 / (Math.exp(-logPenalty) + 1 / LARGEST) + LEAST;
    }

    /** The θ of a penalty between the least and the largest. */
    static double log(double penalty) {
        return -Math.log(1 / (penalty - LEAST) - 1 / LARGEST);
    }
}
