package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Label;
import org.gradus.workbench.plot.Mark.Stroke;

/** Places series of points over two axes. */
final class LinesLayout {
    /** So that panels below each other are flush in most cases. */
    static final double NARROWEST_LABELS = 40;

    private static final double PLOT_HEIGHT = 236;
    /** With a guide the slope is what matters. */
    private static final double GUIDED_HEIGHT = 320;

    private static final int FEW = 120;
    private static final int LABELED_POINTS = 400;

    private final Plot.Lines plot;
    private final double width;
    private final List<Mark> marks = new ArrayList<>();
    private Scale x;
    private Scale y;

    private LinesLayout(Plot.Lines plot, double width) {
        this.plot = plot;
        this.width = width;
        this.x = Scale.around(values(true), plot.x(), 0.02);
        this.y = Scale.around(values(false), plot.y(), 0.06);
    }

    static Figure of(Plot.Lines plot, boolean titled, double width) {
        return new LinesLayout(plot, width).build(titled);
    }

    private DoubleStream values(boolean horizontal) {
        DoubleStream points = plot.series().stream()
                .flatMapToDouble(series -> pairs(series).mapToDouble(p -> horizontal ? p[0] : p[1]));
        DoubleStream references = plot.marks().stream()
                .filter(mark -> mark.vertical() == horizontal)
                .mapToDouble(Plot.Reference::value);
        return DoubleStream.concat(points, references);
    }

    private java.util.stream.Stream<double[]> pairs(Series series) {
        return java.util.stream.IntStream.range(0, series.x().length)
                .filter(i -> shows(series, i))
                .mapToObj(i -> new double[] {series.x()[i], series.y()[i]});
    }

    private boolean shows(Series series, int i) {
        return plot.x().shows(series.x()[i]) && plot.y().shows(series.y()[i]);
    }

    private Figure build(boolean titled) {
        double top = Layouts.header(plot.title(), titled, width, marks);
        List<Series> named = plot.series().stream()
                .filter(series -> series.style() != Series.Style.GUIDE && series.style() != Series.Style.THIN)
                .toList();
        if (named.size() > 1) {
            top += Layouts.legend(
                            named.stream().map(Series::name).toList(),
                            top,
                            Layouts.EDGE,
                            width - Layouts.EDGE,
                            marks)
                    + 6;
        }
        top += plot.marks().stream().anyMatch(Plot.Reference::vertical) ? 16 : 0;
        double bottom = top + (named.size() < plot.series().size() ? GUIDED_HEIGHT : PLOT_HEIGHT);
        List<Ticks.Tick> yTicks = Ticks.of(y.low(), y.high(), plot.y().logarithmic(), 7);
        double widest = yTicks.stream()
                .mapToDouble(t -> TextWidth.of(t.label(), Layouts.TEXT_SIZE))
                .max()
                .orElse(0);
        double left = Layouts.EDGE + 22 + Math.max(widest, NARROWEST_LABELS) + 8;
        double right = width - Layouts.EDGE - 8;
        x = x.to(left, right);
        y = y.to(bottom, top);
        grid(yTicks, left, right, top, bottom);
        references(left, right, top, bottom);
        plot.series().stream().filter(series -> !named.contains(series)).forEach(this::guide);
        for (int i = 0; i < named.size(); i++) {
            draw(named.get(i), Ink.series(i));
        }
        List<String> notes = new ArrayList<>(plot.notes());
        int hidden = plot.series().stream()
                .mapToInt(s -> s.x().length - (int) pairs(s).count())
                .sum();
        if (hidden > 0) {
            notes.add(Layouts.hidden(hidden, plot.y()));
        }
        double end = bottom + 44;
        end += Layouts.notes(notes, end, width, marks) + 10;
        return new Figure(width, end, plot.title(), plot.description(), marks);
    }

    private void grid(List<Ticks.Tick> yTicks, double left, double right, double top, double bottom) {
        for (Ticks.Tick tick : yTicks) {
            double at = y.map(tick.value());
            marks.add(Stroke.of(left, at, right, at, Ink.GRID, 1));
            marks.add(Layouts.text(left - 8, at + 4, tick.label(), Anchor.END, Ink.MUTED));
        }
        for (Ticks.Tick tick : horizontalTicks()) {
            double at = x.map(tick.value());
            marks.add(Stroke.of(at, bottom, at, bottom + 4, Ink.AXIS, 1));
            marks.add(Layouts.text(at, bottom + 18, tick.label(), Anchor.MIDDLE, Ink.MUTED));
        }
        marks.add(Stroke.of(left, bottom, right, bottom, Ink.AXIS, 1));
        marks.add(Layouts.axisName(left, right, bottom + 38, plot.x().label(), width));
        String vertical = TextWidth.fit(plot.y().label(), Layouts.TEXT_SIZE, bottom - top);
        marks.add(new Label(
                Layouts.EDGE + 10,
                (top + bottom) / 2,
                vertical,
                Anchor.MIDDLE,
                Layouts.TEXT_SIZE,
                Ink.TEXT,
                false,
                true));
    }

    /** Between whole numbers, such as those of iterations, there is nothing to label. */
    private List<Ticks.Tick> horizontalTicks() {
        List<Ticks.Tick> ticks = Ticks.of(x.low(), x.high(), plot.x().logarithmic(), Layouts.ticks(width, 9));
        boolean whole = !plot.x().logarithmic()
                && ticks.stream().anyMatch(tick -> tick.value() != Math.rint(tick.value()))
                && values(true).allMatch(v -> v == Math.rint(v))
                && x.high() - x.low() > 1;
        return whole
                ? ticks.stream()
                        .filter(tick -> tick.value() == Math.rint(tick.value()))
                        .map(tick -> new Ticks.Tick(tick.value(), Long.toString(Math.round(tick.value()))))
                        .toList()
                : ticks;
    }

    private void references(double left, double right, double top, double bottom) {
        for (Plot.Reference mark : plot.marks()) {
            if (!(mark.vertical() ? plot.x() : plot.y()).shows(mark.value())) {
                continue;
            }
            if (mark.vertical()) {
                double at = x.map(mark.value());
                String label = TextWidth.fit(mark.label(), Layouts.TEXT_SIZE, right - left);
                double half = TextWidth.of(label, Layouts.TEXT_SIZE) / 2;
                double inside = Math.clamp(at, Math.min(left + half, right - half), right - half);
                marks.add(Stroke.dashed(at, top, at, bottom, Ink.MUTED));
                marks.add(Layouts.text(inside, top - 5, label, Anchor.MIDDLE, Ink.MUTED));
            } else {
                double at = y.map(mark.value());
                marks.add(Stroke.dashed(left, at, right, at, Ink.MUTED));
                double above = at - 5 < top + 10 ? at + 14 : at - 5;
                marks.add(Layouts.text(right, above, mark.label(), Anchor.END, Ink.MUTED));
            }
        }
    }

    private void guide(Series series) {
        double[][] points = pairs(series).toArray(double[][]::new);
        for (int i = 1; i < points.length; i++) {
            double x1 = x.map(points[i - 1][0]);
            double y1 = y.map(points[i - 1][1]);
            double x2 = x.map(points[i][0]);
            double y2 = y.map(points[i][1]);
            marks.add(
                    series.style() == Series.Style.GUIDE
                            ? Stroke.dashed(x1, y1, x2, y2, Ink.MUTED)
                            : Stroke.of(x1, y1, x2, y2, Ink.AXIS, 1.5));
        }
    }

    private void draw(Series series, Ink ink) {
        if (series.style() == Series.Style.LINE) {
            int from = 0;
            for (int i = 0; i <= series.x().length; i++) {
                if (i == series.x().length || !shows(series, i)) {
                    stroke(series, from, i, ink);
                    from = i + 1;
                }
            }
        }
        long shown = pairs(series).count();
        double radius = series.style() == Series.Style.DOTS ? 3.2 : shown <= FEW ? 2.6 : 1.2;
        if (series.style() == Series.Style.LINE && shown > LABELED_POINTS) {
            return;
        }
        pairs(series)
                .forEach(p -> marks.add(new Mark.Dot(
                        x.map(p[0]),
                        y.map(p[1]),
                        radius,
                        ink,
                        series.name() + ": " + Layouts.number(p[1]) + " at "
                                + plot.x().label() + " " + Layouts.number(p[0]))));
    }

    private void stroke(Series series, int from, int to, Ink ink) {
        if (to - from < 2) {
            return;
        }
        double[] px = Arrays.stream(series.x(), from, to).map(x::map).toArray();
        double[] py = Arrays.stream(series.y(), from, to).map(y::map).toArray();
        marks.add(new Stroke(px, py, ink, 2, false));
    }
}
