package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.kernel.Arithmetic;
import org.gradus.kernel.Elementary;
import org.gradus.kernel.ElementaryLoops;
import org.gradus.kernel.Loops;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.UnaryFunction;

/** Element by element; splats in give splats out, computed once. */
final class ElementwiseEvaluation {
    private ElementwiseEvaluation() {}

    static NdArray evaluate(Elementwise op, ArrayType type, List<NdArray> inputs) {
        NdArray first = inputs.getFirst();
        boolean splat = first.isSplat();
        for (int i = 1; i < inputs.size(); i++) {
            splat &= inputs.get(i).isSplat();
        }
        int n = splat ? 1 : first.size();
        if (op instanceof Elementwise.Unary(var f) && f == UnaryFunction.STOP_GRADIENT) {
            return first;
        }
        Object out = type.dtype().allocate(n);
        into(op, inputs, out, n);
        return splat ? NdArray.splat(type, out) : NdArray.of(type, out);
    }

    /** The first n elements of the result. */
    static void into(Elementwise op, List<NdArray> inputs, Object out, int n) {
        NdArray first = inputs.getFirst();
        switch (op) {
            case Elementwise.Unary(var f) -> unary(f, first, out, n);
            case Elementwise.Binary(var f) -> binary(f, first, inputs.get(1), out, n);
            case Elementwise.Compare(var c) -> compare(c, first, inputs.get(1), (boolean[]) out, n);
            case Elementwise.Select _ -> select(first, inputs.get(1), inputs.get(2), out, n);
            case Elementwise.Convert _ -> Loops.convert(first.stored(), out, n);
        }
    }

    private static void unary(UnaryFunction f, NdArray x, Object out, int n) {
        Object in = x.stored();
        if (!x.dtype().isFloat()) {
            switch (x.dtype()) {
                case BOOL -> Loops.not((boolean[]) in, (boolean[]) out, n);
                default -> Loops.map(whole(f), in, out, n);
            }
            return;
        }
        switch (f) {
            case SQRT -> ElementaryLoops.sqrt(in, out, n);
            case EXP -> ElementaryLoops.exp(in, out, n);
            case EXPM1 -> ElementaryLoops.expm1(in, out, n);
            case LOG -> ElementaryLoops.log(in, out, n);
            case LOG1P -> ElementaryLoops.log1p(in, out, n);
            case TANH -> ElementaryLoops.tanh(in, out, n);
            case SIGMOID -> ElementaryLoops.sigmoid(in, out, n);
            case SOFTPLUS -> ElementaryLoops.softplus(in, out, n);
            default -> Loops.map(real(f), in, out, n);
        }
    }

    private static Loops.DoubleUnary real(UnaryFunction f) {
        return switch (f) {
            case NEGATE -> x -> -x;
            case ABS -> Math::abs;
            case SIGN -> Elementary::sign;
            case RECIPROCAL -> x -> 1 / x;
            case SQUARE -> x -> x * x;
            case SIN -> Elementary::sin;
            case COS -> Elementary::cos;
            case RELU -> x -> x <= 0 ? 0 : x;
            case STOP_GRADIENT -> x -> x;
            case SQRT, EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, NOT -> throw new AssertionError(f);
        };
    }

    private static Loops.LongUnary whole(UnaryFunction f) {
        return switch (f) {
            case NEGATE -> x -> -x;
            case ABS -> Math::abs;
            case SIGN -> Long::signum;
            case SQUARE -> x -> x * x;
            case RELU -> x -> Math.max(x, 0);
            default -> throw new AssertionError(f);
        };
    }

    private static void binary(BinaryFunction f, NdArray x, NdArray y, Object out, int n) {
        Object a = x.stored();
        Object b = y.stored();
        boolean as = x.isSplat();
        boolean bs = y.isSplat();
        if (x.dtype().isFloat()) {
            switch (f) {
                case ADD -> Arithmetic.add(a, as, b, bs, out, n);
                case SUBTRACT -> Arithmetic.subtract(a, as, b, bs, out, n);
                case MULTIPLY -> Arithmetic.multiply(a, as, b, bs, out, n);
                case DIVIDE -> Arithmetic.divide(a, as, b, bs, out, n);
                case ANNIHILATE -> Arithmetic.annihilatingMultiply(a, as, b, bs, out, n);
                case POWER -> Loops.zip((Loops.DoubleBinary) Elementary::pow, a, as, b, bs, out, n);
                case MAXIMUM -> Loops.zip((Loops.DoubleBinary) Elementary::max, a, as, b, bs, out, n);
                case MINIMUM -> Loops.zip((Loops.DoubleBinary) Elementary::min, a, as, b, bs, out, n);
                case AND, OR, XOR -> throw new AssertionError(f);
            }
        } else if (x.dtype().isInteger()) {
            Loops.zip(whole(f), a, as, b, bs, out, n);
        } else {
            logic(f, (boolean[]) a, as, (boolean[]) b, bs, (boolean[]) out, n);
        }
    }

    private static Loops.LongBinary whole(BinaryFunction f) {
        return switch (f) {
            case ADD -> (x, y) -> x + y;
            case SUBTRACT -> (x, y) -> x - y;
            case MULTIPLY -> (x, y) -> x * y;
            case MAXIMUM -> Math::max;
            case MINIMUM -> Math::min;
            default -> throw new AssertionError(f);
        };
    }

    private static void logic(
            BinaryFunction f, boolean[] a, boolean as, boolean[] b, boolean bs, boolean[] out, int n) {
        switch (f) {
            case AND -> Loops.and(a, as, b, bs, out, n);
            case OR -> Loops.or(a, as, b, bs, out, n);
            case XOR -> Loops.xor(a, as, b, bs, out, n);
            default -> throw new AssertionError(f);
        }
    }

    private static void compare(Comparison c, NdArray x, NdArray y, boolean[] out, int n) {
        Object a = x.stored();
        Object b = y.stored();
        if (x.dtype().isInteger()) {
            Loops.compare(wholeTest(c), a, x.isSplat(), b, y.isSplat(), out, n);
            return;
        }
        if (x.dtype() == DType.BOOL) {
            a = numbers((boolean[]) a);
            b = numbers((boolean[]) b);
        }
        Loops.compare(realTest(c), a, x.isSplat(), b, y.isSplat(), out, n);
    }

    private static double[] numbers(boolean[] truths) {
        double[] out = new double[truths.length];
        Loops.convert(truths, out, out.length);
        return out;
    }

    private static Loops.DoubleCompare realTest(Comparison c) {
        return switch (c) {
            case EQ -> (x, y) -> x == y;
            case NE -> (x, y) -> x != y;
            case LT -> (x, y) -> x < y;
            case LE -> (x, y) -> x <= y;
            case GT -> (x, y) -> x > y;
            case GE -> (x, y) -> x >= y;
        };
    }

    private static Loops.LongCompare wholeTest(Comparison c) {
        return switch (c) {
            case EQ -> (x, y) -> x == y;
            case NE -> (x, y) -> x != y;
            case LT -> (x, y) -> x < y;
            case LE -> (x, y) -> x <= y;
            case GT -> (x, y) -> x > y;
            case GE -> (x, y) -> x >= y;
        };
    }

    private static void select(NdArray c, NdArray x, NdArray y, Object out, int n) {
        Loops.select((boolean[]) c.stored(), c.isSplat(), x.stored(), x.isSplat(), y.stored(), y.isSplat(), out, n);
    }
}
