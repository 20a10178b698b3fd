package org.gradus.workbench.tune;

/** The models that can be tuned; each has an intercept (a process: a mean), which no penalty touches. */
public enum Model {
    /** Two classes: log loss of a sigmoid. */
    LOGISTIC("logistic", "log loss"),
    /** Two classes or more: log loss of a softmax. */
    SOFTMAX("softmax", "log loss"),
    /** Numbers: mean squared error of the standardized target. */
    RIDGE("ridge", "squared error"),
    /** Classes, by a network with a hidden layer: log loss. On the command line it stands for both networks. */
    MLP("mlp", "log loss"),
    /** Numbers, by a network with a hidden layer: mean squared error of the standardized target. */
    MLP_REGRESSOR("mlp", "squared error"),
    /** Classes, by a Gaussian process: log loss. On the command line it stands for both processes. */
    GP("gp", "log loss"),
    /** Numbers, by a Gaussian process: negative log-likelihood of the standardized target. */
    GP_REGRESSOR("gp", "negative log-likelihood");

    private final String text;
    private final String loss;

    Model(String text, String loss) {
        this.text = text;
        this.loss = loss;
    }

    /**
     * The name on the command line.
     *
     * @return for example {@code logistic}
     */
    public String text() {
        return text;
    }

    /**
     * The name of the loss.
     *
     * @return {@code log loss}, {@code squared error} or {@code negative log-likelihood}
     */
    public String loss() {
        return loss;
    }

    /**
     * Whether it predicts classes.
     *
     * @return false for {@link #RIDGE}, {@link #MLP_REGRESSOR} and {@link #GP_REGRESSOR}
     */
    public boolean classifies() {
        return this != RIDGE && this != MLP_REGRESSOR && this != GP_REGRESSOR;
    }

    /**
     * The name of the score, of which more is better.
     *
     * @return {@code accuracy} (the share of rows predicted right) or {@code r2} (1 minus the squared error over that
     *     of the part's mean)
     */
    public String score() {
        return classifies() ? "accuracy" : "r2";
    }

    /**
     * Whether it is a network, whose inner problem may have several minima.
     *
     * @return true for {@link #MLP} and {@link #MLP_REGRESSOR}
     */
    public boolean network() {
        return this == MLP || this == MLP_REGRESSOR;
    }

    /**
     * Whether it is a Gaussian process, which has a kernel and no weights.
     *
     * @return true for {@link #GP} and {@link #GP_REGRESSOR}
     */
    public boolean process() {
        return this == GP || this == GP_REGRESSOR;
    }

    /**
     * Whether its loss is above zero and may be shown on a logarithmic axis and in percent.
     *
     * @return false for {@link #GP_REGRESSOR}
     */
    public boolean lossIsPositive() {
        return this != GP_REGRESSOR;
    }

    /**
     * What the grid has one of for all features.
     *
     * @return {@code penalty} or {@code length scale}
     */
    public String single() {
        return process() ? "length scale" : "penalty";
    }

    /**
     * The model that is not tuned at all.
     *
     * @return {@code no penalty} or {@code usual length scale}
     */
    public String untuned() {
        return process() ? "usual length scale" : "no penalty";
    }

    @Override
    public String toString() {
        return text;
    }
}
