package org.gradus.workbench.tune;

/** Is told what a {@link Tuner} does while it does it. */
public interface TuneListener {

    /** Hears nothing. */
    TuneListener NONE = new TuneListener() {};

    /**
     * A stage begins.
     *
     * @param stage the stage
     * @param steps the most steps that it will take
     */
    default void stage(Stage stage, int steps) {}

    /**
     * A point of the grid is done.
     *
     * @param point the penalty and its losses
     */
    default void gridPoint(GridPoint point) {}

    /**
     * An outer iteration is done.
     *
     * @param iteration its record
     */
    default void outerIteration(OuterIteration iteration) {}

    /** The stages of tuning, in order. */
    enum Stage {
        /** The model that is not tuned is fitted, by a penalty of 0 or the usual length scale. */
        UNTUNED("without tuning"),
        /** A single penalty or length scale is looked for on a grid. */
        GRID("grid"),
        /** All hyperparameters are moved by hypergradients. */
        HYPERGRADIENTS("hypergradients");

        private final String text;

        Stage(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
