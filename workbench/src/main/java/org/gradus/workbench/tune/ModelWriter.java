package org.gradus.workbench.tune;

import java.nio.file.Path;

/** Writes a tuned model to a file. */
@FunctionalInterface
public interface ModelWriter {

    /**
     * Writes the model with what is needed to predict: names, means and deviations of the features, and the target.
     *
     * @param path the file, which does not exist yet
     * @param result the result with the model's arrays
     */
    void write(Path path, TuneResult result);
}
