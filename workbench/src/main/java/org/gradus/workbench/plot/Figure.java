package org.gradus.workbench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A plot with everything in its place.
 *
 * @param width the width in pixels
 * @param height the height in pixels
 * @param title the title, for screen readers
 * @param description what there is to see, for screen readers
 * @param marks what is drawn, the first at the back
 */
public record Figure(double width, double height, String title, String description, List<Mark> marks) {

    /** Copies the list. */
    public Figure {
        marks = List.copyOf(marks);
    }

    /** Moves everything down. */
    List<Mark> shifted(double down) {
        List<Mark> moved = new ArrayList<>();
        for (Mark mark : marks) {
            moved.add(
                    switch (mark) {
                        case Mark.Stroke s -> {
                            double[] y = s.y().clone();
                            for (int i = 0; i < y.length; i++) {
                                y[i] += down;
                            }
                            yield new Mark.Stroke(s.x(), y, s.ink(), s.width(), s.dashed());
                        }
                        case Mark.Box b -> new Mark.Box(
                                    b.x(), b.y() + down, b.width(), b.height(), b.ink(), b.tip(), b.opacity());
                        case Mark.Dot d -> new Mark.Dot(d.x(), d.y() + down, d.radius(), d.ink(), d.tip());
                        case Mark.Label l ->
                            new Mark.Label(
                                    l.x(), l.y() + down, l.text(), l.anchor(), l.size(), l.ink(), l.bold(), l.upward());
                    });
        }
        return moved;
    }
}
