package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Elementwise.Binary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Compare;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.Convert;
import org.gradus.program.Elementwise.Select;
import org.gradus.program.Elementwise.Unary;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Op;

/** The rows of operations element by element. */
final class ElementwiseTable {
    private static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(1),
            Shape.of(0),
            Shape.of(5),
            Shape.of(2, 3),
            Shape.of(2, 0, 3),
            Shape.of(2, 3, 4),
            Shape.of(300));

    private final List<OpCase> rows = new ArrayList<>();

    private ElementwiseTable() {}

    static List<OpCase> rows() {
        ElementwiseTable table = new ElementwiseTable();
        table.unary();
        table.binary();
        table.comparisons();
        table.selections();
        table.conversions();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void constant(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), true));
    }

    private void unary() {
        for (UnaryFunction f : UnaryFunction.values()) {
            for (Shape s : SHAPES) {
                switch (f) {
                    case NEGATE, SQUARE, EXP, EXPM1, SIN, COS, TANH, SIGMOID, SOFTPLUS ->
                        row(new Unary(f), uniform(s, -2, 2));
                    case ABS, RELU, RECIPROCAL -> row(new Unary(f), Draw.signed(s, 0.5, 2));
                    case SQRT, LOG -> row(new Unary(f), uniform(s, 0.5, 3));
                    case LOG1P -> row(new Unary(f), uniform(s, -0.5, 2));
                    case SIGN, STOP_GRADIENT -> constant(new Unary(f), Draw.signed(s, 0.5, 2));
                    case NOT -> row(new Unary(f), Draw.truth(s));
                }
            }
        }
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            for (UnaryFunction f : List.of(
                    UnaryFunction.NEGATE,
                    UnaryFunction.ABS,
                    UnaryFunction.SIGN,
                    UnaryFunction.SQUARE,
                    UnaryFunction.RELU,
                    UnaryFunction.STOP_GRADIENT)) {
                row(new Unary(f), Draw.whole(dtype, Shape.of(2, 3), -9, 10));
            }
        }
        row(new Unary(UnaryFunction.STOP_GRADIENT), Draw.truth(Shape.of(3)));
    }

    private void binary() {
        for (BinaryFunction f : BinaryFunction.values()) {
            for (Shape s : SHAPES) {
                switch (f) {
                    case ADD, SUBTRACT, MULTIPLY, ANNIHILATE ->
                        row(new Binary(f), uniform(s, -2, 2), uniform(s, -2, 2));
                    case DIVIDE -> row(new Binary(f), uniform(s, -2, 2), Draw.signed(s, 0.5, 2));
                    case POWER -> row(new Binary(f), uniform(s, 0.5, 2), uniform(s, -2, 2));
                    case MAXIMUM, MINIMUM -> row(new Binary(f), Draw.near(s, 0), Draw.near(s, 0.5));
                    case AND, OR, XOR -> row(new Binary(f), Draw.truth(s), Draw.truth(s));
                }
            }
        }
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            for (BinaryFunction f : List.of(
                    BinaryFunction.ADD,
                    BinaryFunction.SUBTRACT,
                    BinaryFunction.MULTIPLY,
                    BinaryFunction.MAXIMUM,
                    BinaryFunction.MINIMUM)) {
                Draw draw = Draw.whole(dtype, Shape.of(2, 3), -9, 10);
                row(new Binary(f), draw, draw);
            }
        }
    }

    private void comparisons() {
        for (Comparison c : Comparison.values()) {
            for (Shape s : SHAPES) {
                row(new Compare(c), Draw.near(s, 0), Draw.near(s, 0.5));
            }
            row(new Compare(c), Draw.whole(DType.INT32, Shape.of(9), 0, 3), Draw.whole(DType.INT32, Shape.of(9), 0, 3));
            row(new Compare(c), Draw.whole(DType.INT64, Shape.of(9), 0, 3), Draw.whole(DType.INT64, Shape.of(9), 0, 3));
            row(new Compare(c), Draw.truth(Shape.of(9)), Draw.truth(Shape.of(9)));
        }
    }

    private void selections() {
        for (Shape s : SHAPES) {
            row(new Select(), Draw.truth(s), uniform(s, -2, 2), uniform(s, -2, 2));
        }
        for (DType dtype : List.of(DType.INT32, DType.INT64, DType.BOOL)) {
            Draw draw = Draw.whole(dtype, Shape.of(2, 3), 0, 2);
            row(new Select(), Draw.truth(Shape.of(2, 3)), draw, draw);
        }
    }

    private void conversions() {
        for (DType to : DType.values()) {
            for (Shape s : List.of(Shape.SCALAR, Shape.of(0), Shape.of(2, 3))) {
                row(new Convert(to), uniform(s, -2, 2));
                for (DType from : List.of(DType.INT32, DType.INT64, DType.BOOL)) {
                    row(new Convert(to), Draw.whole(from, s, 0, 2));
                }
            }
        }
    }
}
