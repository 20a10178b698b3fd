package org.gradus.workbench.tune;

import java.util.List;
import java.util.Optional;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Preprocessing;
import org.gradus.workbench.data.Standardization.Scale;
import org.gradus.workbench.report.Text;

/**
 * A table made ready: split, standardized, with its model chosen.
 *
 * @param table the file as the person named it
 * @param rows the rows of the whole table
 * @param target the name of the target
 * @param task what is predicted
 * @param choice the model, and why it is this one
 * @param features the names of the features that are used
 * @param scales mean and deviation of each of these features in the training rows
 * @param dropped the features that are constant in the training rows, and so are not used
 * @param preprocessing what is done to each column, learned from the training rows
 * @param findings what was found in the table
 * @param train the part to fit on
 * @param validation the part to choose hyperparameters by
 * @param test the part to judge by at the end
 */
public record Problem(
        String table,
        int rows,
        String target,
        Task task,
        ModelChoice choice,
        List<String> features,
        List<Scale> scales,
        List<String> dropped,
        Preprocessing preprocessing,
        Findings findings,
        Part train,
        Part validation,
        Part test)
        implements AutoCloseable {

    /** Copies the lists. */
    public Problem {
        features = List.copyOf(features);
        scales = List.copyOf(scales);
        dropped = List.copyOf(dropped);
    }

    /**
     * The model to fit.
     *
     * @return the chosen model
     */
    public Model model() {
        return choice.model();
    }

    /**
     * The features that are not used, in one line.
     *
     * @return the line, or nothing when all are used
     */
    public Optional<String> droppedNote() {
        return dropped.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.count(dropped.size(), "feature") + (dropped.size() == 1 ? " is" : " are")
                        + " constant in the training rows and not used: " + Names.list(dropped));
    }

    /** Removes the temporary files, if there are any. */
    @Override
    public void close() {
        train.close();
        validation.close();
        test.close();
    }
}
