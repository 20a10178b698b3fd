package org.gradus.optim;

/** How Adam and its kin divide: the published forms differ in where ε sits and in the correction for the start. */
public enum AdamForm {
    /** m̂ / (√v̂ + ε): Algorithm 1 of Kingma and Ba (2015), PyTorch since 1.3, Optax. */
    CORRECTED,

    /** (√(1 − β₂ᵗ) / (1 − β₁ᵗ)) · m / (√v + ε): the same paper's efficient form, PyTorch before 1.3, TensorFlow. */
    EPSILON_HAT,

    /** m / (√v + ε): without correction, as in proofs of regret (Reddi, Kale and Kumar 2018). */
    UNCORRECTED
}
