package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Elementwise.Binary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Compare;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.Convert;
import org.gradus.program.Elementwise.Select;
import org.gradus.program.Elementwise.Unary;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Reduction.ReduceFunction;

/** Every operation on every kind of shape: the table that each rule is checked against. */
public final class OpTable {
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

    private OpTable() {}

    /** All rows. */
    public static List<OpCase> rows() {
        OpTable table = new OpTable();
        table.unary();
        table.binary();
        table.comparisons();
        table.selections();
        table.conversions();
        table.reductions();
        table.products();
        table.linearAlgebra();
        table.rows.addAll(StructuralTable.rows());
        return table.rows;
    }

    /** The rows through which derivatives flow. */
    public static List<OpCase> differentiable() {
        return rows().stream().filter(OpCase::differentiable).toList();
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
        for (DType dtype : List.of(DType.INT32, DType.INT64)) {
            for (ReduceFunction f : List.of(ReduceFunction.SUM, ReduceFunction.MAX, ReduceFunction.MIN)) {
                row(new Reduction.Reduce(f, List.of(1)), Draw.whole(dtype, Shape.of(2, 3, 2), -9, 10));
            }
            row(new Reduction.ArgMax(1), Draw.whole(dtype, Shape.of(2, 3, 2), -9, 10));
        }
        for (Shape s : List.of(Shape.of(1), Shape.of(5), Shape.of(2, 3), Shape.of(2, 3, 4), Shape.of(0, 3))) {
            int last = s.rank() - 1;
            row(new Reduction.ArgMax(last), Draw.separated(s));
            row(new Reduction.LogSoftmax(last), uniform(s, -2, 2));
        }
        for (Shape s : List.of(Shape.of(2, 3), Shape.of(3, 2, 2), Shape.of(3, 0))) {
            row(new Reduction.ArgMax(0), Draw.separated(s));
            row(new Reduction.LogSoftmax(0), uniform(s, -2, 2));
        }
        row(new Reduction.ArgMax(1), Draw.separated(Shape.of(2, 3, 4)));
        row(new Reduction.LogSoftmax(1), uniform(Shape.of(2, 3, 4), -2, 2));
        row(new Reduction.LogSoftmax(0), uniform(Shape.of(0), -2, 2));
        row(new Reduction.LogSoftmax(1), uniform(Shape.of(3, 0), -2, 2));
    }

    private void reduce(ReduceFunction f, Shape shape, int... axes) {
        Op op = new Reduction.Reduce(f, axesOf(axes));
        switch (f) {
            case SUM -> row(op, uniform(shape, -2, 2));
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

    private void products() {
        int[][] sizes = {{2, 3, 4}, {1, 1, 1}, {0, 3, 2}, {2, 0, 3}, {2, 3, 0}, {1, 5, 1}, {5, 1, 4}};
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                for (int[] size : sizes) {
                    product(Shape.SCALAR, left, right, size);
                }
                product(Shape.of(3), left, right, sizes[0]);
                product(Shape.of(2, 2), left, right, sizes[0]);
                product(Shape.of(0), left, right, sizes[0]);
            }
        }
        product(Shape.SCALAR, false, false, new int[] {17, 33, 18});
    }

    private void product(Shape batch, boolean left, boolean right, int[] mkn) {
        Shape a = left ? Shape.of(mkn[1], mkn[0]) : Shape.of(mkn[0], mkn[1]);
        Shape b = right ? Shape.of(mkn[2], mkn[1]) : Shape.of(mkn[1], mkn[2]);
        row(new MatMul(left, right), uniform(batch.concat(a), -1, 1), uniform(batch.concat(b), -1, 1));
    }

    private void linearAlgebra() {
        List<Shape> squares =
                List.of(Shape.of(3, 3), Shape.of(1, 1), Shape.of(0, 0), Shape.of(2, 3, 3), Shape.of(2, 2, 2, 2));
        for (Shape s : squares) {
            row(new LinearAlgebra.Cholesky(), Draw.definite(s));
            int n = s.dim(s.rank() - 1);
            for (int columns : new int[] {1, 2}) {
                Draw right = uniform(s.with(s.rank() - 1, columns), -1, 1);
                for (int flags = 0; flags < 8; flags++) {
                    Op op = new LinearAlgebra.TriangularSolve((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
                    row(op, Draw.dominant(s), right);
                }
                row(new LinearAlgebra.Solve(false), Draw.dominant(s), right);
                row(new LinearAlgebra.Solve(true), Draw.dominant(s), right);
            }
            row(new LinearAlgebra.Solve(false), Draw.dominant(s), uniform(s.with(s.rank() - 1, 0), -1, 1));
            row(new LinearAlgebra.Solve(true), Draw.dominant(s), uniform(s.with(s.rank() - 2, n), -1, 1));
        }
    }
}
