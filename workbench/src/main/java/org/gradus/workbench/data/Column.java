package org.gradus.workbench.data;

import java.util.Arrays;

/** A named column of a table: numbers or text. */
public sealed interface Column {

    /**
     * The column's name.
     *
     * @return the name in the header
     */
    String name();

    /**
     * The number of rows.
     *
     * @return the length
     */
    int size();

    /**
     * Whether a row has no value.
     *
     * @param row the row counted from 0
     * @return true for an empty cell, or one that is not a number among numbers
     */
    boolean isMissing(int row);

    /**
     * A cell as text.
     *
     * @param row the row counted from 0
     * @return the text, that of a number as short as it can be; null when the value is missing
     */
    String text(int row);

    /**
     * How many rows have no value.
     *
     * @return the count
     */
    default int missing() {
        int count = 0;
        for (int row = 0; row < size(); row++) {
            count += isMissing(row) ? 1 : 0;
        }
        return count;
    }

    /**
     * The first row without a value.
     *
     * @return the row counted from 0, or -1
     */
    default int firstMissing() {
        for (int row = 0; row < size(); row++) {
            if (isMissing(row)) {
                return row;
            }
        }
        return -1;
    }

    /**
     * Some rows.
     *
     * @param from the first
     * @param count how many
     * @return a column of these rows
     */
    default Column slice(int from, int count) {
        return switch (this) {
            case Numbers(String name, double[] values) ->
                new Numbers(name, Arrays.copyOfRange(values, from, from + count));
            case Texts(String name, String[] values) -> new Texts(name, Arrays.copyOfRange(values, from, from + count));
        };
    }

    /**
     * A column of numbers; a missing one is NaN.
     *
     * @param name the name in the header
     * @param values one number a row
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(String name, double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? null : Numerals.plain(values[row]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers that && name.equals(that.name) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return name + ": " + values.length + " numbers";
        }
    }

    /**
     * A column of text; a missing one is null.
     *
     * @param name the name in the header
     * @param values one text a row
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Texts(String name, String[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return values[row] == null;
        }

        @Override
        public String text(int row) {
            return values[row];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Texts that && name.equals(that.name) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return name + ": " + values.length + " texts";
        }
    }
}
