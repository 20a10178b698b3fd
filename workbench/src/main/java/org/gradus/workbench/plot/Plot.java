package org.gradus.workbench.plot;

import java.util.List;
import java.util.OptionalDouble;
import org.gradus.error.ArgumentException;

/** What a plot shows, without a place for anything yet. */
public sealed interface Plot {

    /**
     * The title.
     *
     * @return one line
     */
    String title();

    /**
     * What there is to see, in words, for people who do not see it.
     *
     * @return a sentence or two
     */
    String description();

    /**
     * Series of points over two axes.
     *
     * @param title one line
     * @param description what there is to see
     * @param x the horizontal axis
     * @param y the vertical axis
     * @param series the points
     * @param marks lines across the plot at remarkable values
     * @param notes lines below the plot
     */
    record Lines(
            String title,
            String description,
            Axis x,
            Axis y,
            List<Series> series,
            List<Reference> marks,
            List<String> notes)
            implements Plot {
        /** Copies the lists. */
        public Lines {
            series = List.copyOf(series);
            marks = List.copyOf(marks);
            notes = List.copyOf(notes);
        }

        /**
         * Lines without marks and notes.
         *
         * @param title one line, also the description
         * @param x the horizontal axis
         * @param y the vertical axis
         * @param series the points
         * @return the plot
         */
        public static Lines of(String title, Axis x, Axis y, List<Series> series) {
            return new Lines(title, title, x, y, series, List.of(), List.of());
        }
    }

    /**
     * A line across a plot.
     *
     * @param label its name
     * @param value where it is
     * @param vertical whether it stands at a value of the horizontal axis
     */
    record Reference(String label, double value, boolean vertical) {}

    /**
     * Values of named things, a row each: bars, or points on a line.
     *
     * @param title one line
     * @param description what there is to see
     * @param x the axis of the values
     * @param series the names of the values in each row
     * @param rows the rows, the first on top
     * @param baseline the value that each row is seen against
     * @param form how the values are drawn
     * @param notes lines below the plot
     */
    record Rows(
            String title,
            String description,
            Axis x,
            List<String> series,
            List<Row> rows,
            OptionalDouble baseline,
            Form form,
            List<String> notes)
            implements Plot {
        /**
         * Copies the lists.
         *
         * @throws ArgumentException when a row has not one value for each series
         */
        public Rows {
            series = List.copyOf(series);
            rows = List.copyOf(rows);
            notes = List.copyOf(notes);
            for (Row row : rows) {
                if (row.values().size() != series.size()) {
                    throw new ArgumentException(
                            "plot: row '" + row.label() + "' has "
                                    + row.values().size() + " values for " + series.size() + " series",
                            "give each row one value a series, NaN where there is none");
                }
            }
        }
    }

    /**
     * A named thing with its values.
     *
     * @param label its name
     * @param values one value a series, NaN where there is none
     */
    record Row(String label, List<Double> values) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }
    }

    /** How rows are drawn. */
    enum Form {
        /** A bar from the baseline, or from the axis. */
        BARS,
        /** A dot a value, joined to the baseline when there is one, otherwise to each other. */
        STEMS,
        /** Lower end, middle and upper end of an interval: a line with a dot at the middle. */
        INTERVALS
    }

    /**
     * How often values fall into equal intervals.
     *
     * @param title one line
     * @param description what there is to see
     * @param x the axis of the values
     * @param values the values; those that the axis cannot show are left out, and counted in a note
     * @param bins the number of intervals, at least 1
     * @param notes lines below the plot
     * @param within values that the axis reaches in any case
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Histogram(
            String title, String description, Axis x, double[] values, int bins, List<String> notes, double[] within)
            implements Plot {
        /**
         * A histogram whose axis is as long as the values need.
         *
         * @param title one line
         * @param description what there is to see
         * @param x the axis of the values
         * @param values the values
         * @param bins the number of intervals
         * @param notes lines below the plot
         */
        public Histogram(String title, String description, Axis x, double[] values, int bins, List<String> notes) {
            this(title, description, x, values, bins, notes, new double[0]);
        }

        /**
         * Copies the list.
         *
         * @throws ArgumentException when there is no interval
         */
        public Histogram {
            notes = List.copyOf(notes);
            if (bins < 1) {
                throw new ArgumentException("plot: a histogram of " + bins + " bins", "give at least 1");
            }
        }
    }

    /**
     * How often things of each kind are taken for each kind.
     *
     * @param title one line
     * @param description what there is to see
     * @param rowName what the rows are
     * @param columnName what the columns are
     * @param labels the kinds
     * @param counts a row of counts for each kind, with a count for each kind
     * @param notes lines below the plot
     */
    record Matrix(
            String title,
            String description,
            String rowName,
            String columnName,
            List<String> labels,
            List<List<Integer>> counts,
            List<String> notes)
            implements Plot {
        /**
         * Copies the lists.
         *
         * @throws ArgumentException when it is not square
         */
        public Matrix {
            labels = List.copyOf(labels);
            counts = counts.stream().map(List::copyOf).toList();
            notes = List.copyOf(notes);
            int n = labels.size();
            if (n == 0 || counts.size() != n || counts.stream().anyMatch(row -> row.size() != n)) {
                throw new ArgumentException(
                        "plot: a matrix of " + counts.size() + " rows for " + n + " labels",
                        "give as many rows and columns as labels, at least one");
            }
        }
    }

    /**
     * Values over a plane.
     *
     * @param title one line
     * @param description what there is to see
     * @param x the horizontal axis, of equal differences
     * @param y the vertical axis, of equal differences
     * @param atX the horizontal places, evenly spaced
     * @param atY the vertical places, evenly spaced
     * @param values a value at each {@code [x][y]}; those that are not finite are left blank
     * @param places remarkable places
     * @param notes lines below the plot
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Surface(
            String title,
            String description,
            Axis x,
            Axis y,
            double[] atX,
            double[] atY,
            double[][] values,
            List<Place> places,
            List<String> notes)
            implements Plot {
        /**
         * Copies the lists.
         *
         * @throws ArgumentException when there is not a value for each place
         */
        public Surface {
            places = List.copyOf(places);
            notes = List.copyOf(notes);
            boolean complete = atX.length > 0 && atY.length > 0 && values.length == atX.length;
            for (double[] column : values) {
                complete &= column.length == atY.length;
            }
            if (!complete) {
                throw new ArgumentException(
                        "plot: a surface of " + values.length + " columns for " + atX.length + " by " + atY.length
                                + " places",
                        "give each place one value");
            }
        }
    }

    /**
     * A remarkable place of a surface.
     *
     * @param label its name
     * @param x where it is
     * @param y where it is
     */
    record Place(String label, double x, double y) {}

    /**
     * Plots below each other.
     *
     * @param title one line for all
     * @param description what there is to see
     * @param plots the plots, the first on top
     */
    record Panels(String title, String description, List<Plot> plots) implements Plot {
        /** Copies the list. */
        public Panels {
            plots = List.copyOf(plots);
        }
    }
}
