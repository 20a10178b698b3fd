package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Op;
import org.gradus.program.Sampling.Choice;
import org.gradus.program.Sampling.Choose;
import org.gradus.program.Sampling.Distribution;
import org.gradus.program.Sampling.Fold;
import org.gradus.program.Sampling.GammaSlope;
import org.gradus.program.Sampling.Law;
import org.gradus.program.Sampling.Sample;
import org.gradus.program.Sampling.SampleOf;
import org.gradus.program.Sampling.SlopePart;

/** The rows of operations that draw numbers. */
final class SamplingTable {
    private static final List<Shape> SHAPES =
            List.of(Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(5), Shape.of(2, 3));

    private final List<OpCase> rows = new ArrayList<>();

    private SamplingTable() {}

    static List<OpCase> rows() {
        SamplingTable table = new SamplingTable();
        table.sampling();
        table.laws();
        table.choices();
        table.folding();
        table.slopes();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void sampling() {
        for (Shape s : SHAPES) {
            for (Draw key : List.of(Draw.key(), Draw.key(3), Draw.key(2, 2), Draw.key(0))) {
                for (Distribution d : Distribution.values()) {
                    switch (d) {
                        case BITS -> row(new Sample(d, new ArrayType(DType.INT64, s)), key);
                        case PERMUTATION -> {
                            if (s.rank() > 0) {
                                row(new Sample(d, new ArrayType(DType.INT64, s)), key);
                            }
                        }
                        default -> {
                            row(new Sample(d, new ArrayType(DType.FLOAT64, s)), key);
                            row(new Sample(d, new ArrayType(DType.FLOAT32, s)), key);
                        }
                    }
                }
            }
        }
    }

    private void laws() {
        for (Shape batch : List.of(Shape.SCALAR, Shape.of(3), Shape.of(0), Shape.of(2, 2))) {
            Draw key = Draw.key(dims(batch));
            for (Shape one : SHAPES) {
                Shape s = batch.concat(one);
                for (Law law : Law.values()) {
                    Op op = new SampleOf(law);
                    switch (law) {
                        case GAMMA, LOG_GAMMA -> row(op, key, Draw.uniform(s, 0.5, 3));
                        case TRUNCATED_NORMAL -> row(op, key, Draw.uniform(s, -2, -0.5), Draw.uniform(s, 0.5, 2));
                        case BERNOULLI, GEOMETRIC -> row(op, key, Draw.uniform(s, 0.1, 0.9));
                        case POISSON -> row(op, key, Draw.uniform(s, 0, 40));
                        case BINOMIAL -> row(op, key, Draw.whole(DType.INT64, s, 0, 90), Draw.uniform(s, 0, 1));
                        case INTEGER ->
                            row(op, key, Draw.whole(DType.INT64, s, -9, 1), Draw.whole(DType.INT64, s, 1, 9));
                    }
                }
            }
        }
    }

    private void choices() {
        for (Shape batch : List.of(Shape.SCALAR, Shape.of(3), Shape.of(0))) {
            Draw key = Draw.key(dims(batch));
            for (Shape one : List.of(Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(2, 3))) {
                for (int categories : new int[] {1, 4}) {
                    Shape s = batch.concat(one).concat(Shape.of(categories));
                    Draw trials = Draw.whole(DType.INT64, batch.concat(one), 0, 90);
                    row(new Choose(Choice.CATEGORY), key, Draw.uniform(s, -1, 1));
                    row(new Choose(Choice.ORDER), key, Draw.uniform(s, -1, 1));
                    row(new Choose(Choice.COUNTS), key, trials, Draw.uniform(s, 0.1, 1));
                }
            }
            row(new Choose(Choice.ORDER), key, Draw.uniform(batch.concat(Shape.of(0)), -1, 1));
        }
    }

    private void folding() {
        for (Shape batch : List.of(Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(2, 2))) {
            row(new Fold(), Draw.key(dims(batch)), Draw.whole(DType.INT64, batch, -100, 100));
        }
    }

    /** Of given types, because there are no third derivatives; the first two are those of the rows of gamma numbers. */
    private void slopes() {
        for (SlopePart part : SlopePart.values()) {
            for (Shape s : SHAPES) {
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    Draw shape = new Draw(dtype, s, Draw.uniform(s, 0.5, 30).filling());
                    row(
                            new GammaSlope(part),
                            shape,
                            new Draw(dtype, s, Draw.uniform(s, -2, 2).filling()));
                }
            }
        }
    }

    private static int[] dims(Shape shape) {
        return shape.asList().stream().mapToInt(Integer::intValue).toArray();
    }
}
