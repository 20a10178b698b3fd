package org.gradus.workbench.plot;

import org.gradus.error.ArgumentException;

/**
 * Points of one name; those that are not finite interrupt the line.
 *
 * @param name the name in the legend
 * @param x the horizontal values
 * @param y the vertical values, as many
 * @param style how they are drawn
 */
@SuppressWarnings("ArrayRecordComponent")
public record Series(String name, double[] x, double[] y, Style style) {

    /**
     * Checks the lengths.
     *
     * @throws ArgumentException when they differ
     */
    public Series {
        if (x.length != y.length) {
            throw new ArgumentException(
                    "plot: series '" + name + "' has " + x.length + " x and " + y.length + " y values",
                    "give as many of both");
        }
    }

    /** How points are drawn. */
    public enum Style {
        /** Joined by a line, with a dot at each point while there are few. */
        LINE,
        /** Dots alone: a scatter plot. */
        DOTS,
        /** A thin dashed line to compare with, which the legend leaves out. */
        GUIDE,
        /** A thin line, such as an interval, which the legend leaves out. */
        THIN
    }
}
