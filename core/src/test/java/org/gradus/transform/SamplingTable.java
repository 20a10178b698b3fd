package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Op;
import org.gradus.program.Sampling.Distribution;
import org.gradus.program.Sampling.Sample;

/** The rows of operations that draw numbers. */
final class SamplingTable {
    private final List<OpCase> rows = new ArrayList<>();

    private SamplingTable() {}

    static List<OpCase> rows() {
        SamplingTable table = new SamplingTable();
        table.sampling();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void sampling() {
        for (Shape s : List.of(Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(5), Shape.of(2, 3))) {
            for (Draw key : List.of(Draw.key(), Draw.key(3), Draw.key(2, 2), Draw.key(0))) {
                row(new Sample(Distribution.BITS, new ArrayType(DType.INT64, s)), key);
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    row(new Sample(Distribution.UNIFORM, new ArrayType(dtype, s)), key);
                    row(new Sample(Distribution.NORMAL, new ArrayType(dtype, s)), key);
                }
            }
        }
    }
}
