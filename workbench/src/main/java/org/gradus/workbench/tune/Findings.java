package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.DuplicateRows;
import org.gradus.workbench.data.Feature;
import org.gradus.workbench.data.Labels;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Preprocessing;
import org.gradus.workbench.data.Preprocessing.Fitted;
import org.gradus.workbench.data.Preprocessing.Imputed;
import org.gradus.workbench.data.Split;
import org.gradus.workbench.data.Step;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;

/**
 * What was found in a table and done about it.
 *
 * @param imputed the columns with missing values
 * @param duplicates the rows that repeat others
 * @param classRows the rows of each class, empty for numbers
 * @param notes what the person should know, a line each
 * @param suspects the columns that tell the target alone, which may be leaks
 */
public record Findings(
        List<Imputed> imputed,
        DuplicateRows duplicates,
        Map<String, Integer> classRows,
        List<String> notes,
        List<String> suspects) {
    /** One class with this share makes accuracy a poor measure. */
    private static final double IMBALANCED = 0.8;

    private static final int ROW_NUMBERS = 50;

    /** Copies the lists. */
    public Findings {
        imputed = List.copyOf(imputed);
        classRows = new LinkedHashMap<>(classRows);
        notes = List.copyOf(notes);
        suspects = List.copyOf(suspects);
    }

    static Findings of(Table table, Column target, Fitted fitted, Split split, boolean classifies) {
        List<String> notes = new ArrayList<>(table.notes());
        Preprocessing preprocessing = fitted.preprocessing();
        for (Step.Dropped step : preprocessing.dropped()) {
            if (!step.reason().equals(Step.Dropped.CONSTANT)) {
                notes.add("'" + step.column() + "' is not used: " + step.reason());
            }
        }
        fitted.imputed().forEach(i -> notes.add(imputed(i, table.rows())));
        notes.addAll(fitted.notes());
        for (Column column : table.columns()) {
            if (!column.name().equals(target.name()) && countsRows(column)) {
                notes.add("'" + column.name() + "' counts the rows one by one: if the number of a row means nothing,"
                        + " remove the column");
            }
        }
        DuplicateRows duplicates = DuplicateRows.of(table.columns(), split);
        duplicates(duplicates, split, notes);
        Map<String, Integer> classRows = new LinkedHashMap<>();
        if (classifies) {
            Labels labels = Labels.of(target, table.file());
            int[] counts = labels.counts();
            for (int c = 0; c < counts.length; c++) {
                classRows.put(labels.classes().get(c), counts[c]);
            }
            imbalance(labels, counts, notes);
        }
        List<Leakage.Suspect> suspects = Leakage.of(table, target, split.train(), classifies);
        suspects.forEach(suspect -> notes.add(suspect.note()));
        List<String> names = suspects.stream().map(Leakage.Suspect::column).toList();
        return new Findings(fitted.imputed(), duplicates, classRows, notes, names);
    }

    private static String imputed(Imputed imputed, int rows) {
        String opening = "'" + imputed.step().column() + "' is missing in " + Text.count(imputed.rows(), "row") + " of "
                + rows + ": ";
        return opening
                + switch (imputed.step()) {
                    case Step.Numbers numbers ->
                        "the median of the training rows, " + Text.brief(numbers.fill()) + ", stands in"
                                + (numbers.flagged() ? ", and a feature says so" : "");
                    case Step.Levels levels ->
                        levels.missing()
                                ? "that is a level of its own"
                                : "no training row is among them, so they count as the average";
                    case Step.Dates dates ->
                        "these count as the average" + (dates.flagged() ? ", and a feature says so" : "");
                    case Step.Dropped _ -> "not used";
                };
    }

    private static boolean countsRows(Column column) {
        if (!(column instanceof Column.Numbers(String _, double[] values)) || values.length < ROW_NUMBERS) {
            return false;
        }
        return IntStream.range(1, values.length).allMatch(i -> values[i] - values[i - 1] == 1);
    }

    private static void duplicates(DuplicateRows duplicates, Split split, List<String> notes) {
        if (duplicates.rows() == 0) {
            return;
        }
        notes.add(Text.count(duplicates.rows(), "row repeats", "rows repeat") + " an earlier row in every column");
        if (duplicates.validation() + duplicates.test() > 0) {
            notes.add(duplicates.validation() + " of " + Text.count(split.validation().length, "validation row")
                    + " are also training rows, and " + duplicates.test() + " of "
                    + Text.count(split.test().length, "test row")
                    + " are also training or validation rows: losses there may flatter the model; if these are copies of one"
                    + " example, remove them first");
        }
    }

    private static void imbalance(Labels labels, int[] counts, List<String> notes) {
        int most = IntStream.range(0, counts.length)
                .reduce((a, b) -> counts[b] > counts[a] ? b : a)
                .orElseThrow();
        double share = counts[most] / (double) Arrays.stream(counts).sum();
        if (share >= IMBALANCED) {
            String name = "'" + labels.classes().get(most) + "'";
            notes.add("class " + name + " has " + Text.percent(share) + " of the rows: to say " + name
                    + " always would be right as often, so look at the log loss rather than at the accuracy");
        }
    }

    /** What goes into the object that {@code --json} prints. */
    Map<String, Object> json(Problem problem) {
        List<Object> dropped = new ArrayList<>();
        for (Step.Dropped step : problem.preprocessing().dropped()) {
            dropped.add(Json.object("column", step.column(), "reason", step.reason()));
        }
        List<Object> missing = new ArrayList<>();
        for (Imputed i : imputed) {
            missing.add(Json.object(
                    "column",
                    i.step().column(),
                    "rows",
                    i.rows(),
                    "training_rows",
                    i.training(),
                    "with",
                    i.step() instanceof Step.Numbers numbers ? (Object) numbers.fill() : null));
        }
        return Json.object(
                "dropped",
                dropped,
                "imputed",
                missing,
                "duplicate_rows",
                Json.object(
                        "rows", duplicates.rows(), "validation", duplicates.validation(), "test", duplicates.test()),
                "class_rows",
                classRows.isEmpty() ? null : classRows);
    }

    /** The notes with capital and full stop. */
    List<String> sentences() {
        return notes.stream().map(Findings::sentence).toList();
    }

    static String sentence(String note) {
        return Character.toUpperCase(note.charAt(0)) + note.substring(1) + ".";
    }

    /** A row for each column: its name, how it is read, its features. */
    static List<List<String>> columns(Problem problem) {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : problem.preprocessing().steps()) {
            List<String> features = problem.preprocessing().features().stream()
                    .filter(feature -> feature.column().equals(step.column()))
                    .map(Feature::name)
                    .toList();
            String kind = switch (step) {
                case Step.Numbers _ -> "number";
                case Step.Levels levels when levels.levels().isEmpty() -> "there or missing";
                case Step.Levels levels -> Text.count(levels.levels().size(), "level");
                case Step.Dates _ -> "date";
                case Step.Dropped dropped -> "not used: " + dropped.reason();
            };
            rows.add(List.of(step.column(), kind, features.isEmpty() ? "" : Names.list(features)));
        }
        return rows;
    }
}
