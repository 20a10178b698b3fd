package org.gradus.workbench.data;

/** Is told how a table is read, and made ready. */
public interface RowListener {

    /** Hears nothing. */
    RowListener NONE = new RowListener() {};

    /**
     * A phase begins.
     *
     * @param phase what is done
     * @param steps how many rows, columns or passes it takes; 0 when that is not known
     */
    default void began(Phase phase, long steps) {}

    /**
     * Some of the phase is done.
     *
     * @param done rows, columns or passes since its begin
     */
    default void rows(long done) {}

    /** What is done with a table, in order. */
    enum Phase {
        /** The kinds of columns are decided. */
        KINDS("deciding what the columns are", ""),
        /** The rows are read. */
        ROWS("reading", "rows"),
        /** What to do with columns is learned. */
        COLUMNS("looking at the columns", "columns"),
        /** The features of the rows are made. */
        FEATURES("preparing", "rows");

        private final String text;
        private final String unit;

        Phase(String text, String unit) {
            this.text = text;
            this.unit = unit;
        }

        /**
         * What is counted.
         *
         * @return rows or columns, or empty
         */
        public String unit() {
            return unit;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
