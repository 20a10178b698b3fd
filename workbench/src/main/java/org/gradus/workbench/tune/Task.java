package org.gradus.workbench.tune;

import java.util.List;
import org.gradus.workbench.data.Standardization.Scale;

/** What is predicted. */
public sealed interface Task {

    /**
     * One of some classes.
     *
     * @param classes their names in the order of the labels
     */
    record Classification(List<String> classes) implements Task {
        /** Copies the list. */
        public Classification {
            classes = List.copyOf(classes);
        }
    }

    /**
     * A number.
     *
     * @param scale mean and deviation of the target in the training rows: a prediction p stands for
     *     {@code mean + deviation * p} in the table's unit, and a squared error e for {@code deviation^2 * e}
     */
    record Regression(Scale scale) implements Task {}
}
