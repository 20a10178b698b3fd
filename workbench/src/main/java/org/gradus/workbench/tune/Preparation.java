package org.gradus.workbench.tune;

import java.util.Arrays;
import java.util.List;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.FeatureMatrix;
import org.gradus.workbench.data.Labels;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.Preprocessing;
import org.gradus.workbench.data.RowListener;
import org.gradus.workbench.data.Split;
import org.gradus.workbench.data.Standardization;
import org.gradus.workbench.data.Step;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;

/** From a table to a {@link Problem}: check, choose the model, split, make features of the columns, standardize. */
public final class Preparation {

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
        return prepare(table, options, RowListener.NONE);
    }

    /**
     * Prepares a table. Where features are too many for memory, they are in temporary files until the problem is closed.
     *
     * @param table the table
     * @param options target, model, split and seed
     * @param listener is told of the progress
     * @return the problem
     * @throws TableException when the target or the features cannot be used, with the column and the remedy
     * @throws org.gradus.error.EnvironmentException when there is no room for temporary files
     */
    public static Problem prepare(Table table, TuneOptions options, RowListener listener) {
        String file = table.file();
        Column target = table.column(options.target());
        ModelChoice choice = ModelChoice.of(target, options.model(), file);
        Combinations.check(choice.model(), options.hyper(), options.hypergradient());
        List<Column> features = features(table, target.name());
        if (choice.model().classifies()) {
            Labels labels = Labels.of(target, file);
            Split split = Split.stratified(labels, options.split(), options.seed(), file);
            return build(table, choice, features, split, target, new Task.Classification(labels.classes()), listener);
        }
        Split split = Split.random(table.rows(), options.split(), options.seed(), file);
        Standardization.Scale scale = Standardization.Scale.of((Column.Numbers) target, split.train(), file);
        if (scale.deviation() == 0) {
            throw new TableException(
                    "tune: the target '" + target.name() + "' is " + scale.mean() + " in every training row",
                    Place.of(file, target.name()),
                    "try another --seed, or a target that varies more");
        }
        return build(table, choice, features, split, target, new Task.Regression(scale), listener);
    }

    private static Problem build(
            Table table,
            ModelChoice choice,
            List<Column> columns,
            Split split,
            Column target,
            Task task,
            RowListener listener) {
        Preprocessing.Fitted fitted = Preprocessing.fit(table.file(), columns, split.train(), listener);
        Preprocessing preprocessing = fitted.preprocessing();
        Findings findings =
                Findings.of(table, target, fitted, split, choice.model().classifies());
        List<FeatureMatrix> parts = FeatureMatrix.of(table, preprocessing, split, listener);
        return new Problem(
                table.file(),
                table.rows(),
                target.name(),
                task,
                choice,
                fitted.rows().names(),
                fitted.rows().scales(),
                preprocessing.dropped().stream()
                        .filter(step -> step.reason().equals(Step.Dropped.CONSTANT))
                        .map(Step.Dropped::column)
                        .toList(),
                preprocessing,
                findings,
                part(parts.get(0), split.train(), target, task, table.file()),
                part(parts.get(1), split.validation(), target, task, table.file()),
                part(parts.get(2), split.test(), target, task, table.file()));
    }

    private static Part part(FeatureMatrix features, int[] rows, Column target, Task task, String file) {
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
        return new Part(
                rows.length,
                features.columns(),
                features,
                values,
                Arrays.stream(rows).map(row -> row + 1).toArray());
    }

    private static List<Column> features(Table table, String target) {
        List<Column> columns = table.without(target);
        if (columns.isEmpty()) {
            throw new TableException(
                    "tune: the table has no column but the target '" + target + "'",
                    Place.of(table.file()),
                    "add the columns to predict it from");
        }
        columns.forEach(column -> refuseInfinite(column, table.file()));
        return columns;
    }

    private static void refuseInfinite(Column column, String file) {
        if (column instanceof Column.Numbers(String name, double[] values)) {
            for (int row = 0; row < values.length; row++) {
                if (Double.isInfinite(values[row])) {
                    throw new TableException(
                            "tune: the feature '" + name + "' is infinite",
                            Place.of(file, name).atRow(row),
                            "correct the value, or remove the row");
                }
            }
        }
    }
}
