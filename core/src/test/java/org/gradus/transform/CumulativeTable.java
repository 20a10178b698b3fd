package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Cumulative.ArgCumulate;
import org.gradus.program.Cumulative.Cumulate;
import org.gradus.program.Cumulative.CumulativeFunction;
import org.gradus.program.Cumulative.Extreme;
import org.gradus.program.Cumulative.Recurrence;
import org.gradus.program.Op;

/** The rows of operations that carry a state along an axis. */
final class CumulativeTable {
    private record Along(Shape shape, int axis) {}

    private static final List<Along> ALONG = List.of(
            new Along(Shape.of(1), 0),
            new Along(Shape.of(5), 0),
            new Along(Shape.of(0), 0),
            new Along(Shape.of(2, 3), 0),
            new Along(Shape.of(2, 3), 1),
            new Along(Shape.of(2, 4, 3), 1),
            new Along(Shape.of(0, 3), 1),
            new Along(Shape.of(3, 0), 1),
            new Along(Shape.of(3, 0), 0));

    private final List<OpCase> rows = new ArrayList<>();

    private CumulativeTable() {}

    static List<OpCase> rows() {
        CumulativeTable table = new CumulativeTable();
        for (boolean reverse : new boolean[] {false, true}) {
            for (Along along : ALONG) {
                table.along(along.shape, along.axis, reverse);
            }
            table.others(reverse);
        }
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void along(Shape s, int axis, boolean reverse) {
        for (CumulativeFunction f : CumulativeFunction.values()) {
            row(new Cumulate(f, axis, reverse), uniform(s, -2, 2));
        }
        for (Extreme extreme : Extreme.values()) {
            row(new ArgCumulate(extreme, axis, reverse), Draw.separated(s));
        }
        for (boolean annihilating : new boolean[] {false, true}) {
            row(new Recurrence(axis, reverse, annihilating), uniform(s, -2, 2), uniform(s, -2, 2));
        }
    }

    private void others(boolean reverse) {
        for (int zeros = 1; zeros <= 3; zeros++) {
            row(new Cumulate(CumulativeFunction.PROD, 0, reverse), zeros(Shape.of(6), zeros));
            row(new Cumulate(CumulativeFunction.PROD, 1, reverse), zeros(Shape.of(2, 4), zeros));
            Draw factors = zeros(Shape.of(6), zeros);
            row(new Recurrence(0, reverse, zeros == 2), factors, uniform(Shape.of(6), -2, 2));
        }
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            Draw whole = Draw.whole(dtype, Shape.of(2, 4, 3), -9, 10);
            row(new Cumulate(CumulativeFunction.SUM, 1, reverse), whole);
            row(new Cumulate(CumulativeFunction.PROD, 1, reverse), whole);
            row(new ArgCumulate(Extreme.LARGEST, 1, reverse), whole);
            row(new ArgCumulate(Extreme.SMALLEST, 1, reverse), whole);
        }
    }

    /** Numbers of which some, evenly spread, are exactly zero. */
    static Draw zeros(Shape shape, int count) {
        return new Draw(null, shape, (random, _, elements) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextDouble(-2, 2);
            }
            for (int z = 0; z < count && elements.length > 0; z++) {
                elements[(random.nextInt(elements.length) + z) % elements.length] = 0;
            }
        });
    }
}
