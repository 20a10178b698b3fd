package org.gradus.workbench.tune;

/** Which hyperparameters are tuned. */
public enum Hyper {
    /** One penalty on the squares of all weights. */
    L2("l2"),
    /** A penalty for each feature, shared by the classes. */
    L2_PER_FEATURE("l2-per-feature");

    private final String text;

    Hyper(String text) {
        this.text = text;
    }

    /**
     * The name on the command line.
     *
     * @return for example {@code l2-per-feature}
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
