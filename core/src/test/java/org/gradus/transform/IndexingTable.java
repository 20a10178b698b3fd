package org.gradus.transform;

import static org.gradus.transform.Draw.index;
import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;
import org.gradus.program.Op;

/** The rows of operations whose elements are chosen by indices. */
final class IndexingTable {
    private final List<OpCase> rows = new ArrayList<>();

    private IndexingTable() {}

    static List<OpCase> rows() {
        IndexingTable table = new IndexingTable();
        table.indexing(s -> uniform(s, -2, 2));
        table.indexing(s -> Draw.whole(DType.INT32, s, -9, 10));
        table.indexing(s -> Draw.whole(DType.INT64, s, -9, 10));
        table.taking(Draw::truth);
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void indexing(Function<Shape, Draw> draw) {
        taking(draw);
        row(new TakeAdd(0, 0, 5), draw.apply(Shape.SCALAR), index(Shape.SCALAR, 5));
        row(new TakeAdd(0, 0, 3), draw.apply(Shape.of(6)), index(Shape.of(6), 3));
        row(new TakeAdd(0, 0, 3), draw.apply(Shape.of(0)), index(Shape.of(0), 3));
        row(new TakeAdd(0, 0, 3), draw.apply(Shape.of(2, 2, 4)), index(Shape.of(2, 2), 3));
        row(new TakeAdd(1, 0, 4), draw.apply(Shape.of(2, 5)), index(Shape.of(5), 4));
        row(new TakeAdd(1, 0, 4), draw.apply(Shape.of(2, 3)), index(Shape.SCALAR, 4));
        row(new TakeAdd(1, 1, 4), draw.apply(Shape.of(2, 5)), index(Shape.of(2, 5), 4));
        row(new TakeAdd(2, 1, 4), draw.apply(Shape.of(2, 3, 2, 2)), index(Shape.of(2, 2), 4));
        row(new TakeAdd(2, 2, 3), draw.apply(Shape.of(2, 3)), index(Shape.of(2, 3), 3));
        row(new TakeAdd(0, 0, 0), draw.apply(Shape.of(0, 2)), index(Shape.of(0), 1));
    }

    private void taking(Function<Shape, Draw> draw) {
        row(new Take(0, 0), draw.apply(Shape.of(5)), index(Shape.SCALAR, 5));
        row(new Take(0, 0), draw.apply(Shape.of(1)), index(Shape.of(1), 1));
        row(new Take(0, 0), draw.apply(Shape.of(5)), index(Shape.of(7), 5));
        row(new Take(0, 0), draw.apply(Shape.of(5)), index(Shape.of(0), 5));
        row(new Take(0, 0), draw.apply(Shape.of(0)), index(Shape.of(0), 1));
        row(new Take(0, 0), draw.apply(Shape.of(3, 2)), index(Shape.of(2, 2), 3));
        row(new Take(1, 0), draw.apply(Shape.of(2, 4)), index(Shape.of(3), 4));
        row(new Take(1, 0), draw.apply(Shape.of(2, 4, 3)), index(Shape.of(2, 2), 4));
        row(new Take(1, 1), draw.apply(Shape.of(2, 4)), index(Shape.of(2, 3), 4));
        row(new Take(1, 1), draw.apply(Shape.of(2, 4)), index(Shape.of(2), 4));
        row(new Take(2, 1), draw.apply(Shape.of(2, 3, 4)), index(Shape.of(2, 2), 4));
        row(new Take(2, 2), draw.apply(Shape.of(2, 3, 4)), index(Shape.of(2, 3, 1), 4));
        row(new Take(1, 1), draw.apply(Shape.of(0, 4)), index(Shape.of(0, 3), 4));
        row(new Take(0, 0), draw.apply(Shape.of(5)), Draw.whole(DType.INT32, Shape.of(4), 0, 5));
    }
}
