package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Stroke;

/** Places a histogram: counts of values in intervals of equal length on the axis. */
final class HistogramLayout {
    private static final double PLOT_HEIGHT = 200;

    private HistogramLayout() {}

    static Figure of(Plot.Histogram plot, boolean titled, double across) {
        List<Mark> marks = new ArrayList<>();
        double top = Layouts.header(plot.title(), titled, across, marks) + 4;
        double bottom = top + PLOT_HEIGHT;
        Scale around = Scale.around(
                DoubleStream.concat(Arrays.stream(plot.values()), Arrays.stream(plot.within())), plot.x(), 0);
        int[] counts = counts(plot, around);
        int most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        Scale y = new Scale(0, most * 1.05, false, bottom, top);
        List<Ticks.Tick> yTicks = Ticks.of(0, most * 1.05, false, Math.min(6, most + 1)).stream()
                .filter(tick -> tick.value() == Math.rint(tick.value()))
                .toList();
        double widest = yTicks.stream()
                .mapToDouble(t -> TextWidth.of(t.label(), Layouts.TEXT_SIZE))
                .max()
                .orElse(0);
        double left = Layouts.EDGE + 22 + Math.max(widest, LinesLayout.NARROWEST_LABELS) + 8;
        marks.add(new Mark.Label(
                Layouts.EDGE + 10,
                (top + bottom) / 2,
                "rows",
                Anchor.MIDDLE,
                Layouts.TEXT_SIZE,
                Ink.TEXT,
                false,
                true));
        double right = across - Layouts.EDGE - 8;
        Scale x = around.to(left, right);
        for (Ticks.Tick tick : yTicks) {
            double at = y.map(tick.value());
            marks.add(Stroke.of(left, at, right, at, Ink.GRID, 1));
            marks.add(Layouts.text(left - 8, at + 4, tick.label(), Anchor.END, Ink.MUTED));
        }
        double width = (right - left) / plot.bins();
        for (int bin = 0; bin < plot.bins(); bin++) {
            double height = bottom - y.map(counts[bin]);
            if (counts[bin] > 0) {
                marks.add(new Mark.Box(
                        left + bin * width + 1,
                        bottom - height,
                        Math.max(1, width - 2),
                        height,
                        Ink.SERIES_1,
                        counts[bin] + " from " + Layouts.number(edge(around, plot.bins(), bin)) + " to "
                                + Layouts.number(edge(around, plot.bins(), bin + 1))));
            }
        }
        for (Ticks.Tick tick : Ticks.of(x.low(), x.high(), plot.x().logarithmic(), Layouts.ticks(across, 9))) {
            double at = x.map(tick.value());
            marks.add(Stroke.of(at, bottom, at, bottom + 4, Ink.AXIS, 1));
            marks.add(Layouts.text(at, bottom + 18, tick.label(), Anchor.MIDDLE, Ink.MUTED));
        }
        marks.add(Stroke.of(left, bottom, right, bottom, Ink.AXIS, 1));
        marks.add(Layouts.axisName(left, right, bottom + 38, plot.x().label(), across));
        List<String> notes = new ArrayList<>(plot.notes());
        int hidden = (int) DoubleStream.of(plot.values())
                .filter(value -> !plot.x().shows(value))
                .count();
        if (hidden > 0) {
            notes.add(Layouts.hidden(hidden, plot.x()));
        }
        double end = bottom + 44;
        end += Layouts.notes(notes, end, across, marks) + 10;
        return new Figure(across, end, plot.title(), plot.description(), marks);
    }

    private static int[] counts(Plot.Histogram plot, Scale scale) {
        Scale bins = scale.to(0, plot.bins());
        int[] counts = new int[plot.bins()];
        for (double value : plot.values()) {
            if (plot.x().shows(value)) {
                counts[Math.clamp((int) Math.floor(bins.map(value)), 0, plot.bins() - 1)]++;
            }
        }
        return counts;
    }

    private static double edge(Scale scale, int bins, int k) {
        double share = (double) k / bins;
        return scale.logarithmic()
                ? Math.exp(Math.log(scale.low()) + share * (Math.log(scale.high()) - Math.log(scale.low())))
                : scale.low() + share * (scale.high() - scale.low());
    }
}
