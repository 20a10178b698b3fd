package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import org.gradus.workbench.report.Text;

/** The table that a run ends with: how the model does without a penalty, with the best single one, and tuned. */
public final class TuneTable {
    /** What the last row, that of the tuned model, begins with. */
    public static final String TUNED = "tuned";

    private TuneTable() {}

    /**
     * The names of the columns.
     *
     * @param model the model
     * @return seven names, the first empty
     */
    public static List<String> head(Model model) {
        String score = model.classifies() ? "accuracy" : "R²";
        return List.of(
                "",
                model.process() ? "length scales" : "penalties",
                "validation " + model.loss(),
                "test " + model.loss(),
                "gap",
                "validation " + score,
                "test " + score);
    }

    /**
     * The cells.
     *
     * @param result the result
     * @return three rows: no penalty, best of the grid, tuned
     */
    public static List<List<String>> rows(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        Model model = result.problem().model();
        return List.of(
                row(model.untuned(), model.process() ? "one: √d" : "none", outcome.none(), model),
                row("best of the grid", "one: " + Text.brief(outcome.gridPenalty()), outcome.grid(), model),
                row(
                        TUNED,
                        outcome.hyperparameters().size() == 1
                                ? "one: "
                                        + Text.number(outcome.hyperparameters()
                                                .getFirst()
                                                .value())
                                : tuned(
                                        result.options().hyper(),
                                        outcome.hyperparameters().size()),
                        outcome.tuned(),
                        model));
    }

    private static String tuned(Hyper hyper, int count) {
        return hyper.penalizes() ? Integer.toString(count) : count + " " + hyper.plural();
    }

    private static List<String> row(String name, String penalties, Fit fit, Model model) {
        return List.of(
                name,
                penalties,
                Text.number(fit.validationLoss()),
                Text.number(fit.testLoss()),
                Text.signed(fit.gap()),
                score(fit.validationScore(), model),
                score(fit.testScore(), model));
    }

    static String score(double score, Model model) {
        return model.classifies() ? Text.percent(score) : Text.number(score);
    }

    /**
     * The table for a terminal.
     *
     * @param result the result
     * @return its lines: the head, then the three rows
     */
    public static List<String> lines(TuneResult result) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(head(result.problem().model()));
        cells.addAll(rows(result));
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < row.size(); j++) {
                int column = j;
                int width = cells.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                String pad = " ".repeat(width - row.get(j).length());
                line.append(j == 0 ? row.get(j) + pad : "  " + pad + row.get(j));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /**
     * How the outer problem went, in one line.
     *
     * @param outcome what was found
     * @return for example {@code converged after 31 outer iterations: ...}
     */
    public static String ending(TuneOutcome outcome) {
        String iterations = Text.count(outcome.outerIterations(), "outer iteration");
        return switch (outcome.ending()) {
            case Ending.Converged c ->
                "converged after " + iterations + ": " + c.criterion() + " " + Text.number(c.value()) + " reached "
                        + Text.brief(c.tolerance());
            case Ending.Stopped s -> "stopped after " + iterations + ": limit of " + s.limit();
        };
    }
}
