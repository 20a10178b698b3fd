package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Stroke;

/** Places values over a plane: each cell the darker the lower, for the low places are what one looks for. */
final class SurfaceLayout {
    private static final double HEIGHT = 320;
    private static final double DARKEST = 0.95;

    private SurfaceLayout() {}

    static Figure of(Plot.Surface plot, boolean titled, double width) {
        List<Mark> marks = new ArrayList<>();
        double top = Layouts.header(plot.title(), titled, width, marks) + 4;
        double bottom = top + HEIGHT;
        double left = Layouts.EDGE + 70;
        double right = width - Layouts.EDGE - 8;
        Scale x = range(plot.atX(), plot.x()).to(left, right);
        Scale y = range(plot.atY(), plot.y()).to(bottom, top);
        double low = finite(plot).min().orElse(0);
        double high = finite(plot).max().orElse(1);
        double cell = (right - left) / plot.atX().length;
        double row = (bottom - top) / plot.atY().length;
        for (int i = 0; i < plot.atX().length; i++) {
            for (int j = 0; j < plot.atY().length; j++) {
                double value = plot.values()[i][j];
                if (Double.isFinite(value)) {
                    double share = high > low ? shade(value, low, high) : 0;
                    marks.add(new Mark.Box(
                            left + i * cell,
                            bottom - (j + 1) * row,
                            cell,
                            row,
                            Ink.SERIES_1,
                            Layouts.number(value) + " at " + Layouts.number(plot.atX()[i]) + ", "
                                    + Layouts.number(plot.atY()[j]),
                            DARKEST * (1 - share)));
                }
            }
        }
        for (Ticks.Tick tick : Ticks.of(x.low(), x.high(), false, Layouts.ticks(width, 8))) {
            double at = x.map(tick.value());
            marks.add(Stroke.of(at, bottom, at, bottom + 4, Ink.AXIS, 1));
            marks.add(Layouts.text(at, bottom + 18, tick.label(), Anchor.MIDDLE, Ink.MUTED));
        }
        for (Ticks.Tick tick : Ticks.of(y.low(), y.high(), false, 6)) {
            double at = y.map(tick.value());
            marks.add(Stroke.of(left - 4, at, left, at, Ink.AXIS, 1));
            marks.add(Layouts.text(left - 8, at + 4, tick.label(), Anchor.END, Ink.MUTED));
        }
        for (Plot.Place place : plot.places()) {
            double px = x.map(place.x());
            double py = y.map(place.y());
            marks.add(new Mark.Dot(px, py, 5, Ink.SERIES_2, place.label()));
            boolean leftward = px > (left + right) / 2;
            marks.add(Layouts.text(
                    leftward ? px - 9 : px + 9, py + 4, place.label(), leftward ? Anchor.END : Anchor.START, Ink.TEXT));
        }
        marks.add(Layouts.axisName(left, right, bottom + 38, plot.x().label(), width));
        marks.add(new Mark.Label(
                Layouts.EDGE + 10,
                (top + bottom) / 2,
                plot.y().label(),
                Anchor.MIDDLE,
                Layouts.TEXT_SIZE,
                Ink.TEXT,
                false,
                true));
        List<String> notes = new ArrayList<>(plot.notes());
        notes.add("The darker the lower, by the logarithm: from " + Layouts.number(low) + " to " + Layouts.number(high)
                + ".");
        double end = bottom + 44;
        end += Layouts.notes(notes, end, width, marks) + 10;
        return new Figure(width, end, plot.title(), plot.description(), marks);
    }

    /** Cells lie around their places, so the plane reaches half a cell beyond the outermost. */
    private static Scale range(double[] at, Axis axis) {
        double half = at.length > 1 ? (at[at.length - 1] - at[0]) / (at.length - 1) / 2 : 0.5;
        return Scale.around(Arrays.stream(new double[] {at[0] - half, at[at.length - 1] + half}), axis, 0);
    }

    private static java.util.stream.DoubleStream finite(Plot.Surface plot) {
        return Arrays.stream(plot.values()).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }

    /** 0 at the lowest, 1 at the highest; a thousandth of the range above the lowest still shows. */
    private static double shade(double value, double low, double high) {
        double share = (value - low) / (high - low);
        return Math.log1p(1000 * share) / Math.log1p(1000);
    }
}
