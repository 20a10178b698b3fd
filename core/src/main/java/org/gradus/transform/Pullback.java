package org.gradus.transform;

/**
 * A function's value, and the function from cotangents of its result to cotangents of its argument.
 *
 * @param <A> the argument's type
 * @param <B> the result's type
 */
public final class Pullback<A, B> {
    private final Linearized<A, B> linearized;

    Pullback(Linearized<A, B> linearized) {
        this.linearized = linearized;
    }

    /**
     * The function's value.
     *
     * @return f(x)
     */
    public B value() {
        return linearized.value();
    }

    /**
     * The transposed derivative ∂f(x)ᵀ·w; may be applied any number of times.
     *
     * @param cotangent w, a tree like the result
     * @return a tree like the argument
     * @throws org.gradus.error.StructureException when the cotangent is not like the result
     */
    public A apply(B cotangent) {
        return linearized.pullback(cotangent);
    }

    /**
     * What is kept in memory until the pullback is applied, beside the argument and the value.
     *
     * @return the arrays and their bytes
     */
    public Residuals residuals() {
        return linearized.residuals();
    }
}
