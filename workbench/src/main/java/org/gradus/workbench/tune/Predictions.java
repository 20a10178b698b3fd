package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Preprocessing.Applied;
import org.gradus.workbench.data.Preprocessing.Imputed;
import org.gradus.workbench.data.Preprocessing.Unseen;
import org.gradus.workbench.data.Standardization.Scale;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;

/**
 * What a model says of the rows of a table.
 *
 * @param card the model's card
 * @param rows the number of rows
 * @param values for numbers, the prediction of each row in the table's unit; for classes, the probabilities, row after
 *     row
 * @param deviations for numbers of which the model knows how sure it is, the standard deviation of each row, noise included,
 *     in the table's unit; otherwise empty
 * @param imputed what was missing
 * @param unseen the texts that the training rows did not have
 * @param fit how near the predictions are, when the table has the target
 * @param notes what the person should know
 */
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(
        ModelCard card,
        int rows,
        double[] values,
        double[] deviations,
        List<Imputed> imputed,
        List<Unseen> unseen,
        Fit fit,
        List<String> notes) {

    private static final int PIECE = 1 << 16;

    /** Copies the lists. */
    public Predictions {
        imputed = List.copyOf(imputed);
        unseen = List.copyOf(unseen);
        notes = List.copyOf(notes);
    }

    /**
     * How near predictions are to a target.
     *
     * @param rows the rows with a target that the model knows
     * @param loss the mean loss, as {@code gradus tune} counts it
     * @param score accuracy or R²; NaN when the target does not vary
     * @param error the root of the mean squared error in the table's unit; NaN for classes
     */
    public record Fit(int rows, double loss, double score, double error) {}

    static Predictions of(ModelCard card, Table table, Applied applied, double[] z, double[] variances) {
        List<String> notes = new ArrayList<>(table.notes());
        for (Imputed imputed : applied.imputed()) {
            notes.add("'" + imputed.step().column() + "' is missing in " + Text.count(imputed.rows(), "row"));
        }
        for (Unseen unseen : applied.unseen()) {
            notes.add("'" + unseen.column() + "' has values in " + Text.count(unseen.rows(), "row")
                    + " that no training row had, which count as the average: " + Names.list(unseen.texts()));
        }
        Column target = table.names().contains(card.target()) ? table.column(card.target()) : null;
        return switch (card.task()) {
            case Task.Classification(List<String> classes) -> {
                double[] logits = z.length == applied.rows() ? twoColumns(z) : z;
                double[] probabilities = probabilities(logits, classes.size());
                Fit fit = target == null ? null : fit(target, classes, logits, notes);
                yield new Predictions(
                        card,
                        applied.rows(),
                        probabilities,
                        new double[0],
                        applied.imputed(),
                        applied.unseen(),
                        fit,
                        notes);
            }
            case Task.Regression(Scale scale) -> {
                double[] values = Arrays.stream(z)
                        .map(v -> scale.mean() + scale.deviation() * v)
                        .toArray();
                double[] deviations = Arrays.stream(variances)
                        .map(v -> scale.deviation() * Math.sqrt(v))
                        .toArray();
                Fit fit = target == null ? null : fit(target, scale, z, variances, notes);
                yield new Predictions(
                        card, applied.rows(), values, deviations, applied.imputed(), applied.unseen(), fit, notes);
            }
        };
    }

    /** A logit as those of two classes. */
    private static double[] twoColumns(double[] z) {
        double[] logits = new double[2 * z.length];
        for (int i = 0; i < z.length; i++) {
            logits[2 * i + 1] = z[i];
        }
        return logits;
    }

    private static double[] probabilities(double[] logits, int classes) {
        double[] p = new double[logits.length];
        for (int i = 0; i < p.length; i += classes) {
            double most = Arrays.stream(logits, i, i + classes).max().orElseThrow();
            double sum = 0;
            for (int k = i; k < i + classes; k++) {
                p[k] = Math.exp(logits[k] - most);
                sum += p[k];
            }
            for (int k = i; k < i + classes; k++) {
                p[k] /= sum;
            }
        }
        return p;
    }

    private static int best(double[] values, int row, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = values[row * classes + k] > values[row * classes + best] ? k : best;
        }
        return best;
    }

    private static Fit fit(Column target, List<String> classes, double[] logits, List<String> notes) {
        int k = classes.size();
        Map<String, Integer> unknown = new TreeMap<>();
        double loss = 0;
        int right = 0;
        int rows = 0;
        for (int row = 0; row < target.size(); row++) {
            String text = target.text(row);
            if (text == null) {
                continue;
            }
            int label = classes.indexOf(text);
            if (label < 0) {
                unknown.merge(text, 1, Integer::sum);
                continue;
            }
            double[] own = Arrays.copyOfRange(logits, row * k, (row + 1) * k);
            double most = Arrays.stream(own).max().orElseThrow();
            loss += most
                    + Math.log(Arrays.stream(own).map(v -> Math.exp(v - most)).sum())
                    - own[label];
            right += best(logits, row, k) == label ? 1 : 0;
            rows++;
        }
        int missing = target.missing();
        if (missing > 0) {
            notes.add("the target '" + target.name() + "' is missing in " + Text.count(missing, "row"));
        }
        if (!unknown.isEmpty()) {
            int count = unknown.values().stream().mapToInt(Integer::intValue).sum();
            notes.add("the target '" + target.name() + "' has classes in " + Text.count(count, "row")
                    + " that the model does not know, and that its loss leaves out: "
                    + Names.list(List.copyOf(unknown.keySet())));
        }
        return rows == 0 ? null : new Fit(rows, loss / rows, right / (double) rows, Double.NaN);
    }

    private static Fit fit(Column target, Scale scale, double[] z, double[] variances, List<String> notes) {
        if (!(target instanceof Column.Numbers(String name, double[] values))) {
            notes.add("the target '" + target.name() + "' holds text where the model predicts numbers: no loss");
            return null;
        }
        int[] rows = java.util.stream.IntStream.range(0, z.length)
                .filter(row -> Double.isFinite(values[row]))
                .toArray();
        if (rows.length < z.length) {
            notes.add("the target '" + name + "' is missing in " + Text.count(z.length - rows.length, "row"));
        }
        if (rows.length == 0) {
            return null;
        }
        double mean = Arrays.stream(rows)
                .mapToDouble(row -> scale.apply(values[row]))
                .average()
                .orElseThrow();
        double squares = 0;
        double spread = 0;
        double surprise = 0;
        for (int row : rows) {
            double y = scale.apply(values[row]);
            double square = (z[row] - y) * (z[row] - y);
            squares += square / rows.length;
            spread += (y - mean) * (y - mean) / rows.length;
            if (variances.length > 0) {
                double v = variances[row];
                surprise += 0.5 * (square / v + Math.log(2 * Math.PI * v)) / rows.length;
            }
        }
        double score = spread > 0 ? 1 - squares / spread : Double.NaN;
        double loss = variances.length > 0 ? surprise : squares;
        return new Fit(rows.length, loss, score, scale.deviation() * Math.sqrt(squares));
    }

    private int classes() {
        return card.task() instanceof Task.Classification(List<String> names) ? names.size() : 0;
    }

    /**
     * The names of the columns that are written.
     *
     * @return the row counted from 1, the prediction, and for classes the probability of each, for numbers of a process the
     *     standard deviation
     */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("row", "prediction"));
        if (card.task() instanceof Task.Classification(List<String> classes)) {
            classes.forEach(name -> names.add("probability of " + name));
        }
        if (deviations.length > 0) {
            names.add("standard deviation");
        }
        return names;
    }

    /**
     * The predictions as CSV.
     *
     * @return a header, then a line for each row
     */
    public String csv() {
        StringBuilder text = new StringBuilder();
        writeCsv(text::append);
        return text.toString();
    }

    /**
     * Writes the predictions as CSV.
     *
     * @param out is given the text, some rows at a time
     */
    public void writeCsv(Consumer<String> out) {
        StringBuilder text = new StringBuilder();
        List<String> names = names();
        for (int j = 0; j < names.size(); j++) {
            text.append(j == 0 ? "" : ",").append(quoted(names.get(j)));
        }
        text.append('\n');
        int k = classes();
        for (int row = 0; row < rows; row++) {
            if (text.length() > PIECE) {
                out.accept(text.toString());
                text.setLength(0);
            }
            text.append(row + 1).append(',');
            if (card.task() instanceof Task.Classification(List<String> classes)) {
                text.append(quoted(classes.get(best(values, row, k))));
                for (int c = 0; c < k; c++) {
                    text.append(',').append(values[row * k + c]);
                }
            } else {
                text.append(values[row]);
                if (deviations.length > 0) {
                    text.append(',').append(deviations[row]);
                }
            }
            text.append('\n');
        }
        out.accept(text.toString());
    }

    private static String quoted(String text) {
        return text.matches("[\\p{L}\\p{N}_. -]+") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** The predictions as a list for {@code --json}. */
    List<Object> list() {
        List<Object> list = new ArrayList<>();
        int k = classes();
        for (int row = 0; row < rows; row++) {
            if (card.task() instanceof Task.Classification(List<String> classes)) {
                Map<String, Object> probabilities = new LinkedHashMap<>();
                for (int c = 0; c < k; c++) {
                    probabilities.put(classes.get(c), values[row * k + c]);
                }
                list.add(Json.object("prediction", classes.get(best(values, row, k)), "probabilities", probabilities));
            } else if (deviations.length > 0) {
                list.add(Json.object("prediction", values[row], "standard_deviation", deviations[row]));
            } else {
                list.add(values[row]);
            }
        }
        return list;
    }

    /**
     * Everything but the predictions themselves.
     *
     * @param out the file that they were written to, empty when there is none: then they are in the object
     * @return the object that {@code --json} prints
     */
    public Map<String, Object> json(String out) {
        List<Object> missing = new ArrayList<>();
        imputed.forEach(i -> missing.add(Json.object("column", i.step().column(), "rows", i.rows())));
        List<Object> strange = new ArrayList<>();
        unseen.forEach(u -> strange.add(Json.object("column", u.column(), "rows", u.rows(), "values", u.texts())));
        Map<String, Object> object = Json.object(
                "command", "predict",
                "rows", rows,
                "model", card.model().text(),
                "target", card.target(),
                "imputed", missing,
                "unseen", strange,
                "notes", notes);
        if (fit != null) {
            object.put("target_rows", fit.rows());
            object.put("loss", fit.loss());
            object.put(card.model().score(), fit.score());
            if (!card.model().classifies()) {
                object.put("root_mean_squared_error", fit.error());
            }
        }
        object.put("out", out.isEmpty() ? null : out);
        if (out.isEmpty()) {
            object.put("predictions", list());
        }
        return object;
    }
}
