package org.gradus.workbench.data;

import org.gradus.error.DataException;
import org.gradus.error.SourceLine;

/** A table that cannot be read or used, with the place in it that is at fault. */
public final class TableException extends DataException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String text;

    /**
     * Makes an error at a place of a table.
     *
     * @param problem what failed, with the values received
     * @param place the file, column and row at fault
     * @param remedy what the person can do about it
     */
    public TableException(String problem, Place place, String remedy) {
        this(problem, place, remedy, null);
    }

    /**
     * Makes an error at a place of a table, with its cause.
     *
     * @param problem what failed, with the values received
     * @param place the file, column and row at fault
     * @param remedy what the person can do about it
     * @param cause the underlying error, or null
     */
    public TableException(String problem, Place place, String remedy, Throwable cause) {
        super(problem, remedy, SourceLine.UNKNOWN, cause);
        this.place = place;
        this.text = problem + "\n  where: " + place + "\n  to do: " + remedy;
    }

    /**
     * The place at fault.
     *
     * @return the place, of an empty file name after deserialization
     */
    public Place place() {
        return place == null ? Place.of("") : place;
    }

    /** The same error, of a piece of a table that begins at some row. */
    TableException movedBy(int rows) {
        Place here = place();
        return here.row() == 0 || rows == 0
                ? this
                : new TableException(
                        problem(), new Place(here.file(), here.column(), here.row() + rows), remedy(), getCause());
    }

    @Override
    public String getMessage() {
        return text;
    }
}
