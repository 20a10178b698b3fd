package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Reduction.ReduceFunction;
import org.gradus.program.Windows;

/** The rows of operations that remove or normalize along axes. */
final class ReductionTable {
    private final List<OpCase> rows = new ArrayList<>();

    private ReductionTable() {}

    static List<OpCase> rows() {
        ReductionTable table = new ReductionTable();
        table.reductions();
        table.windows();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void reductions() {
        for (ReduceFunction f : ReduceFunction.values()) {
            boolean extreme = f == ReduceFunction.MAX || f == ReduceFunction.MIN;
            reduce(f, Shape.SCALAR);
            reduce(f, Shape.of(1), 0);
            reduce(f, Shape.of(5), 0);
            reduce(f, Shape.of(2, 3));
            reduce(f, Shape.of(2, 3), 0);
            reduce(f, Shape.of(2, 3), 1);
            reduce(f, Shape.of(2, 3), 0, 1);
            reduce(f, Shape.of(2, 3, 4), 1);
            reduce(f, Shape.of(2, 3, 4), 0, 2);
            reduce(f, Shape.of(2, 3, 2, 2), 0, 3);
            reduce(f, Shape.of(0, 3), 1);
            if (!extreme) {
                reduce(f, Shape.of(0), 0);
                reduce(f, Shape.of(0, 3), 0);
                reduce(f, Shape.of(3, 0, 2), 0, 1);
            }
        }
        for (int zeros = 1; zeros <= 3; zeros++) {
            row(new Reduction.Reduce(ReduceFunction.PROD, List.of(0)), CumulativeTable.zeros(Shape.of(5), zeros));
            row(new Reduction.Reduce(ReduceFunction.PROD, List.of(1)), CumulativeTable.zeros(Shape.of(3, 4), zeros));
            row(
                    new Reduction.Reduce(ReduceFunction.PROD, List.of(0, 2)),
                    CumulativeTable.zeros(Shape.of(2, 3, 2), zeros));
        }
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            for (ReduceFunction f :
                    List.of(ReduceFunction.SUM, ReduceFunction.PROD, ReduceFunction.MAX, ReduceFunction.MIN)) {
                row(new Reduction.Reduce(f, List.of(1)), Draw.whole(dtype, Shape.of(2, 3, 2), -9, 10));
            }
            row(new Reduction.ArgMax(1), Draw.whole(dtype, Shape.of(2, 3, 2), -9, 10));
            row(new Reduction.ArgMin(1), Draw.whole(dtype, Shape.of(2, 3, 2), -9, 10));
        }
        for (Shape s : List.of(Shape.of(1), Shape.of(5), Shape.of(2, 3), Shape.of(2, 3, 4), Shape.of(0, 3))) {
            int last = s.rank() - 1;
            row(new Reduction.ArgMax(last), Draw.separated(s));
            row(new Reduction.ArgMin(last), Draw.separated(s));
            row(new Reduction.LogSoftmax(last), uniform(s, -2, 2));
        }
        for (Shape s : List.of(Shape.of(2, 3), Shape.of(3, 2, 2), Shape.of(3, 0))) {
            row(new Reduction.ArgMax(0), Draw.separated(s));
            row(new Reduction.ArgMin(0), Draw.separated(s));
            row(new Reduction.LogSoftmax(0), uniform(s, -2, 2));
        }
        row(new Reduction.ArgMax(1), Draw.separated(Shape.of(2, 3, 4)));
        row(new Reduction.ArgMin(1), Draw.separated(Shape.of(2, 3, 4)));
        row(new Reduction.LogSoftmax(1), uniform(Shape.of(2, 3, 4), -2, 2));
        row(new Reduction.LogSoftmax(0), uniform(Shape.of(0), -2, 2));
        row(new Reduction.LogSoftmax(1), uniform(Shape.of(3, 0), -2, 2));
    }

    private void reduce(ReduceFunction f, Shape shape, int... axes) {
        Op op = new Reduction.Reduce(f, axesOf(axes));
        switch (f) {
            case SUM, PROD -> row(op, uniform(shape, -2, 2));
            case LOGSUMEXP -> {
                // Of nothing it is −∞, which no differences can be taken of.
                boolean ofNothing =
                        shape.size() == 0 && shape.without(axesOf(axes)).size() > 0;
                rows.add(new OpCase(op, List.of(uniform(shape, -2, 2)), ofNothing));
            }
            case MAX, MIN -> row(op, Draw.separated(shape));
            case ALL, ANY -> row(op, Draw.truth(shape));
        }
    }

    private static List<Integer> axesOf(int... axes) {
        return Arrays.stream(axes).boxed().toList();
    }

    private void windows() {
        List<Integer> one = List.of(1);
        List<Integer> zero = List.of(0);
        Windows plain = new Windows(one, zero, zero, one, one);
        Windows wide = new Windows(List.of(2), List.of(1), List.of(1), one, List.of(2));
        Windows square = new Windows(List.of(2, 1), List.of(1, 0), List.of(0, 1), List.of(1, 1), List.of(1, 2));
        for (Shape s : List.of(Shape.of(3), Shape.of(6), Shape.of(2, 5), Shape.of(2, 2, 4), Shape.of(0, 4))) {
            row(new Reduction.WindowArgMax(List.of(2), plain), Draw.separated(s));
            row(new Reduction.WindowArgMax(List.of(3), wide), Draw.separated(s));
        }
        row(new Reduction.WindowArgMax(List.of(4), plain), Draw.separated(Shape.of(2, 0)));
        row(new Reduction.WindowArgMax(List.of(2, 2), square), Draw.separated(Shape.of(5, 4)));
        row(new Reduction.WindowArgMax(List.of(3, 2), square), Draw.separated(Shape.of(2, 3, 4, 5)));
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            row(new Reduction.WindowArgMax(List.of(2, 2), square), Draw.whole(dtype, Shape.of(2, 5, 4), -9, 10));
        }
    }
}
