package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: named columns of equal length. Where it is too large for memory, its columns are in temporary files, and each is
 * read when it is asked for; nothing is asked of all columns at once then.
 *
 * @param file the file as the person named it
 * @param columns the columns in the file's order, at least one, with different names
 * @param notes how the file was read, where that needs saying
 */
public record Table(String file, List<Column> columns, List<String> notes) implements AutoCloseable {

    /** Copies the lists. */
    public Table {
        columns = columns instanceof ColumnStore ? columns : List.copyOf(columns);
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
        return columns instanceof ColumnStore store
                ? store.rows()
                : columns.getFirst().size();
    }

    /**
     * Some rows.
     *
     * @param from the first, a multiple of 8192
     * @param count how many
     * @return a table of these rows
     */
    public Table slice(int from, int count) {
        if (from == 0 && count == rows() && !(columns instanceof ColumnStore)) {
            return this;
        }
        List<Column> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parts.add(
                    columns instanceof ColumnStore store
                            ? store.slice(i, from, count)
                            : columns.get(i).slice(from, count));
        }
        return new Table(file, parts);
    }

    /** Removes the temporary files of a table that is too large for memory; it cannot be read any more. */
    @Override
    public void close() {
        if (columns instanceof ColumnStore store) {
            store.close();
        }
    }

    /**
     * The names of the columns.
     *
     * @return the names in the file's order
     */
    public List<String> names() {
        return columns instanceof ColumnStore store
                ? store.names()
                : columns.stream().map(Column::name).toList();
    }

    /**
     * The column of that name.
     *
     * @param name the name, case as in the header
     * @return the column
     * @throws TableException when there is none, with the name that was probably meant
     */
    public Column column(String name) {
        int index = names().indexOf(name);
        if (index >= 0) {
            return columns.get(index);
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
        return columns instanceof ColumnStore store
                ? store.without(name)
                : columns.stream().filter(column -> !column.name().equals(name)).toList();
    }
}
