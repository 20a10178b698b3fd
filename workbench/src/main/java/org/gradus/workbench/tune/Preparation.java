package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Labels;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.Split;
import org.gradus.workbench.data.Standardization;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;

/** From a table to a {@link Problem}: check, choose the model, split, standardize. */
public final class Preparation {
    private static final int LISTED = 5;
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

    private Preparation() {}

    /**
     * Prepares a table.
     *
     * @param table the table
     * @param options target, model, split and seed
     * @return the problem
     * @throws TableException when the target or the features cannot be used, with the column and the remedy
     */
    public static Problem prepare(Table table, TuneOptions options) {
        String file = table.file();
        Column target = table.column(options.target());
        ModelChoice choice = ModelChoice.of(target, options.model(), file);
        List<Column.Numbers> features = features(table, target.name());
        if (choice.model().classifies()) {
            Labels labels = Labels.of(target, file);
            Split split = Split.stratified(labels, options.split(), options.seed(), file);
            return build(table, choice, features, split, target, new Task.Classification(labels.classes()));
        }
        Split split = Split.random(table.rows(), options.split(), options.seed(), file);
        Standardization.Scale scale = Standardization.Scale.of((Column.Numbers) target, split.train(), file);
        if (scale.deviation() == 0) {
            throw new TableException(
                    "tune: the target '" + target.name() + "' is " + scale.mean() + " in every training row",
                    Place.of(file, target.name()),
                    "try another --seed, or a target that varies more");
        }
        return build(table, choice, features, split, target, new Task.Regression(scale));
    }

    private static Problem build(
            Table table, ModelChoice choice, List<Column.Numbers> features, Split split, Column target, Task task) {
        Standardization standardization = Standardization.fit(features, split.train(), table.file());
        return new Problem(
                table.file(),
                table.rows(),
                target.name(),
                task,
                choice,
                standardization.names(),
                standardization.scales(),
                standardization.dropped(),
                part(standardization, split.train(), target, task, table.file()),
                part(standardization, split.validation(), target, task, table.file()),
                part(standardization, split.test(), target, task, table.file()));
    }

    private static Part part(Standardization standardization, int[] rows, Column target, Task task, String file) {
        Target values = switch (task) {
            case Task.Classification classification -> {
                int[] codes = Labels.of(target, file).codes();
                yield new Target.Classes(
                        Arrays.stream(rows).map(row -> codes[row]).toArray(),
                        classification.classes().size());
            }
            case Task.Regression regression -> {
                double[] numbers = ((Column.Numbers) target).values();
                yield new Target.Values(Arrays.stream(rows)
                        .mapToDouble(row -> regression.scale().apply(numbers[row]))
                        .toArray());
            }
        };
        return new Part(rows.length, standardization.names().size(), standardization.apply(rows), values);
    }

    private static List<Column.Numbers> features(Table table, String target) {
        List<Column> columns = table.without(target);
        if (columns.isEmpty()) {
            throw new TableException(
                    "tune: the table has no column but the target '" + target + "'",
                    Place.of(table.file()),
                    "add the columns to predict it from");
        }
        refuseText(columns, table.file());
        refuseMissing(columns, table.file());
        List<Column.Numbers> features =
                columns.stream().map(Column.Numbers.class::cast).toList();
        features.forEach(feature -> refuseInfinite(feature, table.file()));
        return features;
    }

    private static void refuseText(List<Column> columns, String file) {
        List<Column.Texts> texts = new ArrayList<>();
        for (Column column : columns) {
            if (column instanceof Column.Texts text) {
                texts.add(text);
            }
        }
        if (texts.isEmpty()) {
            return;
        }
        Column.Texts first = texts.getFirst();
        int row = firstText(first);
        String example = first.values()[row];
        boolean commas = DECIMAL_COMMA.matcher(example).matches();
        throw new TableException(
                "tune: " + count(texts.size(), columns.size()) + (texts.size() == 1 ? "holds text: " : "hold text: ")
                        + some(texts.stream().map(t -> "'" + t.name() + "'").toList()) + "; for example '" + example
                        + "'",
                Place.of(file, first.name()).atRow(row),
                commas
                        ? "write decimal points instead of decimal commas"
                        : "remove these columns, or encode them as numbers (a column of 0 and 1 for each value)");
    }

    private static int firstText(Column.Texts column) {
        int present = 0;
        for (int row = 0; row < column.size(); row++) {
            String value = column.values()[row];
            if (value == null) {
                continue;
            }
            present = present == 0 ? row + 1 : present;
            try {
                Double.parseDouble(value);
            } catch (NumberFormatException e) {
                return row;
            }
        }
        return present - 1;
    }

    private static void refuseMissing(List<Column> columns, String file) {
        List<Column> holed =
                columns.stream().filter(column -> column.missing() > 0).toList();
        if (holed.isEmpty()) {
            return;
        }
        Column first = holed.getFirst();
        throw new TableException(
                "tune: " + count(holed.size(), columns.size())
                        + (holed.size() == 1 ? "has missing values: " : "have missing values: ")
                        + some(holed.stream()
                                .map(c -> "'" + c.name() + "' in " + c.missing() + " of " + c.size() + " rows")
                                .toList()),
                Place.of(file, first.name()).atRow(first.firstMissing()),
                "remove these rows or columns, or fill the values in; they are not guessed here");
    }

    private static void refuseInfinite(Column.Numbers column, String file) {
        for (int row = 0; row < column.size(); row++) {
            if (Double.isInfinite(column.values()[row])) {
                throw new TableException(
                        "tune: the feature '" + column.name() + "' is infinite",
                        Place.of(file, column.name()).atRow(row),
                        "correct the value, or remove the row");
            }
        }
    }

    private static String count(int some, int all) {
        return some + " of " + all + (all == 1 ? " feature " : " features ");
    }

    private static String some(List<String> items) {
        String shown = items.stream().limit(LISTED).collect(Collectors.joining(", "));
        return items.size() > LISTED ? shown + " and " + (items.size() - LISTED) + " more" : shown;
    }
}
