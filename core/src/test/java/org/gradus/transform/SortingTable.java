package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Cumulative.Extreme;
import org.gradus.program.Op;
import org.gradus.program.Sorting.ArgSort;
import org.gradus.program.Sorting.SearchSorted;
import org.gradus.program.Sorting.SegmentArg;

/** The rows of operations that find the order of elements. */
final class SortingTable {
    private final List<OpCase> rows = new ArrayList<>();

    private SortingTable() {}

    static List<OpCase> rows() {
        SortingTable table = new SortingTable();
        table.all(s -> ties(s));
        table.all(s -> Draw.whole(DType.INT32, s, -3, 4));
        table.all(s -> Draw.whole(DType.INT64, s, -3, 4));
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void all(Function<Shape, Draw> draw) {
        for (boolean flag : new boolean[] {false, true}) {
            row(new ArgSort(0, 1, flag), draw.apply(Shape.of(1)));
            row(new ArgSort(0, 7, flag), draw.apply(Shape.of(7)));
            row(new ArgSort(0, 0, flag), draw.apply(Shape.of(0)));
            row(new ArgSort(0, 2, flag), draw.apply(Shape.of(40)));
            row(new ArgSort(0, 40, flag), draw.apply(Shape.of(40)));
            row(new ArgSort(1, 3, flag), draw.apply(Shape.of(2, 5, 3)));
            row(new ArgSort(0, 4, flag), draw.apply(Shape.of(4, 2)));
            row(new ArgSort(1, 0, flag), draw.apply(Shape.of(2, 3)));
            row(new ArgSort(1, 3, flag), draw.apply(Shape.of(0, 3)));
            searches(flag, draw);
        }
        for (Extreme extreme : Extreme.values()) {
            segments(extreme, draw);
        }
    }

    private void searches(boolean right, Function<Shape, Draw> draw) {
        row(new SearchSorted(0, right), sorted(draw, 5), draw.apply(Shape.SCALAR));
        row(new SearchSorted(0, right), sorted(draw, 5), draw.apply(Shape.of(2, 3)));
        row(new SearchSorted(0, right), sorted(draw, 1), draw.apply(Shape.of(4)));
        row(new SearchSorted(0, right), sorted(draw, 0), draw.apply(Shape.of(4)));
        row(new SearchSorted(0, right), sorted(draw, 5), draw.apply(Shape.of(0)));
        row(new SearchSorted(1, right), sorted(draw, 2, 5), draw.apply(Shape.of(2)));
        row(new SearchSorted(1, right), sorted(draw, 2, 5), draw.apply(Shape.of(2, 3, 2)));
        row(new SearchSorted(2, right), sorted(draw, 2, 1, 4), draw.apply(Shape.of(2, 1, 3)));
    }

    private void segments(Extreme extreme, Function<Shape, Draw> draw) {
        row(new SegmentArg(extreme, 0, 3), draw.apply(Shape.of(6)), Draw.index(Shape.of(6), 3));
        row(new SegmentArg(extreme, 0, 4), draw.apply(Shape.of(5, 2)), Draw.index(Shape.of(5), 4));
        row(new SegmentArg(extreme, 0, 2), draw.apply(Shape.of(0, 2)), Draw.index(Shape.of(0), 2));
        row(new SegmentArg(extreme, 0, 0), draw.apply(Shape.of(0)), Draw.index(Shape.of(0), 1));
        row(new SegmentArg(extreme, 0, 1), draw.apply(Shape.of(1)), Draw.index(Shape.of(1), 1));
        row(
                new SegmentArg(extreme, 1, 3),
                draw.apply(Shape.of(2, 4, 2)),
                Draw.whole(DType.INT32, Shape.of(2, 4), 0, 3));
    }

    /** Numbers many of which are equal. */
    private static Draw ties(Shape shape) {
        return new Draw(null, shape, (random, _, elements) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextInt(-3, 4) * 0.5;
            }
        });
    }

    private static Draw sorted(Function<Shape, Draw> draw, int... dims) {
        Draw unsorted = draw.apply(Shape.of(dims));
        return new Draw(unsorted.dtype(), unsorted.shape(), (random, shape, elements) -> {
            unsorted.filling().fill(random, shape, elements);
            int n = Math.max(1, shape.dim(shape.rank() - 1));
            for (int from = 0; from < elements.length; from += n) {
                Arrays.sort(elements, from, from + n);
            }
        });
    }
}
