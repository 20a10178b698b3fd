package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.report.Page;
import org.gradus.workbench.report.Text;

/** The page about a result. */
public final class TuneReport {
    private TuneReport() {}

    /**
     * Writes the page.
     *
     * @param result the result
     * @param plots its plots
     * @return a whole HTML document
     */
    public static String html(TuneResult result, Map<String, Plot> plots) {
        Problem problem = result.problem();
        TuneOutcome outcome = result.outcome();
        Page page = new Page("Tuning '" + problem.target() + "' in " + fileName(problem.table()));
        page.subtitle(Text.count(problem.rows(), "row") + ", "
                + Text.count(problem.features().size(), "feature") + ". Model: "
                + problem.choice().reason() + ".");
        page.summary(TuneSummary.of(result));
        page.facts(facts(result));
        page.heading("Results");
        page.table(
                (problem.model().process() ? "" : "Losses are without the penalty itself. ")
                        + "Gap: test loss minus validation loss." + lossNote(problem),
                TuneTable.head(problem.model()),
                TuneTable.rows(result),
                2);
        Optional<Evaluation> evaluation = Evaluation.of(result);
        evaluation.ifPresent(found -> predictions(page, result, found, plots));
        page.heading("Hyperparameters");
        page.figure(
                plots.get("hyperparameters"),
                switch (result.options().hyper()) {
                    case L2, L2_PER_FEATURE, L2_PER_LAYER ->
                        "A small penalty lets a feature's weight be large; a large one takes the feature out of the model.";
                    case EXAMPLE_WEIGHTS ->
                        "A training row with a weight near 0 has no say in the fit: its label may be wrong. Weights lie"
                                + " between 0 and 2; all are 1 in the usual fit.";
                    case FEATURE_SCALES ->
                        "A feature with a large scale may weigh more under the same penalty; one near 0 is out of the model.";
                    case AUGMENTATION ->
                        "Copies of the training rows have noise of this scale, in deviations of the feature: a feature with"
                                + " much noise can say little.";
                    case LEARNING_RATE_SCHEDULE ->
                        "The rates of the inner descent at some of its steps, and its momentum. There is no penalty: that the"
                                + " descent ends holds the weights back.";
                    case KERNEL ->
                        "A feature with a short length scale bends the predictions most; one with a long length scale is"
                                + " hardly in the model. The signal variance is how far predictions move, the noise"
                                + " variance what they leave unexplained, both in units of the training target's variance.";
                });
        page.folded(
                "The hyperparameters in numbers",
                List.of("name", result.options().hyper().noun()),
                TunePlots.shown(result).stream()
                        .map(h -> List.of(h.name(), Text.number(h.value())))
                        .toList());
        page.heading("Convergence");
        page.figure(
                plots.get("convergence"),
                "The outer problem " + TuneTable.ending(outcome) + ". The hypergradient is the derivative of the"
                        + " validation loss with respect to the " + by(result.options()));
        page.folded("Every outer iteration in numbers", iterationHead(), iterations(outcome));
        if (evaluation.isPresent()) {
            page.heading("Learning curve");
            if (plots.containsKey("learning")) {
                page.figure(plots.get("learning"), EvaluationText.learning(result));
                EvaluationText.learningTable(page, result);
            } else {
                page.paragraph(EvaluationText.learning(result));
            }
        }
        page.heading("Grid");
        page.figure(
                plots.get("grid"),
                "The usual search, for comparison: "
                        + Text.count(outcome.gridCurve().size(), "fit") + " with the same "
                        + problem.model().single() + " for every feature.");
        page.heading("Gap between validation and test");
        page.figure(plots.get("gap"), TuneSummary.gap(result));
        page.heading("What was done to the table");
        page.paragraph(leftOut(problem));
        problem.findings().sentences().forEach(page::paragraph);
        page.folded(
                "Every column and its features", List.of("column", "read as", "features"), Findings.columns(problem));
        if (!result.notes().isEmpty()) {
            page.heading("To be noted");
            result.notes().stream().map(Findings::sentence).forEach(page::paragraph);
        }
        page.heading("To make it again");
        page.code(result.provenance().command());
        List<List<String>> pairs = new ArrayList<>(result.provenance().pairs());
        result.data()
                .forEach(file -> pairs.add(List.of(
                        "Data", file.file() + ", " + Text.count(file.bytes(), "byte") + ", SHA-256 " + file.sha256())));
        page.list(pairs);
        return page.html();
    }

    private static void predictions(Page page, TuneResult result, Evaluation evaluation, Map<String, Plot> plots) {
        page.heading("Predictions of the test rows");
        evaluation.classes().ifPresent(classes -> {
            List<String> names = ((Task.Classification) result.problem().task()).classes();
            page.figure(plots.get("calibration"), EvaluationText.calibration(classes, names));
            EvaluationText.calibrationTable(page, classes);
            if (plots.containsKey("confusion")) {
                page.figure(plots.get("confusion"), EvaluationText.confusion(classes, names));
            } else {
                page.paragraph(EvaluationText.confusion(classes, names));
            }
            EvaluationText.confusionTable(page, classes, names);
        });
        evaluation.numbers().ifPresent(residuals -> {
            page.figure(plots.get("residuals"), EvaluationText.residuals(residuals));
            EvaluationText.residualTable(page, residuals);
        });
    }

    private static String by(TuneOptions options) {
        String what = switch (options.hyper()) {
            case EXAMPLE_WEIGHTS -> "logits of half the weights";
            case LEARNING_RATE_SCHEDULE -> "logits of the rates over the largest and of the momentum";
            case L2, L2_PER_FEATURE, L2_PER_LAYER, FEATURE_SCALES, AUGMENTATION, KERNEL ->
                "logarithms of the " + options.hyper().plural();
        };
        String through = options.hypergradient().kind().iterates()
                ? "through the steps of the inner descent"
                : "through the optimum of the inner problem";
        String way = options.hypergradient().equals(Estimator.IMPLICIT_CG)
                ? ""
                : " (" + options.hypergradient() + ", an approximation or another function than the exact minimum)";
        return what + ", " + through + way + ".";
    }

    private static String fileName(String table) {
        int slash = Math.max(table.lastIndexOf('/'), table.lastIndexOf('\\'));
        return table.substring(slash + 1);
    }

    private static String lossNote(Problem problem) {
        return switch (problem.task()) {
            case Task.Classification _ -> "";
            case Task.Regression regression -> {
                double deviation = regression.scale().deviation();
                if (problem.model().process()) {
                    yield " The negative log-likelihood is that of the standardized target, per row: plus log "
                            + Text.number(deviation) + " it is that of the target in the table's unit.";
                }
                yield " Squared errors are in units of the training target's variance; times "
                        + Text.number(deviation * deviation) + " they are in the square of the table's unit.";
            }
        };
    }

    private static List<Page.Fact> facts(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        Model model = result.problem().model();
        return List.of(
                new Page.Fact(
                        "Test " + (model.classifies() ? "accuracy" : "R²"),
                        TuneTable.score(outcome.tuned().testScore(), model),
                        "best single " + model.single() + ": "
                                + TuneTable.score(outcome.grid().testScore(), model)),
                new Page.Fact(
                        "Test " + model.loss(),
                        Text.number(outcome.tuned().testLoss()),
                        "best single " + model.single() + ": "
                                + Text.number(outcome.grid().testLoss())),
                new Page.Fact(
                        "Hypergradient norm",
                        Text.number(outcome.lastNorm()),
                        "at first: " + Text.number(outcome.firstNorm())),
                new Page.Fact(
                        "Time",
                        Text.time(result.seconds()),
                        Text.count(outcome.hypergradients(), "hypergradient") + ", "
                                + Text.count(outcome.innerIterations(), "inner iteration")));
    }

    private static List<String> iterationHead() {
        return List.of(
                "iteration",
                "validation loss",
                "hypergradient norm",
                "step",
                "inner iterations",
                "optimality residual",
                "linear residual",
                "seconds");
    }

    private static List<List<String>> iterations(TuneOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (OuterIteration i : outcome.history()) {
            rows.add(List.of(
                    Integer.toString(i.k()),
                    Text.number(i.validationLoss()),
                    Text.number(i.hypergradientNorm()),
                    Text.number(i.step()),
                    Long.toString(i.innerIterations()),
                    Text.number(i.optimalityResidual()),
                    Text.number(i.linearResidual()),
                    Text.number(i.seconds())));
        }
        return rows;
    }

    private static String leftOut(Problem problem) {
        String split = "The rows were split into " + problem.train().rows() + " for training, "
                + problem.validation().rows() + " for validation and "
                + problem.test().rows() + " for the test"
                + (problem.model().classifies() ? ", each class in proportion" : ", at random")
                + ". Features were standardized by mean and deviation of the training rows.";
        return split + problem.droppedNote().map(note -> " " + note + ".").orElse("");
    }
}
