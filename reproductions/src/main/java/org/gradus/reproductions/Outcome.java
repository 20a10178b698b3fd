package org.gradus.reproductions;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reproduction found.
 *
 * @param measurements one a statement of the check
 * @param reason of a failure: whether the code or the check is wrong, with the computation; empty when there is nothing to
 *     say
 * @param charts what there is to see
 */
public record Outcome(List<Measurement> measurements, String reason, List<Chart> charts) {

    /**
     * A chart of lines.
     *
     * @param name of the file, without ending
     * @param title one line
     * @param x what the horizontal axis shows
     * @param y what the vertical axis shows
     * @param logarithmic whether the vertical axis is
     * @param curves the lines
     */
    public record Chart(String name, String title, String x, String y, boolean logarithmic, List<Curve> curves) {
        /** Copies the list. */
        public Chart {
            curves = List.copyOf(curves);
        }
    }

    /**
     * A line.
     *
     * @param name in the legend
     * @param x horizontal places
     * @param y as many values
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Curve(String name, double[] x, double[] y) {}

    /** Copies the lists. */
    public Outcome {
        measurements = List.copyOf(measurements);
        charts = List.copyOf(charts);
    }

    /**
     * Whether every measurement came out as expected.
     *
     * @return false also when there is none
     */
    public boolean passed() {
        return !measurements.isEmpty() && measurements.stream().allMatch(Measurement::passed);
    }

    /** Collects measurements. */
    public static final class Builder {
        private final List<Measurement> measurements = new ArrayList<>();
        private final List<Chart> charts = new ArrayList<>();
        private String reason = "";

        /** Nothing yet. */
        public Builder() {}

        /**
         * A number that the check gives.
         *
         * @param name what was measured
         * @param expected the check's number
         * @param measured what came out
         * @param tolerance the largest difference
         * @return this
         */
        public Builder close(String name, double expected, double measured, double tolerance) {
            return add(name, new Measurement.Close(expected, tolerance), measured);
        }

        /**
         * An upper bound.
         *
         * @param name what was measured
         * @param bound the check's bound
         * @param measured what came out
         * @return this
         */
        public Builder atMost(String name, double bound, double measured) {
            return add(name, new Measurement.AtMost(bound), measured);
        }

        /**
         * A lower bound.
         *
         * @param name what was measured
         * @param bound the check's bound
         * @param measured what came out
         * @return this
         */
        public Builder atLeast(String name, double bound, double measured) {
            return add(name, new Measurement.AtLeast(bound), measured);
        }

        /**
         * An interval.
         *
         * @param name what was measured
         * @param low the lower bound
         * @param high the upper bound
         * @param measured what came out
         * @return this
         */
        public Builder between(String name, double low, double high, double measured) {
            return add(name, new Measurement.Between(low, high), measured);
        }

        /**
         * A statement that is true or false.
         *
         * @param name the statement
         * @param measured whether it is true
         * @return this
         */
        public Builder holds(String name, boolean measured) {
            return add(name, new Measurement.True(), measured ? 1 : 0);
        }

        private Builder add(String name, Measurement.Expected expected, double measured) {
            measurements.add(new Measurement(name, expected, measured));
            return this;
        }

        /**
         * Says why something fails.
         *
         * @param words whether the code or the check is wrong, with the computation
         * @return this
         */
        public Builder because(String words) {
            reason = words;
            return this;
        }

        /**
         * Adds a chart.
         *
         * @param chart the chart
         * @return this
         */
        public Builder chart(Chart chart) {
            charts.add(chart);
            return this;
        }

        /**
         * The outcome.
         *
         * @return with everything collected
         */
        public Outcome done() {
            return new Outcome(measurements, reason, charts);
        }
    }
}
