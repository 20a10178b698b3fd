package org.gradus.workbench.plot;

import java.util.stream.DoubleStream;

/**
 * From values to pixels.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}
 * @param logarithmic whether equal ratios are equally long
 * @param from the pixel of {@code low}
 * @param to the pixel of {@code high}
 */
record Scale(double low, double high, boolean logarithmic, double from, double to) {

    /** A range around values that the axis can show, a little wider than they are. */
    static Scale around(DoubleStream values, Axis axis, double margin) {
        double[] shown = values.filter(axis::shows).toArray();
        if (shown.length == 0) {
            return new Scale(axis.logarithmic() ? 0.1 : 0, axis.logarithmic() ? 10 : 1, axis.logarithmic(), 0, 1);
        }
        double low = DoubleStream.of(shown).min().getAsDouble();
        double high = DoubleStream.of(shown).max().getAsDouble();
        if (axis.logarithmic()) {
            double span = Math.log(high) - Math.log(low);
            double factor = span < 1e-9 ? 2 : Math.exp(span * margin);
            return new Scale(Math.max(low / factor, Double.MIN_NORMAL), high * factor, true, 0, 1);
        }
        double span = high - low;
        double pad = span <= 1e-12 * Math.max(Math.abs(high), Math.abs(low))
                ? Math.max(Math.abs(high) * 0.1, 1e-12)
                : span * margin;
        return new Scale(low - pad, high + pad, false, 0, 1);
    }

    Scale to(double newFrom, double newTo) {
        return new Scale(low, high, logarithmic, newFrom, newTo);
    }

    double map(double value) {
        double share = logarithmic
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }
}
