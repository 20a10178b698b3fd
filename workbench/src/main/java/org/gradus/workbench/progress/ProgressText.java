package org.gradus.workbench.progress;

import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.OuterIteration;
import org.gradus.workbench.tune.Problem;

/** The words that both views use. */
final class ProgressText {
    private ProgressText() {}

    static String prepared(Problem problem) {
        return "table: " + Text.count(problem.rows(), "row") + ", "
                + Text.count(problem.features().size(), "feature")
                + "; " + problem.train().rows() + " to train, "
                + problem.validation().rows() + " to validate, "
                + problem.test().rows() + " to test";
    }

    static String model(Problem problem) {
        return "model: " + problem.choice().reason();
    }

    static String iteration(OuterIteration iteration) {
        return "validation loss " + Text.number(iteration.validationLoss()) + ", hypergradient norm "
                + Text.number(iteration.hypergradientNorm());
    }
}
