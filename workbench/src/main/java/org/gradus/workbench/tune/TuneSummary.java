package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.report.Text;

/** A result in plain words, the bad news included. */
final class TuneSummary {
    private static final double VISIBLE = 1e-4;

    private TuneSummary() {}

    static List<String> of(TuneResult result) {
        List<String> paragraphs = new ArrayList<>();
        Optional<Evaluation> evaluation = Evaluation.of(result);
        evaluation.ifPresent(found -> paragraphs.add(EvaluationText.verdict(result, found)));
        paragraphs.addAll(List.of(asked(result), validation(result), test(result)));
        evaluation.ifPresent(found -> paragraphs.add(EvaluationText.trust(result, found)));
        return paragraphs;
    }

    private static String asked(TuneResult result) {
        Problem problem = result.problem();
        TuneOptions options = result.options();
        int n = result.outcome().hyperparameters().size();
        String what = switch (problem.task()) {
            case Task.Classification(List<String> classes) ->
                classes.size() <= 4 ? "one of " + Names.list(classes) : "one of " + classes.size() + " classes";
            case Task.Regression _ -> "a number";
        };
        return "The task: predict '" + problem.target() + "', " + what + ", from "
                + Text.count(problem.features().size(), "feature") + ". A " + problem.model()
                + " model was fitted to " + Text.count(problem.train().rows(), "training row") + ", and "
                + (n == 1
                        ? "its " + options.hyper().noun()
                        : "its " + n + " " + options.hyper().plural() + ", " + options.hyper().each() + ",")
                + (n == 1 ? " was" : " were") + " chosen by "
                + Text.count(problem.validation().rows(), "other row") + ".";
    }

    private static String validation(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        String loss = result.problem().model().loss();
        int n = outcome.hyperparameters().size();
        Hyper hyper = result.options().hyper();
        String penalties = n == 1 ? "One " + hyper.noun() : n + " " + hyper.plural() + ", " + hyper.each() + ",";
        return penalties + " tuned by hypergradients give" + (n == 1 ? "s" : "") + " a validation " + loss + " of "
                + Text.number(outcome.tuned().validationLoss()) + ": "
                + change(outcome.tuned().validationLoss(), outcome.grid().validationLoss())
                + " the best of " + Text.count(outcome.gridCurve().size(), "single penalty", "single penalties")
                + " on a grid ("
                + Text.number(outcome.grid().validationLoss()) + "), and "
                + change(outcome.tuned().validationLoss(), outcome.none().validationLoss()) + " no penalty ("
                + Text.number(outcome.none().validationLoss()) + ").";
    }

    private static String test(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        Model model = result.problem().model();
        String score = model.classifies() ? "accuracy" : "R²";
        return "On the " + Text.count(result.problem().test().rows(), "test row")
                + ", which had no say in any choice, the " + model.loss() + " is "
                + Text.number(outcome.tuned().testLoss()) + ", "
                + change(outcome.tuned().testLoss(), outcome.grid().testLoss()) + " the best single penalty ("
                + Text.number(outcome.grid().testLoss()) + "), and the " + score + " "
                + TuneTable.score(outcome.tuned().testScore(), model) + " ("
                + TuneTable.score(outcome.grid().testScore(), model) + ").";
    }

    private static String change(double now, double before) {
        double ratio = now / before - 1;
        if (!Double.isFinite(ratio)) {
            return "against";
        }
        if (Math.abs(ratio) < VISIBLE) {
            return "the same as";
        }
        return Text.percent(Math.abs(ratio)) + (ratio < 0 ? " below" : " above");
    }

    static String gap(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        double tuned = outcome.tuned().gap();
        double grid = outcome.grid().gap();
        int n = outcome.hyperparameters().size();
        int rows = result.problem().validation().rows();
        String opening = "The tuned model's test loss is " + Text.number(Math.abs(tuned))
                + (tuned >= 0 ? " above" : " below") + " its validation loss; with the best single penalty it is "
                + Text.number(Math.abs(grid)) + (grid >= 0 ? " above." : " below.");
        if (tuned > grid) {
            return opening + " Part of the tuned validation loss is owed to the choice itself: "
                    + Text.count(
                            n,
                            result.options().hyper().noun(),
                            result.options().hyper().plural())
                    + " were fitted to " + Text.count(rows, "validation row")
                    + ". Believe the test loss, and use more validation rows or fewer hyperparameters if it matters.";
        }
        return opening + " The tuning did not fit itself to the validation rows.";
    }
}
