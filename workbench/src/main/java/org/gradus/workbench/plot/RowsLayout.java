package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Stroke;

/** Places values of named things, a row each. */
final class RowsLayout {
    private static final double LONGEST_NAME = 210;
    private static final int MANY = 24;

    private final Plot.Rows plot;
    private final double width;
    private final List<Mark> marks = new ArrayList<>();

    private RowsLayout(Plot.Rows plot, double width) {
        this.plot = plot;
        this.width = width;
    }

    static Figure of(Plot.Rows plot, boolean titled, double width) {
        return new RowsLayout(plot, width).build(titled);
    }

    private Figure build(boolean titled) {
        double top = Layouts.header(plot.title(), titled, width, marks);
        if (plot.series().size() > 1 && plot.form() != Plot.Form.INTERVALS) {
            top += Layouts.legend(plot.series(), top, Layouts.EDGE, width - Layouts.EDGE, marks) + 4;
        }
        boolean many = plot.rows().size() > MANY;
        double step = many ? 17 : 24;
        top += many ? 22 : 4;
        double bottom = top + step * Math.max(1, plot.rows().size());
        double names = plot.rows().stream()
                .mapToDouble(row -> TextWidth.of(row.label(), Layouts.TEXT_SIZE))
                .max()
                .orElse(0);
        double left = Layouts.EDGE + Math.min(names, longestName()) + 12;
        double right = width - Layouts.EDGE - 12;
        Scale scale = scale().to(left, right);
        axis(scale, left, right, top, bottom, many);
        for (int i = 0; i < plot.rows().size(); i++) {
            row(plot.rows().get(i), scale, left, top + step * (i + 0.5), step);
        }
        List<String> notes = new ArrayList<>(plot.notes());
        int hidden = (int) plot.rows().stream()
                .flatMap(row -> row.values().stream())
                .filter(value -> !plot.x().shows(value))
                .count();
        if (hidden > 0) {
            notes.add(Layouts.hidden(hidden, plot.x()));
        }
        double end = bottom + 44;
        end += Layouts.notes(notes, end, width, marks) + 10;
        return new Figure(width, end, plot.title(), plot.description(), marks);
    }

    private double longestName() {
        return Math.min(LONGEST_NAME, width / 3);
    }

    private Scale scale() {
        DoubleStream values =
                plot.rows().stream().flatMap(row -> row.values().stream()).mapToDouble(Double::doubleValue);
        DoubleStream anchors = plot.form() == Plot.Form.BARS && !plot.x().logarithmic()
                ? DoubleStream.of(plot.baseline().orElse(0))
                : plot.baseline().stream();
        return Scale.around(DoubleStream.concat(values, anchors), plot.x(), 0.04);
    }

    private void axis(Scale scale, double left, double right, double top, double bottom, boolean many) {
        for (Ticks.Tick tick : Ticks.of(scale.low(), scale.high(), plot.x().logarithmic(), Layouts.ticks(width, 8))) {
            double at = scale.map(tick.value());
            marks.add(Stroke.of(at, top, at, bottom, Ink.GRID, 1));
            marks.add(Layouts.text(at, bottom + 18, tick.label(), Anchor.MIDDLE, Ink.MUTED));
            if (many) {
                marks.add(Layouts.text(at, top - 7, tick.label(), Anchor.MIDDLE, Ink.MUTED));
            }
        }
        marks.add(Stroke.of(left, bottom, right, bottom, Ink.AXIS, 1));
        marks.add(Layouts.axisName(left, right, bottom + 38, plot.x().label(), width));
        plot.baseline().ifPresent(value -> {
            if (plot.x().shows(value)) {
                marks.add(Stroke.dashed(scale.map(value), top, scale.map(value), bottom, Ink.MUTED));
            }
        });
    }

    private void row(Plot.Row row, Scale scale, double left, double middle, double step) {
        String name = TextWidth.fit(row.label(), Layouts.TEXT_SIZE, longestName());
        marks.add(Layouts.text(left - 10, middle + 4, name, Anchor.END, Ink.TEXT));
        switch (plot.form()) {
            case BARS -> bars(row, scale, left, middle, step);
            case STEMS -> stems(row, scale, middle);
            case INTERVALS -> interval(row, scale, middle);
        }
    }

    private void bars(Plot.Row row, Scale scale, double left, double middle, double step) {
        int n = row.values().size();
        double height = step * 0.72 / n;
        boolean zero = !plot.x().logarithmic() || plot.baseline().isPresent();
        double origin = zero ? scale.map(plot.baseline().orElse(0)) : left;
        for (int s = 0; s < n; s++) {
            double value = row.values().get(s);
            if (plot.x().shows(value)) {
                double at = scale.map(value);
                double y = middle - step * 0.36 + s * height;
                marks.add(new Mark.Box(
                        Math.min(at, origin), y, Math.abs(at - origin), height, Ink.series(s), tip(row, s)));
            }
        }
    }

    private void stems(Plot.Row row, Scale scale, double middle) {
        double[] shown = row.values().stream()
                .filter(plot.x()::shows)
                .mapToDouble(scale::map)
                .toArray();
        if (shown.length == 0) {
            return;
        }
        double from = DoubleStream.of(shown).min().getAsDouble();
        double to = DoubleStream.of(shown).max().getAsDouble();
        if (plot.baseline().isPresent() && plot.x().shows(plot.baseline().getAsDouble())) {
            double base = scale.map(plot.baseline().getAsDouble());
            from = Math.min(from, base);
            to = Math.max(to, base);
        }
        Ink line = row.values().size() == 1 ? Ink.series(0) : Ink.AXIS;
        marks.add(Stroke.of(from, middle, to, middle, line, 2));
        for (int s = 0; s < row.values().size(); s++) {
            double value = row.values().get(s);
            if (plot.x().shows(value)) {
                marks.add(new Mark.Dot(scale.map(value), middle, 4.5, Ink.series(s), tip(row, s)));
            }
        }
    }

    private void interval(Plot.Row row, Scale scale, double middle) {
        if (row.values().stream().allMatch(plot.x()::shows)) {
            double from = scale.map(row.values().getFirst());
            double to = scale.map(row.values().getLast());
            marks.add(Stroke.of(from, middle, to, middle, Ink.series(0), 2));
            marks.add(Stroke.of(from, middle - 4, from, middle + 4, Ink.series(0), 2));
            marks.add(Stroke.of(to, middle - 4, to, middle + 4, Ink.series(0), 2));
            marks.add(new Mark.Dot(scale.map(row.values().get(1)), middle, 5, Ink.series(0), tip(row, 1)));
        }
    }

    private String tip(Plot.Row row, int s) {
        String series = plot.series().size() > 1 ? ", " + plot.series().get(s) : "";
        return row.label() + series + ": " + Layouts.number(row.values().get(s));
    }
}
