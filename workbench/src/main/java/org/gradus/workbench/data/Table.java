package org.gradus.workbench.data;

import java.util.List;

/**
 * A table: named columns of equal length.
 *
 * @param file the file as the person named it
 * @param columns the columns in the file's order, at least one, with different names
 * @param notes how the file was read, where that needs saying
 */
public record Table(String file, List<Column> columns, List<String> notes) {

    /** Copies the lists. */
    public Table {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    /**
     * A table without notes.
     *
     * @param file the file as the person named it
     * @param columns the columns in the file's order
     */
    public Table(String file, List<Column> columns) {
        this(file, columns, List.of());
    }

    /**
     * The number of rows.
     *
     * @return the length of every column
     */
    public int rows() {
        return columns.getFirst().size();
    }

    /**
     * The names of the columns.
     *
     * @return the names in the file's order
     */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * The column of that name.
     *
     * @param name the name, case as in the header
     * @return the column
     * @throws TableException when there is none, with the name that was probably meant
     */
    public Column column(String name) {
        for (Column column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        String hint = Names.meant(name, names())
                .map(meant -> "did you mean '" + meant + "'? The columns are: ")
                .orElse("name one of the columns: ");
        throw new TableException("tune: no column '" + name + "'", Place.of(file), hint + Names.list(names()));
    }

    /**
     * All columns but one.
     *
     * @param name the name to leave out
     * @return the others in order
     */
    public List<Column> without(String name) {
        return columns.stream().filter(column -> !column.name().equals(name)).toList();
    }
}
