package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.kernel.Arithmetic;
import org.gradus.kernel.Comparisons;
import org.gradus.kernel.ElementaryLoops;
import org.gradus.kernel.Loops;
import org.gradus.kernel.TernaryLoops;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.TernaryFunction;
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
            case Elementwise.Special(var f) -> Loops.map(ElementwiseFunctions.special(f), first.stored(), out, n);
            case Elementwise.Ordered(var f, int order) ->
                Loops.map(ElementwiseFunctions.ordered(f, order), first.stored(), out, n);
            case Elementwise.RoundTo r -> Loops.map(ElementwiseFunctions.roundTo(r), first.stored(), out, n);
            case Elementwise.Ternary(var f) -> ternary(f, first, inputs.get(1), inputs.get(2), out, n);
        }
    }

    private static void unary(UnaryFunction f, NdArray x, Object out, int n) {
        Object in = x.stored();
        if (!x.dtype().isFloat()) {
            switch (x.dtype()) {
                case BOOL -> Loops.not((boolean[]) in, (boolean[]) out, n);
                default -> Loops.map(ElementwiseFunctions.whole(f), in, out, n);
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
            default -> Loops.map(ElementwiseFunctions.real(f), in, out, n);
        }
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
                default -> Loops.zip(ElementwiseFunctions.real(f), a, as, b, bs, out, n);
            }
        } else if (x.dtype().isInteger()) {
            Loops.zip(ElementwiseFunctions.whole(f), a, as, b, bs, out, n);
        } else {
            logic(f, (boolean[]) a, as, (boolean[]) b, bs, (boolean[]) out, n);
        }
    }

    private static void ternary(TernaryFunction f, NdArray x, NdArray y, NdArray z, Object out, int n) {
        if (x.dtype().isInteger()) { // clamp is the only function of whole numbers
            boolean both = x.isSplat() && y.isSplat();
            Object atLeast = x.dtype().allocate(both ? Math.min(n, 1) : n);
            int count = both ? Math.min(n, 1) : n;
            Loops.zip((Loops.LongBinary) Math::max, x.stored(), x.isSplat(), y.stored(), y.isSplat(), atLeast, count);
            Loops.zip((Loops.LongBinary) Math::min, atLeast, both, z.stored(), z.isSplat(), out, n);
            return;
        }
        TernaryLoops.zip(
                ElementwiseFunctions.real(f),
                x.stored(),
                x.isSplat(),
                y.stored(),
                y.isSplat(),
                z.stored(),
                z.isSplat(),
                out,
                n);
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
        boolean as = x.isSplat();
        boolean bs = y.isSplat();
        switch (c) {
            case EQ -> Comparisons.equal(a, as, b, bs, out, n);
            case NE -> Comparisons.notEqual(a, as, b, bs, out, n);
            case LT -> Comparisons.greater(b, bs, a, as, out, n);
            case LE -> Comparisons.greaterOrEqual(b, bs, a, as, out, n);
            case GT -> Comparisons.greater(a, as, b, bs, out, n);
            case GE -> Comparisons.greaterOrEqual(a, as, b, bs, out, n);
        }
    }

    private static double[] numbers(boolean[] truths) {
        double[] out = new double[truths.length];
        Loops.convert(truths, out, out.length);
        return out;
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
