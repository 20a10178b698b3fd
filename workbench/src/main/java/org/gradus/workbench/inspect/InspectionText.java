package org.gradus.workbench.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.workbench.inspect.Inspection.Curvature;
import org.gradus.workbench.inspect.Inspection.Row;
import org.gradus.workbench.inspect.Inspection.Sensitivity;
import org.gradus.workbench.report.Text;

/** An inspection in plain words. */
public final class InspectionText {
    /** An inner gradient beyond it makes derivatives at the point doubtful. */
    private static final double ROUGH = 1e-4;

    private static final double ROUGH_SOLVE = 1e-3;

    private InspectionText() {}

    /**
     * The lines for a terminal.
     *
     * @param seen the inspection
     * @param top how many rows and hyperparameters are listed
     * @return the lines
     */
    public static List<String> lines(Inspection seen, int top) {
        List<String> lines = new ArrayList<>();
        lines.add("curvature: " + curvature(seen));
        lines.add("");
        lines.add("training rows: " + influence(seen));
        rows(lines, "would cost most to lose", seen.influence().mostHelpful(top));
        rows(lines, "do most harm", seen.influence().mostHarmful(top));
        lines.add("");
        lines.add("hyperparameters: " + sensitivity(seen));
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("", "value", "predictions move by", "validation loss moves by"));
        seen.sensitivities().stream().limit(top).forEach(s -> cells.add(cells(s)));
        columns(cells, lines);
        for (String note : notes(seen)) {
            lines.add("");
            lines.add("note: " + note);
        }
        return lines;
    }

    private static void rows(List<String> lines, String what, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of(what, "target", "own loss", "validation loss without it"));
        rows.forEach(row -> cells.add(cells(row)));
        columns(cells, lines);
    }

    static List<String> cells(Row row) {
        return List.of("row " + row.number(), row.target(), Text.number(row.loss()), Text.signed(row.effect()));
    }

    static List<String> cells(Sensitivity s) {
        return List.of(s.name(), Text.brief(s.value()), Text.number(s.predictions()), Text.signed(s.validationLoss()));
    }

    private static void columns(List<List<String>> cells, List<String> lines) {
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder("  ");
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
    }

    static String curvature(Inspection seen) {
        Curvature c = seen.curvature();
        if (seen.run().problem().model().process()) {
            return precision(seen);
        }
        String opening = "the inner problem has " + Text.count(c.unknowns(), "parameter")
                + "; its largest curvature is " + Text.number(c.top().getFirst()) + ", the smallest "
                + (c.exact() ? "" : "that was seen ") + Text.number(rounded(c)) + ".";
        if (c.negative()) {
            return opening + " There is a direction of negative curvature: "
                    + (seen.run().stepped()
                            ? "the steps did not end near a minimum."
                            : "the solution is a saddle, not a minimum.");
        }
        String flat = c.flat() > 0.5 / c.unknowns()
                ? " About " + Text.percent(c.flat()) + " of the directions are flat: moving along them changes nothing."
                : "";
        String condition = Double.isFinite(c.condition())
                ? " The condition number, the largest over the smallest" + (flat.isEmpty() ? "" : " that is not flat")
                        + ", is " + (c.exact() ? "" : "at least ") + Text.number(c.condition()) + ": " + judged(seen)
                : "";
        return opening + flat + condition;
    }

    /** Of a process: how far the data narrow its prior. */
    private static String precision(Inspection seen) {
        Curvature c = seen.curvature();
        double told = c.unknowns() * c.density().mean(v -> 1 - 1 / Math.max(1, v));
        return "the process has " + Text.count(c.unknowns(), "latent value")
                + ", in units of which the prior's precision is 1 in every direction; the data raise it to "
                + Text.number(c.top().getFirst()) + " at most, and to " + Text.number(c.smallest())
                + (c.exact() ? "" : " or less") + " at least. That is as if they told "
                + Text.number(told) + " of the directions exactly and nothing of the others.";
    }

    /** A curvature that is rounding is told as 0. */
    private static double rounded(Curvature c) {
        return Math.abs(c.smallest()) <= Curvature.FLAT * Math.abs(c.top().getFirst()) ? 0 : c.smallest();
    }

    private static String judged(Inspection seen) {
        Curvature c = seen.curvature();
        double penalty = seen.run().options().hyper().penalizes()
                ? Arrays.stream(seen.run().values()).max().orElse(0)
                : 0;
        if (penalty > c.top().getFirst() / 2) {
            return "large because a penalty of " + Text.brief(penalty) + " takes a feature out of the model.";
        }
        return c.condition() < 1e3
                ? "the solution is well determined in every direction."
                : c.condition() < 1e7
                        ? "some combinations of features are determined far worse than others."
                        : "along some combinations of features only the penalty, or nearly nothing, holds the solution.";
    }

    static String influence(Inspection seen) {
        double loss = seen.influence().validationLoss();
        return "what the validation loss, " + Text.number(loss)
                + ", would change by if a row had no weight in the fit, "
                + (seen.run().leftOutIsExact() ? "exactly." : "to first order.");
    }

    static String sensitivity(Inspection seen) {
        int shown = seen.sensitivities().size();
        String which =
                shown < seen.hyperparameters() ? "of " + seen.hyperparameters() + ", those that matter most: " : "";
        String unit = seen.run().problem().model().classifies() ? "probabilities" : "predictions, in the table's unit,";
        return which + "how the test rows' " + unit
                + " move (root of the mean square) when a value grows e-fold, to first order, the fit moving along.";
    }

    static List<String> notes(Inspection seen) {
        List<String> notes = new ArrayList<>();
        if (seen.curvature().negative() && !seen.run().stepped()) {
            notes.add(
                    "at a saddle neither influences nor sensitivities mean what they say; use another --seed or larger"
                            + " penalties");
        }
        if (seen.run().stepped()) {
            notes.add("the fit is a number of steps, whose last is no minimum: the gradient there has the norm "
                    + Text.brief(seen.residual())
                    + "; influences and sensitivities are derivatives of the steps, the curvature is that at the last");
        } else if (seen.residual() > ROUGH) {
            notes.add("the gradient of the inner problem is not 0 at the solution, its norm is "
                    + Text.brief(seen.residual())
                    + ": derivatives there are off by about this over the smallest curvature");
        }
        if (seen.damping() > 0) {
            notes.add("linear systems had " + Text.brief(seen.damping())
                    + " added to the curvature, as a network needs: effects along flatter directions are understated");
        }
        if (seen.linearResidual() > ROUGH_SOLVE) {
            notes.add("a linear system was solved to the relative residual " + Text.brief(seen.linearResidual())
                    + " only: take the numbers as rough");
        }
        if (seen.run().options().hypergradient().kind().iterates()
                && !seen.run().stepped()) {
            notes.add("the run took a number of steps for its fit, not the minimum that these derivatives are of");
        }
        return notes;
    }
}
