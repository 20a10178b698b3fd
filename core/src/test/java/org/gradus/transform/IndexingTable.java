package org.gradus.transform;

import static org.gradus.transform.Draw.index;
import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Indexing.DynamicSlice;
import org.gradus.program.Indexing.DynamicUpdate;
import org.gradus.program.Indexing.RavelIndex;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;
import org.gradus.program.Indexing.TakeSet;
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
        table.replacing(s -> uniform(s, -2, 2));
        table.replacing(s -> Draw.whole(DType.INT32, s, -9, 10));
        table.replacing(s -> Draw.whole(DType.INT64, s, -9, 10));
        table.replacing(Draw::truth);
        table.raveling();
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

    private void replacing(Function<Shape, Draw> draw) {
        set(0, 0, draw, Shape.of(5), Shape.SCALAR, Shape.SCALAR);
        set(0, 0, draw, Shape.of(1), Shape.of(1), Shape.of(1));
        set(0, 0, draw, Shape.of(4), Shape.of(9), Shape.of(9));
        set(0, 0, draw, Shape.of(4), Shape.of(0), Shape.of(0));
        set(0, 0, draw, Shape.of(0, 2), Shape.of(0, 2), Shape.of(0));
        set(0, 0, draw, Shape.of(3, 2), Shape.of(2, 2, 2), Shape.of(2, 2));
        set(1, 0, draw, Shape.of(2, 4), Shape.of(2, 5), Shape.of(5));
        set(1, 0, draw, Shape.of(2, 4, 3), Shape.of(2, 3), Shape.SCALAR);
        set(1, 1, draw, Shape.of(2, 4), Shape.of(2, 6), Shape.of(2, 6));
        set(2, 1, draw, Shape.of(2, 3, 4), Shape.of(2, 3, 5), Shape.of(2, 5));
        set(2, 2, draw, Shape.of(2, 3, 4, 2), Shape.of(2, 3, 1, 2), Shape.of(2, 3, 1));

        part(0, draw, Shape.SCALAR, Shape.SCALAR, new int[] {});
        part(0, draw, Shape.of(5), Shape.of(2), new int[] {3});
        part(0, draw, Shape.of(1), Shape.of(1), new int[] {0});
        part(0, draw, Shape.of(3), Shape.of(0), new int[] {3});
        part(0, draw, Shape.of(0, 2), Shape.of(0, 1), new int[] {0, 1});
        part(0, draw, Shape.of(4, 5), Shape.of(2, 3), new int[] {1, 2});
        part(0, draw, Shape.of(2, 4, 10), Shape.of(1, 3, 9), new int[] {1, 1, 1});
        part(1, draw, Shape.of(2, 5), Shape.of(2, 2), new int[] {3, 1});
        part(1, draw, Shape.of(2, 3, 4), Shape.of(2, 2, 3), new int[] {1, 1, 0, 1});
        part(2, draw, Shape.of(2, 1, 4), Shape.of(2, 1, 3), new int[] {0, 1});
        part(1, draw, Shape.of(0, 5), Shape.of(0, 2), new int[] {});
    }

    private void set(int axis, int batch, Function<Shape, Draw> draw, Shape x, Shape updates, Shape indices) {
        int length = Math.max(1, x.dim(axis));
        row(new TakeSet(axis, batch), draw.apply(x), draw.apply(updates), index(indices, length));
    }

    /** Starts that are all inside, whatever example is drawn: the last ones possible or one before them. */
    private void part(int batch, Function<Shape, Draw> draw, Shape x, Shape part, int[] most) {
        Shape shape = x.slice(0, batch).concat(Shape.of(x.rank() - batch));
        Draw starts = new Draw(DType.INT64, shape, (random, _, elements) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = Math.max(0, most[i] - random.nextInt(2));
            }
        });
        row(new DynamicSlice(part.slice(batch, part.rank()).asList(), batch), draw.apply(x), starts);
        row(new DynamicUpdate(batch), draw.apply(x), draw.apply(part), starts);
    }

    private void raveling() {
        for (Shape s : List.of(Shape.SCALAR, Shape.of(1), Shape.of(0), Shape.of(4), Shape.of(2, 3))) {
            row(new RavelIndex(List.of(3)), index(s, 3));
            row(new RavelIndex(List.of(3, 4)), index(s, 3), Draw.whole(DType.INT32, s, 0, 4));
            row(new RavelIndex(List.of(2, 1, 5)), index(s, 2), index(s, 1), index(s, 5));
        }
    }
}
