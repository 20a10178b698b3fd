package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.List;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Label;

/** Places plots: every plot is 760 pixels wide, or 380 for small screens, and as high as it needs. */
public final class Layouts {
    static final double WIDTH = 760;
    static final double NARROW = 380;
    static final double EDGE = 16;
    static final double TITLE_SIZE = 16;
    static final double TEXT_SIZE = 12;
    static final double NOTE_SIZE = 11;

    private Layouts() {}

    /**
     * Places a plot.
     *
     * @param plot what to show
     * @return where everything is drawn
     */
    public static Figure figure(Plot plot) {
        return figure(plot, true, WIDTH);
    }

    /**
     * Places a plot for a page where a heading says already what it is.
     *
     * @param plot what to show
     * @return where everything but the title is drawn
     */
    public static Figure untitled(Plot plot) {
        return figure(plot, false, WIDTH);
    }

    /**
     * Places a plot for a small screen and a page where a heading says already what it is.
     *
     * @param plot what to show
     * @return where everything but the title is drawn
     */
    public static Figure narrow(Plot plot) {
        return figure(plot, false, NARROW);
    }

    private static Figure figure(Plot plot, boolean titled, double width) {
        return switch (plot) {
            case Plot.Lines lines -> LinesLayout.of(lines, titled, width);
            case Plot.Rows rows -> RowsLayout.of(rows, titled, width);
            case Plot.Histogram histogram -> HistogramLayout.of(histogram, titled, width);
            case Plot.Matrix matrix -> MatrixLayout.of(matrix, titled, width);
            case Plot.Surface surface -> SurfaceLayout.of(surface, titled, width);
            case Plot.Panels panels -> panels(panels, titled, width);
        };
    }

    private static Figure panels(Plot.Panels panels, boolean titled, double width) {
        List<Mark> marks = new ArrayList<>();
        double height = header(panels.title(), titled, width, marks) - EDGE;
        for (Plot plot : panels.plots()) {
            Figure figure = figure(plot, true, width);
            marks.addAll(figure.shifted(height));
            height += figure.height();
        }
        return new Figure(width, height, panels.title(), panels.description(), marks);
    }

    /**
     * Draws the title, if there shall be one.
     *
     * @return where the plot begins
     */
    static double header(String title, boolean titled, double width, List<Mark> marks) {
        if (!titled || title.isEmpty()) {
            return EDGE;
        }
        String fitted = TextWidth.fit(title, TITLE_SIZE, width - 2 * EDGE);
        marks.add(new Label(EDGE, EDGE + TITLE_SIZE - 3, fitted, Anchor.START, TITLE_SIZE, Ink.TEXT, true, false));
        return EDGE + TITLE_SIZE + 10;
    }

    static Label text(double x, double y, String text, Anchor anchor, Ink ink) {
        return new Label(x, y, text, anchor, TEXT_SIZE, ink, false, false);
    }

    /**
     * Draws names of series in rows.
     *
     * @return the height used
     */
    static double legend(List<String> names, double top, double left, double right, List<Mark> marks) {
        double x = left;
        double y = top;
        for (int i = 0; i < names.size(); i++) {
            double width = 14 + TextWidth.of(names.get(i), TEXT_SIZE) + 22;
            if (x + width > right && x > left) {
                x = left;
                y += 20;
            }
            marks.add(new Mark.Dot(x + 5, y + 8, 5, Ink.series(i), ""));
            marks.add(text(x + 16, y + 12, names.get(i), Anchor.START, Ink.TEXT));
            x += width;
        }
        return y + 20 - top;
    }

    /**
     * Draws notes, broken into lines.
     *
     * @return the height used
     */
    static double notes(List<String> notes, double top, double width, List<Mark> marks) {
        double y = top;
        for (String note : notes) {
            for (String line : wrap(note, width - 2 * EDGE)) {
                y += NOTE_SIZE + 4;
                marks.add(new Label(EDGE, y, line, Anchor.START, NOTE_SIZE, Ink.MUTED, false, false));
            }
        }
        return y - top;
    }

    private static List<String> wrap(String text, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (TextWidth.of(longer, NOTE_SIZE) > width && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** How many ticks the horizontal axis has room for. */
    static int ticks(double width, int most) {
        return width < WIDTH ? 4 : most;
    }

    /** The name of a horizontal axis, in its middle if it fits there. */
    static Label axisName(double left, double right, double y, String name, double width) {
        String fitted = TextWidth.fit(name, TEXT_SIZE, width - 2 * EDGE);
        double half = TextWidth.of(fitted, TEXT_SIZE) / 2;
        double middle = Math.clamp((left + right) / 2, EDGE + half, Math.max(EDGE + half, width - EDGE - half));
        return text(middle, y, fitted, Anchor.MIDDLE, Ink.TEXT);
    }

    static String number(double value) {
        return String.format(java.util.Locale.ROOT, "%.4g", value);
    }

    static String hidden(int count, Axis axis) {
        return count + (count == 1 ? " value is" : " values are") + " not shown: "
                + (axis.logarithmic() ? "not finite, or not above 0" : "not finite");
    }
}
