package org.gradus.workbench.data;

import java.util.List;

/** Takes the cells of a table, row by row. */
interface CellWriter {

    /** Sets a number of the row that is being filled; NaN when it is missing. */
    void set(int column, double value);

    /** Sets a text of the row that is being filled; null when it is missing. */
    void set(int column, String text);

    /** Ends a row. */
    void endRow();

    /** The columns, of as many rows as were ended. */
    List<Column> finish();

    /** Gives up, and leaves nothing behind. */
    void abandon();
}
