package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Op;
import org.gradus.program.Structural.Broadcast;
import org.gradus.program.Structural.Concatenate;
import org.gradus.program.Structural.Pad;
import org.gradus.program.Structural.Reshape;
import org.gradus.program.Structural.Reverse;
import org.gradus.program.Structural.Slice;
import org.gradus.program.Structural.Transpose;
import org.gradus.program.Structural.Triangle;

/** The rows of operations that move elements, of all element types. */
final class StructuralTable {
    private final List<OpCase> rows = new ArrayList<>();

    private StructuralTable() {}

    static List<OpCase> rows() {
        StructuralTable table = new StructuralTable();
        table.structural(s -> uniform(s, -2, 2));
        table.structural(s -> Draw.whole(DType.INT32, s, -9, 10));
        table.structural(s -> Draw.whole(DType.INT64, s, -9, 10));
        table.structural(Draw::truth);
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void structural(Function<Shape, Draw> draw) {
        reshape(draw, Shape.of(2, 3), Shape.of(6));
        reshape(draw, Shape.of(6), Shape.of(2, 3));
        reshape(draw, Shape.SCALAR, Shape.of(1, 1));
        reshape(draw, Shape.of(1), Shape.SCALAR);
        reshape(draw, Shape.of(0), Shape.of(2, 0));
        reshape(draw, Shape.of(2, 3, 4), Shape.of(4, 6));

        transpose(draw, Shape.SCALAR);
        transpose(draw, Shape.of(1), 0);
        transpose(draw, Shape.of(2, 3), 1, 0);
        transpose(draw, Shape.of(0, 3), 1, 0);
        transpose(draw, Shape.of(2, 3, 4), 2, 0, 1);
        transpose(draw, Shape.of(2, 3, 4), 0, 1, 2);

        broadcast(draw, Shape.SCALAR, Shape.of(2, 3));
        broadcast(draw, Shape.SCALAR, Shape.SCALAR);
        broadcast(draw, Shape.SCALAR, Shape.of(0));
        broadcast(draw, Shape.of(1), Shape.of(1, 1), 0);
        broadcast(draw, Shape.of(1), Shape.of(3, 1), 1);
        broadcast(draw, Shape.of(0), Shape.of(2, 0), 1);
        broadcast(draw, Shape.of(3), Shape.of(2, 3), 1);
        broadcast(draw, Shape.of(2), Shape.of(2, 3), 0);
        broadcast(draw, Shape.of(2, 4), Shape.of(2, 3, 4), 0, 2);
        broadcast(draw, Shape.of(2, 3), Shape.of(2, 3), 0, 1);

        row(new Concatenate(0), draw.apply(Shape.of(3)));
        row(new Concatenate(0), draw.apply(Shape.of(3)), draw.apply(Shape.of(2)));
        row(new Concatenate(0), draw.apply(Shape.of(3)), draw.apply(Shape.of(0)), draw.apply(Shape.of(1)));
        row(new Concatenate(1), draw.apply(Shape.of(2, 1)), draw.apply(Shape.of(2, 3)));
        row(new Concatenate(1), draw.apply(Shape.of(2, 2, 2)), draw.apply(Shape.of(2, 1, 2)));
        row(new Concatenate(0), draw.apply(Shape.of(0, 2)), draw.apply(Shape.of(0, 2)));

        slice(draw, Shape.SCALAR, List.of(), List.of(), List.of());
        slice(draw, Shape.of(5), List.of(1), List.of(4), List.of(1));
        slice(draw, Shape.of(5), List.of(0), List.of(5), List.of(2));
        slice(draw, Shape.of(6), List.of(1), List.of(6), List.of(3));
        slice(draw, Shape.of(5), List.of(2), List.of(2), List.of(1));
        slice(draw, Shape.of(0), List.of(0), List.of(0), List.of(1));
        slice(draw, Shape.of(4, 5), List.of(1, 0), List.of(4, 5), List.of(2, 3));
        slice(draw, Shape.of(2, 3, 4), List.of(0, 1, 1), List.of(2, 2, 4), List.of(1, 1, 2));

        pad(draw, Shape.SCALAR, List.of(), List.of(), List.of());
        pad(draw, Shape.of(3), List.of(1), List.of(2), List.of(0));
        pad(draw, Shape.of(3), List.of(1), List.of(0), List.of(2));
        pad(draw, Shape.of(1), List.of(0), List.of(1), List.of(3));
        pad(draw, Shape.of(0), List.of(2), List.of(1), List.of(1));
        pad(draw, Shape.of(2, 3), List.of(1, 0), List.of(0, 2), List.of(1, 2));
        pad(draw, Shape.of(2, 1, 2), List.of(0, 1, 0), List.of(1, 0, 0), List.of(0, 0, 1));

        reverse(draw, Shape.SCALAR);
        reverse(draw, Shape.of(1), 0);
        reverse(draw, Shape.of(5), 0);
        reverse(draw, Shape.of(0), 0);
        reverse(draw, Shape.of(2, 3), 1);
        reverse(draw, Shape.of(2, 3), 0, 1);
        reverse(draw, Shape.of(2, 3, 9), 0, 2);
        reverse(draw, Shape.of(2, 3));

        for (int diagonal : new int[] {-9, -1, 0, 1, 9}) {
            row(new Triangle(true, diagonal), draw.apply(Shape.of(3, 3)));
            row(new Triangle(false, diagonal), draw.apply(Shape.of(3, 3)));
        }
        for (Shape s : List.of(Shape.of(2, 4), Shape.of(4, 2), Shape.of(2, 3, 3), Shape.of(0, 3), Shape.of(3, 0))) {
            row(new Triangle(true, 0), draw.apply(s));
            row(new Triangle(false, 1), draw.apply(s));
        }
    }

    private void reshape(Function<Shape, Draw> draw, Shape from, Shape to) {
        row(new Reshape(to), draw.apply(from));
    }

    private void transpose(Function<Shape, Draw> draw, Shape shape, Integer... order) {
        row(new Transpose(List.of(order)), draw.apply(shape));
    }

    private void broadcast(Function<Shape, Draw> draw, Shape from, Shape to, Integer... axes) {
        row(new Broadcast(to, List.of(axes)), draw.apply(from));
    }

    private void reverse(Function<Shape, Draw> draw, Shape shape, Integer... axes) {
        row(new Reverse(List.of(axes)), draw.apply(shape));
    }

    private void slice(
            Function<Shape, Draw> draw, Shape shape, List<Integer> from, List<Integer> to, List<Integer> step) {
        row(new Slice(from, to, step), draw.apply(shape));
    }

    private void pad(
            Function<Shape, Draw> draw, Shape shape, List<Integer> low, List<Integer> high, List<Integer> between) {
        row(new Pad(low, high, between), draw.apply(shape));
    }
}
