package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.List;
import org.gradus.workbench.plot.Mark.Anchor;
import org.gradus.workbench.plot.Mark.Label;

/** Places a matrix of counts: each cell as dark as its share of the row. */
final class MatrixLayout {
    private static final double WIDEST_CELL = 120;
    private static final double HIGHEST_CELL = 44;
    private static final double LONGEST_NAME = 140;
    /** So that the count in a cell stands out in both modes. */
    private static final double DARKEST = 0.5;

    private MatrixLayout() {}

    static Figure of(Plot.Matrix plot, boolean titled, double width) {
        List<Mark> marks = new ArrayList<>();
        double top = Layouts.header(plot.title(), titled, width, marks);
        int n = plot.labels().size();
        double names = plot.labels().stream()
                .mapToDouble(label -> TextWidth.of(label, Layouts.TEXT_SIZE))
                .max()
                .orElse(0);
        double longest = Math.min(names, Math.min(LONGEST_NAME, width / 4));
        double left = Layouts.EDGE + 24 + longest + 10;
        double cell = Math.min(WIDEST_CELL, (width - Layouts.EDGE - left) / n);
        double height = Math.clamp(cell * 0.62, 18, HIGHEST_CELL);
        boolean upward = names > cell - 6;
        double head = upward ? longest : 14;
        marks.add(Layouts.axisName(left, left + n * cell, top + 12, plot.columnName(), width));
        double first = top + 20 + head + 8;
        for (int j = 0; j < n; j++) {
            String name = TextWidth.fit(plot.labels().get(j), Layouts.TEXT_SIZE, upward ? longest : cell - 4);
            double middle = left + (j + 0.5) * cell;
            marks.add(
                    upward
                            ? new Label(
                                    middle + 4,
                                    first - 6,
                                    name,
                                    Anchor.START,
                                    Layouts.TEXT_SIZE,
                                    Ink.TEXT,
                                    false,
                                    true)
                            : Layouts.text(middle, first - 8, name, Anchor.MIDDLE, Ink.TEXT));
        }
        double bottom = first + n * height;
        String rows = TextWidth.fit(plot.rowName(), Layouts.TEXT_SIZE, Math.max(40, bottom - first));
        marks.add(new Label(
                Layouts.EDGE + 10,
                (first + bottom) / 2,
                rows,
                Anchor.MIDDLE,
                Layouts.TEXT_SIZE,
                Ink.TEXT,
                false,
                true));
        for (int i = 0; i < n; i++) {
            row(plot, i, left, first + i * height, cell, height, longest, marks);
        }
        double end = bottom + 4;
        end += Layouts.notes(plot.notes(), end, width, marks) + 12;
        return new Figure(width, end, plot.title(), plot.description(), marks);
    }

    private static void row(
            Plot.Matrix plot,
            int i,
            double left,
            double top,
            double cell,
            double height,
            double longest,
            List<Mark> marks) {
        List<Integer> counts = plot.counts().get(i);
        double all = Math.max(1, counts.stream().mapToInt(Integer::intValue).sum());
        double middle = top + height / 2 + 4;
        String name = TextWidth.fit(plot.labels().get(i), Layouts.TEXT_SIZE, longest);
        marks.add(Layouts.text(left - 10, middle, name, Anchor.END, Ink.TEXT));
        for (int j = 0; j < counts.size(); j++) {
            int count = counts.get(j);
            double x = left + j * cell;
            String tip = plot.rowName() + " " + plot.labels().get(i) + ", " + plot.columnName() + " "
                    + plot.labels().get(j) + ": " + count;
            marks.add(new Mark.Box(x + 1, top + 1, cell - 2, height - 2, Ink.GRID, "", 0.5));
            if (count > 0) {
                double share = 0.08 + (DARKEST - 0.08) * count / all;
                Ink ink = i == j ? Ink.SERIES_1 : Ink.SERIES_2;
                marks.add(new Mark.Box(x + 1, top + 1, cell - 2, height - 2, ink, tip, share));
            }
            String text = Integer.toString(count);
            if (TextWidth.of(text, Layouts.TEXT_SIZE) <= cell - 2) {
                marks.add(Layouts.text(x + cell / 2, middle, text, Anchor.MIDDLE, count > 0 ? Ink.TEXT : Ink.MUTED));
            }
        }
    }
}
