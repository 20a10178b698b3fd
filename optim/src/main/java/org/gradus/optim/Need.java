package org.gradus.optim;

/** What a gradient transformation asks for beyond gradient, state, parameters, value and step number. */
public enum Need {
    /** Values of the objective at other points: {@code info.objective().value(x)}. */
    VALUE_FUNCTION("values of the objective at other points"),

    /** Gradients at other points: {@code info.objective().valueAndGradient(x)}. */
    GRADIENT_FUNCTION("gradients at other points"),

    /** Hessian-vector products: {@code info.objective().hvp(x, v)}. */
    HESSIAN_VECTOR_PRODUCT("Hessian-vector products"),

    /** A fresh key for each step: {@code info.key()}. */
    KEY("a random key"),

    /** The data, or the mini-batch, of this step: {@code info.data()}. */
    DATA("the data of each step");

    private final String words;

    Need(String words) {
        this.words = words;
    }

    /**
     * The need in words.
     *
     * @return for example "a random key"
     */
    public String words() {
        return words;
    }
}
