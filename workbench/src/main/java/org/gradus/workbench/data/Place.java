package org.gradus.workbench.data;

/**
 * A place in a table, for errors: {@code iris.csv, column 'species', row 12}.
 *
 * @param file the file as the person named it
 * @param column the column's name, empty when no single column is meant
 * @param row the row counted from 1 below the header, 0 when no single row is meant
 */
public record Place(String file, String column, long row) {

    /**
     * The place that is a whole file.
     *
     * @param file the file as the person named it
     * @return the place
     */
    public static Place of(String file) {
        return new Place(file, "", 0);
    }

    /**
     * The place that is a column.
     *
     * @param file the file as the person named it
     * @param column the column's name
     * @return the place
     */
    public static Place of(String file, String column) {
        return new Place(file, column, 0);
    }

    /**
     * The same column at one row.
     *
     * @param zeroBased the row counted from 0
     * @return the place
     */
    public Place atRow(int zeroBased) {
        return new Place(file, column, zeroBased + 1L);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (!column.isEmpty()) {
            text.append(", column '").append(column).append('\'');
        }
        if (row > 0) {
            text.append(", row ").append(row);
        }
        return text.toString();
    }
}
