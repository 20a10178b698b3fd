package org.gradus.categories;

/** The smooth functions from which {@link Term terms} are built. Division and logarithm are so away from 0. */
public enum Smooth {
    /** x + y. */
    ADD(2),
    /** x − y. */
    SUBTRACT(2),
    /** x·y. */
    MULTIPLY(2),
    /** x/y. */
    DIVIDE(2),
    /** sin x. */
    SIN(1),
    /** cos x. */
    COS(1),
    /** eˣ. */
    EXP(1),
    /** log x. */
    LOG(1),
    /** tanh x. */
    TANH(1),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID(1),
    /** 1/(1 + x²). */
    BELL(1);

    private final int arity;

    Smooth(int arity) {
        this.arity = arity;
    }

    /**
     * How many numbers it takes.
     *
     * @return 1 or 2
     */
    public int arity() {
        return arity;
    }
}
