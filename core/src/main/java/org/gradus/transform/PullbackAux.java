package org.gradus.transform;

/**
 * A pullback, and what the function returned beside its value.
 *
 * @param <A> the argument's type
 * @param <B> the value's type
 * @param <X> the type of what comes with it
 * @param pullback the value, and the function from its cotangents to those of the argument
 * @param aux what the function returned beside its value, as plain values
 */
public record PullbackAux<A, B, X>(Pullback<A, B> pullback, X aux) {

    /**
     * The function's value.
     *
     * @return f(x)
     */
    public B value() {
        return pullback.value();
    }

    /**
     * The transposed derivative ∂f(x)ᵀ·w; may be applied any number of times.
     *
     * @param cotangent w, a tree like the value
     * @return a tree like the argument
     * @throws org.gradus.error.StructureException when the cotangent is not like the value
     */
    public A apply(B cotangent) {
        return pullback.apply(cotangent);
    }
}
