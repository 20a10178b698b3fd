package org.gradus.workbench.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A column as its step reads it: a number a row, or the index of a level. A value that is missing, or a text that the
 * training rows did not have, is known as such.
 */
final class Reading {
    private static final double MISSING = Double.NaN;
    private static final double UNSEEN = -1;

    private final Step step;
    private final double[] values;

    private Reading(Step step, double[] values) {
        this.step = step;
        this.values = values;
    }

    /**
     * Reads a column.
     *
     * @param step what to do with it
     * @param column the column
     * @param file the file, for errors
     * @param command the command, for errors
     * @return the reading
     * @throws TableException when the column does not suit the step
     */
    static Reading of(Step step, Column column, String file, String command) {
        return new Reading(
                step,
                switch (step) {
                    case Step.Numbers numbers -> numbers(numbers, column, file, command);
                    case Step.Levels levels -> levels(levels, column);
                    case Step.Dates dates -> dates(dates, column, file, command);
                    case Step.Dropped _ -> new double[0];
                });
    }

    private static double[] numbers(Step.Numbers step, Column column, String file, String command) {
        double[] values = switch (column) {
            case Column.Numbers numbers -> numbers.values();
            case Column.Texts texts -> {
                double[] read = new double[texts.size()];
                Set<String> missing = Set.copyOf(step.notNumbers());
                for (int row = 0; row < read.length; row++) {
                    String text = texts.values()[row];
                    read[row] = Numerals.number(text);
                    if (Double.isNaN(read[row]) && !Numerals.isMissing(text) && !missing.contains(text)) {
                        throw new TableException(
                                command + ": the column '" + step.column() + "' holds the text '" + text
                                        + "', but numbers in the training rows",
                                Place.of(file, step.column()).atRow(row),
                                "write a number, or leave the cell empty if it is not known");
                    }
                }
                yield read;
            }
        };
        for (int row = 0; row < values.length; row++) {
            if (Double.isInfinite(values[row])) {
                throw new TableException(
                        command + ": the feature '" + step.column() + "' is infinite",
                        Place.of(file, step.column()).atRow(row),
                        "correct the value, or remove the row");
            }
        }
        return values;
    }

    private static double[] levels(Step.Levels step, Column column) {
        Map<String, Integer> index = new HashMap<>();
        step.levels().forEach(level -> index.put(level, index.size()));
        double[] codes = new double[column.size()];
        for (int row = 0; row < codes.length; row++) {
            String text = column.text(row);
            Integer code = text == null ? null : index.get(text);
            codes[row] = text == null ? MISSING : code == null ? UNSEEN : code;
        }
        return codes;
    }

    private static double[] dates(Step.Dates step, Column column, String file, String command) {
        Set<String> missing = Set.copyOf(step.notDates());
        double[] seconds = new double[column.size()];
        for (int row = 0; row < seconds.length; row++) {
            String text = column.text(row);
            seconds[row] = Dates.seconds(text);
            if (Double.isNaN(seconds[row]) && !Numerals.isMissing(text) && !missing.contains(text)) {
                throw new TableException(
                        command + ": the column '" + step.column() + "' holds '" + text
                                + "', but dates in the training rows",
                        Place.of(file, step.column()).atRow(row),
                        "write dates as 2024-05-31, or leave the cell empty if it is not known");
            }
        }
        return seconds;
    }

    boolean isMissing(int row) {
        return Double.isNaN(values[row]);
    }

    /** Whether a text is none of the levels and there is no level for the others either. */
    boolean isUnseen(int row) {
        return step instanceof Step.Levels levels && !levels.pooled() && values[row] == UNSEEN;
    }

    /** The texts that are unseen, in alphabetical order. */
    Set<String> unseen(Column column, int most) {
        Set<String> texts = new TreeSet<>();
        for (int row = 0; row < values.length && texts.size() < most; row++) {
            if (isUnseen(row)) {
                texts.add(column.text(row));
            }
        }
        return texts;
    }

    int missing() {
        return (int) Arrays.stream(values).filter(Double::isNaN).count();
    }

    int unseen() {
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            count += isUnseen(row) ? 1 : 0;
        }
        return count;
    }

    /** A feature of the column, NaN where it is not known. */
    double[] feature(Step.Form form, String level) {
        if (form == Step.Form.VALUE && missing() == 0) {
            return values;
        }
        double[] out = new double[values.length];
        for (int row = 0; row < out.length; row++) {
            double value = values[row];
            out[row] = switch (step) {
                case Step.Numbers numbers ->
                    form == Step.Form.MISSING
                            ? flag(Double.isNaN(value))
                            : Double.isNaN(value) ? numbers.fill() : value;
                case Step.Levels levels -> level(levels, form, level, value);
                case Step.Dates _ -> Dates.form(form, value);
                case Step.Dropped _ -> Double.NaN;
            };
        }
        return out;
    }

    private static double level(Step.Levels step, Step.Form form, String level, double code) {
        boolean absent = Double.isNaN(code);
        if ((absent && !step.missing()) || (code == UNSEEN && !step.pooled())) {
            return Double.NaN;
        }
        return flag(
                switch (form) {
                    case MISSING -> absent;
                    case OTHER -> code == UNSEEN;
                    default -> code >= 0 && step.levels().get((int) code).equals(level);
                });
    }

    private static double flag(boolean truth) {
        return truth ? 1 : 0;
    }
}
