package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.report.Page;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Diagnostics.LearningPoint;
import org.gradus.workbench.tune.Evaluation.Bin;
import org.gradus.workbench.tune.Evaluation.Classes;
import org.gradus.workbench.tune.Evaluation.Residuals;

/** How good predictions are, in words and tables. */
final class EvaluationText {
    /** A spread that can be seen in a plot. */
    private static final double SPREADS = 0.25;

    private static final int MOST_CONFUSIONS = 20;

    private EvaluationText() {}

    /** The result in one sentence. */
    static String verdict(TuneResult result, Evaluation evaluation) {
        int rows = result.problem().test().rows();
        List<String> suspects = result.problem().findings().suspects();
        String single = "the best single " + result.problem().model().single();
        if (!suspects.isEmpty()) {
            return "Look for a leak first: " + Names.list(suspects)
                    + (suspects.size() == 1 ? " alone tells" : " each tell") + " the target almost perfectly.";
        }
        if (!(result.outcome().tuned().testLoss() < evaluation.constantLoss())) {
            return "Do not use this model: on the test rows it predicts no better than without any feature.";
        }
        if (result.outcome().evidence().map(InnerEvidence::negative).orElse(false)) {
            return "The model predicts, but it is no minimum of its own training problem: treat the tuning with doubt.";
        }
        return switch (evaluation.verdict()) {
            case 1 -> "The tuned model predicts better than " + single + ", and " + rows + " test rows confirm it.";
            case -1 ->
                "The model predicts, but the tuning made it worse than " + single + ", as " + rows + " test rows show.";
            default ->
                "The model predicts; whether the tuning gained anything over " + single + ", " + rows
                        + " test rows cannot tell.";
        };
    }

    /** Whether to rely on the model, and why. */
    static String trust(TuneResult result, Evaluation evaluation) {
        Model model = result.problem().model();
        Fit tuned = result.outcome().tuned();
        List<String> sentences = new ArrayList<>();
        String constant = model.classifies() ? "the classes' shares alone" : "the mean of the training rows alone";
        if (!(tuned.testLoss() < evaluation.constantLoss())) {
            sentences.add("Do not rely on this model: on the test rows it is no better than " + constant + " ("
                    + model.loss() + " " + Text.number(evaluation.constantLoss()) + "), which need no feature.");
        } else {
            sentences.add("Without any feature, by " + constant + ", the test " + model.loss() + " would be "
                    + Text.number(evaluation.constantLoss()) + ", "
                    + times(evaluation.constantLoss() / tuned.testLoss()) + " the model's.");
        }
        String many =
                result.options().hyper().penalizes() ? "the best single one" : "the best single " + model.single();
        String measure = model.process() && !model.classifies() ? "squared error" : "loss";
        sentences.add("Against " + many + ", the mean " + measure + " on the test rows is "
                + Text.number(Math.abs(evaluation.better()))
                + (evaluation.better() >= 0 ? " lower" : " higher") + ", give or take "
                + Text.number(evaluation.margin()) + " (95 %): "
                + switch (evaluation.verdict()) {
                    case 1 -> "the gain is real.";
                    case -1 -> "the tuning did harm here.";
                    default -> "too few rows to tell the two apart.";
                });
        if (model.classifies()) {
            sentences.add("The accuracy on all such rows lies between " + Text.percent(evaluation.scoreLow()) + " and "
                    + Text.percent(evaluation.scoreHigh()) + " (95 %).");
        }
        List<String> suspects = result.problem().findings().suspects();
        if (!suspects.isEmpty()) {
            sentences.add("Before anything else look at " + Names.list(suspects)
                    + ", which " + (suspects.size() == 1 ? "predicts" : "predict")
                    + " the target almost perfectly alone: a leak would make all these numbers worthless.");
        }
        return String.join(" ", sentences);
    }

    private static String times(double ratio) {
        return ratio < 10 ? String.format(java.util.Locale.ROOT, "%.1f times", ratio) : Math.round(ratio) + " times";
    }

    static String calibration(Classes classes, List<String> names) {
        double error = classes.error();
        String judged = error <= 2 * classes.chance()
                ? "no more than chance makes of so few rows even where every probability is true ("
                        + Text.percent(classes.chance()) + ")"
                : "more than chance would make of it (" + Text.percent(classes.chance())
                        + "): take the probabilities with care";
        return "Of the rows for which a probability of 80 % is stated, 80 % should "
                + (names.size() == 2 ? "be '" + names.get(1) + "'" : "be of the predicted class")
                + ". The expected calibration error, the mean distance from the diagonal, is " + Text.percent(error)
                + ": " + judged + ". Upright lines are 95 % intervals.";
    }

    static void calibrationTable(Page page, Classes classes) {
        List<List<String>> rows = new ArrayList<>();
        for (Bin bin : classes.bins()) {
            rows.add(List.of(
                    Text.percent(bin.stated()),
                    Text.percent(bin.share()),
                    Text.percent(bin.low()) + " to " + Text.percent(bin.high()),
                    Integer.toString(bin.rows())));
        }
        page.folded("Calibration in numbers", List.of("stated", "came true", "95 % interval", "rows"), rows);
    }

    /** A mistake and how often it is made. */
    private record Mistake(int truth, int predicted, int count) {}

    private static List<Mistake> mistakes(Classes classes) {
        int k = classes.confusion().size();
        return IntStream.range(0, k * k)
                .filter(c -> c / k != c % k)
                .mapToObj(c ->
                        new Mistake(c / k, c % k, classes.confusion().get(c / k).get(c % k)))
                .filter(mistake -> mistake.count() > 0)
                .sorted(Comparator.comparingInt(Mistake::count).reversed())
                .toList();
    }

    static String confusion(Classes classes, List<String> names) {
        List<Mistake> mistakes = mistakes(classes);
        if (mistakes.isEmpty()) {
            return "No test row is predicted wrong.";
        }
        Mistake most = mistakes.getFirst();
        int wrong = mistakes.stream().mapToInt(Mistake::count).sum();
        return Text.count(wrong, "test row is", "test rows are") + " predicted wrong; most often '"
                + names.get(most.truth()) + "' as '" + names.get(most.predicted()) + "' ("
                + Text.count(most.count(), "row") + "). A cell is as strong as its share of the true class.";
    }

    static void confusionTable(Page page, Classes classes, List<String> names) {
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int truth = classes.confusion().get(c).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            int code = c;
            int predicted =
                    classes.confusion().stream().mapToInt(row -> row.get(code)).sum();
            int hits = classes.confusion().get(c).get(c);
            rows.add(List.of(
                    names.get(c),
                    Integer.toString(truth),
                    Integer.toString(predicted),
                    Integer.toString(hits),
                    predicted == 0 ? "–" : Text.percent(hits / (double) predicted),
                    truth == 0 ? "–" : Text.percent(hits / (double) truth)));
        }
        page.folded(
                "Each class in numbers", List.of("class", "rows", "predicted", "right", "precision", "recall"), rows);
        List<List<String>> wrong = mistakes(classes).stream()
                .limit(MOST_CONFUSIONS)
                .map(m -> List.of(names.get(m.truth()), names.get(m.predicted()), Integer.toString(m.count())))
                .toList();
        if (names.size() > 2 && !wrong.isEmpty()) {
            page.folded("The most frequent mistakes", List.of("true class", "predicted", "rows"), wrong);
        }
    }

    static String residuals(Residuals residuals) {
        double spread = residuals.spread();
        String sizes = Math.abs(spread) < SPREADS
                ? "Their size does not visibly depend on the prediction (rank correlation " + Text.brief(spread) + ")"
                : "They are " + (spread > 0 ? "larger" : "smaller")
                        + " where the prediction is larger (rank correlation " + Text.brief(spread)
                        + "): one error for all predictions would mislead";
        return "A residual is the true value minus the prediction, in the table's unit. Their mean is "
                + Text.number(residuals.mean()) + ", their standard deviation " + Text.number(residuals.deviation())
                + ". " + sizes + ". Where dots leave the dashed line in the second plot, large errors are "
                + "more or less frequent than a normal distribution has them.";
    }

    static void residualTable(Page page, Residuals residuals) {
        double[] sorted = residuals.sorted();
        List<List<String>> rows = new ArrayList<>();
        for (int percent : new int[] {0, 5, 25, 50, 75, 95, 100}) {
            int i = (int) Math.round(percent / 100.0 * (sorted.length - 1));
            rows.add(List.of(percent + " %", Text.number(sorted[i])));
        }
        page.folded("Quantiles of the residuals", List.of("share of rows below", "residual"), rows);
    }

    static String learning(TuneResult result) {
        List<LearningPoint> points =
                result.outcome().diagnostics().orElseThrow().learning();
        LearningPoint last = points.getLast();
        if (points.size() < 2) {
            return switch (result.options().hyper()) {
                case KERNEL ->
                    "There is none: a Gaussian process keeps its rows, and is not fitted to parts of them here.";
                case LEARNING_RATE_SCHEDULE ->
                    "There is none: a schedule that was tuned for all rows says little about fewer.";
                default -> "There is none: the rows are too few, or too many to be fitted again.";
            };
        }
        String opening = "The model fitted to a part of the training rows, at the tuned hyperparameters.";
        LearningPoint before = points.get(points.size() - 2);
        double change = last.validationLoss() / before.validationLoss() - 1;
        String trend = change < -0.02
                ? " From " + before.rows() + " to " + last.rows() + " rows the validation loss still falls by "
                        + Text.percent(-change) + ": more rows would help."
                : " From " + before.rows() + " to " + last.rows() + " rows the validation loss hardly changes"
                        + " or rises: more rows of this kind would help little.";
        return opening + trend + " The hyperparameters were chosen with all rows, which flatters the last point.";
    }

    static void learningTable(Page page, TuneResult result) {
        List<List<String>> rows = new ArrayList<>();
        for (LearningPoint point : result.outcome().diagnostics().orElseThrow().learning()) {
            rows.add(List.of(
                    Integer.toString(point.rows()),
                    Text.number(point.trainLoss()),
                    Text.number(point.validationLoss())));
        }
        page.folded("The learning curve in numbers", List.of("training rows", "loss on them", "validation loss"), rows);
    }
}
