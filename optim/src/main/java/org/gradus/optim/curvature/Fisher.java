package org.gradus.optim.curvature;

/** Which Fisher matrix natural gradients are taken with. */
public enum Fisher {
    /**
     * The expectation over the model's own predictions, which for losses that are negative log-likelihoods in their natural
     * parameters (squared error, softmax cross-entropy of logits) is the generalized Gauss–Newton matrix Jᵀ·∇²ℓ·J, and is computed
     * as such.
     */
    EXACT,
    /** The products of the gradients of the data's own losses (Kunstner, Balles and Hennig 2019 on when that misleads). */
    EMPIRICAL
}
