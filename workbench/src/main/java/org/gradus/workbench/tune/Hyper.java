package org.gradus.workbench.tune;

/** Which hyperparameters are tuned. */
public enum Hyper {
    /** One penalty on the squares of all weights. */
    L2("l2", "penalty", "penalties", ""),
    /** A penalty for each feature, shared by the classes; of a network, one more for the output layer. */
    L2_PER_FEATURE("l2-per-feature", "penalty", "penalties", "one a feature"),
    /** A penalty for each layer of a network. */
    L2_PER_LAYER("l2-per-layer", "penalty", "penalties", "one a layer"),
    /** A weight for the loss of each training row, between 0 and 2; the penalty is the grid's best. */
    EXAMPLE_WEIGHTS("example-weights", "weight", "weights", "one a training row"),
    /** A factor for each standardized feature; the penalty is the grid's best. */
    FEATURE_SCALES("feature-scales", "scale", "scales", "one a feature"),
    /** The scale of the noise that copies of the training rows get, for each feature; the penalty is the grid's best. */
    AUGMENTATION("augmentation", "noise scale", "noise scales", "one a feature"),
    /** The rates and the momentum of a fixed number of steps of descent, whose end takes the place of a penalty. */
    LEARNING_RATE_SCHEDULE("learning-rate-schedule", "rate", "rates", "along the steps, with the momentum"),
    /** A Gaussian process's length scale for each feature, its signal variance and, for numbers, its noise. */
    KERNEL("kernel", "kernel parameter", "kernel parameters", "a length scale a feature and the variances");

    private final String text;
    private final String noun;
    private final String plural;
    private final String each;

    Hyper(String text, String noun, String plural, String each) {
        this.text = text;
        this.noun = noun;
        this.plural = plural;
        this.each = each;
    }

    /**
     * The name on the command line.
     *
     * @return for example {@code l2-per-feature}
     */
    public String text() {
        return text;
    }

    /**
     * What one of them is called.
     *
     * @return for example {@code penalty}, {@code weight} or {@code scale}
     */
    public String noun() {
        return noun;
    }

    /**
     * What several of them are called.
     *
     * @return for example {@code penalties}, {@code weights} or {@code scales}
     */
    public String plural() {
        return plural;
    }

    /**
     * What there is one of them for.
     *
     * @return for example {@code one a feature}; empty when there is one only
     */
    public String each() {
        return each;
    }

    /**
     * Whether they are penalties.
     *
     * @return false for weights, scales and all others
     */
    public boolean penalizes() {
        return this == L2 || this == L2_PER_FEATURE || this == L2_PER_LAYER;
    }

    @Override
    public String toString() {
        return text;
    }
}
