package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.array.Shape;
import org.gradus.program.Elementwise.Binary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Compare;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.Convert;
import org.gradus.program.Elementwise.Ordered;
import org.gradus.program.Elementwise.OrderedFunction;
import org.gradus.program.Elementwise.RoundTo;
import org.gradus.program.Elementwise.Select;
import org.gradus.program.Elementwise.Special;
import org.gradus.program.Elementwise.SpecialFunction;
import org.gradus.program.Elementwise.Ternary;
import org.gradus.program.Elementwise.TernaryFunction;
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

    private static final List<DType> WHOLE = List.of(DType.INT32, DType.INT64);

    private final List<OpCase> rows = new ArrayList<>();

    private ElementwiseTable() {}

    static List<OpCase> rows() {
        ElementwiseTable table = new ElementwiseTable();
        table.unary();
        table.special();
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
                    case NEGATE, SQUARE, EXP, EXP2, EXPM1, SIN, COS, ATAN, SINH, COSH, TANH, ASINH, SIGMOID, SOFTPLUS ->
                        row(new Unary(f), uniform(s, -2, 2));
                    case TAN -> row(new Unary(f), uniform(s, -1, 1));
                    case ASIN, ACOS, ATANH -> row(new Unary(f), uniform(s, -0.6, 0.6));
                    case ABS, RELU, RECIPROCAL -> row(new Unary(f), Draw.signed(s, 0.5, 2));
                    case CBRT -> row(new Unary(f), Draw.signed(s, 0.7, 2));
                    case SQRT, RSQRT, LOG, LOG2, LOG10 -> row(new Unary(f), uniform(s, 0.7, 3));
                    case ACOSH -> row(new Unary(f), uniform(s, 1.6, 4));
                    case LOG1P -> row(new Unary(f), uniform(s, -0.5, 2));
                    case SIGN, STOP_GRADIENT -> constant(new Unary(f), Draw.signed(s, 0.5, 2));
                    case FLOOR, CEIL, ROUND, TRUNC -> constant(new Unary(f), uniform(s, -4, 4));
                    case NOT -> row(new Unary(f), Draw.truth(s));
                }
            }
        }
        for (DType dtype : WHOLE) {
            for (UnaryFunction f : List.of(
                    UnaryFunction.NEGATE,
                    UnaryFunction.ABS,
                    UnaryFunction.SIGN,
                    UnaryFunction.SQUARE,
                    UnaryFunction.RELU,
                    UnaryFunction.NOT,
                    UnaryFunction.STOP_GRADIENT)) {
                row(new Unary(f), Draw.whole(dtype, Shape.of(2, 3), -9, 10));
            }
        }
        row(new Unary(UnaryFunction.STOP_GRADIENT), Draw.truth(Shape.of(3)));
    }

    private void special() {
        for (Shape s : SHAPES) {
            for (SpecialFunction f : SpecialFunction.values()) {
                switch (f) {
                    case SILU, GELU, MISH, ERF, ERFC, NORMAL_CDF, LOG_NORMAL_CDF ->
                        row(new Special(f), uniform(s, -2, 2));
                    case SOFTSIGN -> row(new Special(f), Draw.signed(s, 0.5, 2));
                    case ERFINV -> row(new Special(f), uniform(s, -0.6, 0.6));
                    case ERFCINV -> row(new Special(f), uniform(s, 0.4, 1.6));
                    case LOGIT, NORMAL_QUANTILE -> row(new Special(f), uniform(s, 0.25, 0.75));
                    case LGAMMA -> row(new Special(f), uniform(s, 0.7, 5));
                }
            }
            for (OrderedFunction f : OrderedFunction.values()) {
                for (int order : new int[] {0, 1, 2, 5}) {
                    Draw draw = switch (f) {
                        case POLYGAMMA -> uniform(s, 1, 4);
                        case SINC -> uniform(s, -3, 3);
                        case ERFCX -> uniform(s, -0.8, 3);
                    };
                    row(new Ordered(f, order), draw);
                }
            }
            for (NarrowFormat format : NarrowFormat.values()) {
                constant(new RoundTo(format, false), uniform(s, -9, 9));
                constant(new RoundTo(format, true), uniform(s, -9, 9));
            }
            row(new Ternary(TernaryFunction.CLAMP), Draw.near(s, 0), Draw.near(s, 0.35), Draw.near(s, 0.65));
            Draw shape = uniform(s, 0.6, 4).fixed();
            for (TernaryFunction f :
                    List.of(TernaryFunction.BETAINC, TernaryFunction.BETAINCC, TernaryFunction.BETA_DENSITY)) {
                row(new Ternary(f), shape, shape, uniform(s, 0.25, 0.75));
            }
        }
        for (DType dtype : WHOLE) {
            Draw draw = Draw.whole(dtype, Shape.of(2, 3), -5, 5);
            row(new Ternary(TernaryFunction.CLAMP), draw, draw, draw);
        }
    }

    private void binary() {
        for (BinaryFunction f : BinaryFunction.values()) {
            for (Shape s : SHAPES) {
                binary(f, s);
            }
        }
        for (DType dtype : WHOLE) {
            for (BinaryFunction f : List.of(
                    BinaryFunction.ADD,
                    BinaryFunction.SUBTRACT,
                    BinaryFunction.MULTIPLY,
                    BinaryFunction.MAXIMUM,
                    BinaryFunction.MINIMUM,
                    BinaryFunction.FLOOR_DIVIDE,
                    BinaryFunction.MODULO,
                    BinaryFunction.REMAINDER,
                    BinaryFunction.AND,
                    BinaryFunction.OR,
                    BinaryFunction.XOR,
                    BinaryFunction.SHIFT_LEFT,
                    BinaryFunction.SHIFT_RIGHT)) {
                Draw draw = Draw.whole(dtype, Shape.of(2, 3), -9, 10);
                row(new Binary(f), draw, draw);
            }
        }
    }

    private void binary(BinaryFunction f, Shape s) {
        switch (f) {
            case ADD, SUBTRACT, MULTIPLY, ANNIHILATE, LOGADDEXP ->
                row(new Binary(f), uniform(s, -2, 2), uniform(s, -2, 2));
            case DIVIDE -> row(new Binary(f), uniform(s, -2, 2), Draw.signed(s, 0.5, 2));
            case ATAN2, HYPOT -> row(new Binary(f), Draw.signed(s, 0.7, 2), Draw.signed(s, 0.7, 2));
            case COPYSIGN -> row(new Binary(f), Draw.signed(s, 0.5, 2), Draw.signed(s, 0.5, 2));
            case POWER -> row(new Binary(f), uniform(s, 0.5, 2), uniform(s, -2, 2));
            case MAXIMUM, MINIMUM -> row(new Binary(f), Draw.near(s, 0), Draw.near(s, 0.5));
            case FLOOR_DIVIDE -> constant(new Binary(f), Draw.near(s, 0.5), uniform(s, 0.9, 1.1));
            // Quotients stay near k + ½ for whole k, so no jump is near.
            case MODULO, REMAINDER -> row(new Binary(f), Draw.near(s, 0.5), uniform(s, 0.97, 1.03));
            case XLOGY, XLOG1PY -> row(new Binary(f), uniform(s, -2, 2), uniform(s, 0.7, 3));
            case BETA -> row(new Binary(f), uniform(s, 0.7, 3), uniform(s, 0.7, 3));
            case LBETA -> row(new Binary(f), uniform(s, 0.7, 12), uniform(s, 0.7, 12));
            case GAMMAINC, GAMMAINCC, GAMMA_DENSITY ->
                row(new Binary(f), uniform(s, 0.6, 6).fixed(), uniform(s, 0.7, 6));
            case AND, OR, XOR -> row(new Binary(f), Draw.truth(s), Draw.truth(s));
            case SHIFT_LEFT, SHIFT_RIGHT ->
                row(new Binary(f), Draw.whole(DType.INT32, s, -99, 99), Draw.whole(DType.INT32, s, -2, 40));
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
