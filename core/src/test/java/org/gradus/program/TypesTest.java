package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Elementwise.Binary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Compare;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.Convert;
import org.gradus.program.Elementwise.Select;
import org.gradus.program.Elementwise.Unary;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;
import org.gradus.program.LinearAlgebra.Cholesky;
import org.gradus.program.LinearAlgebra.Solve;
import org.gradus.program.LinearAlgebra.TriangularSolve;
import org.gradus.program.Reduction.ArgMax;
import org.gradus.program.Reduction.LogSoftmax;
import org.gradus.program.Reduction.Reduce;
import org.gradus.program.Reduction.ReduceFunction;
import org.gradus.program.Sampling.Distribution;
import org.gradus.program.Sampling.Sample;
import org.gradus.program.Structural.Broadcast;
import org.gradus.program.Structural.Concatenate;
import org.gradus.program.Structural.Pad;
import org.gradus.program.Structural.Reshape;
import org.gradus.program.Structural.Slice;
import org.gradus.program.Structural.Transpose;
import org.gradus.program.Structural.Triangle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands that an operation does not take: the kind of error, and what it says. */
class TypesTest {
    record Wrong(Op op, List<ArrayType> operands, Class<? extends GradusException> kind, String problem) {
        @Override
        public String toString() {
            return op.mnemonic() + " " + op.attributes() + " " + operands;
        }
    }

    /** {@code f64[2,3]} as it prints. */
    private static ArrayType type(String text) {
        int bracket = text.indexOf('[');
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> d.symbol().equals(text.substring(0, bracket)))
                .findFirst()
                .orElseThrow();
        String dims = text.substring(bracket + 1, text.length() - 1);
        int[] lengths = dims.isEmpty()
                ? new int[0]
                : Arrays.stream(dims.split(",")).mapToInt(Integer::parseInt).toArray();
        return new ArrayType(dtype, Shape.of(lengths));
    }

    private static Wrong shape(Op op, String problem, String... operands) {
        return new Wrong(op, types(operands), ShapeException.class, problem);
    }

    private static Wrong dtype(Op op, String problem, String... operands) {
        return new Wrong(op, types(operands), DTypeException.class, problem);
    }

    private static Wrong arity(Op op, String... operands) {
        String problem = op.mnemonic() + ": " + operands.length + " operands given";
        return new Wrong(op, types(operands), ArgumentException.class, problem);
    }

    private static List<ArrayType> types(String... texts) {
        return Arrays.stream(texts).map(TypesTest::type).toList();
    }

    static List<Wrong> wrong() {
        List<Wrong> wrong = new ArrayList<>();
        elementwise(wrong);
        reductions(wrong);
        products(wrong);
        structural(wrong);
        indexing(wrong);
        arities(wrong);
        return wrong;
    }

    private static void elementwise(List<Wrong> wrong) {
        Op add = new Binary(BinaryFunction.ADD);
        wrong.add(shape(add, "add: operands of types [f64[2], f64[3]] have different shapes", "f64[2]", "f64[3]"));
        wrong.add(shape(add, "add: operands of types [f64[], f64[1]] have different shapes", "f64[]", "f64[1]"));
        wrong.add(dtype(add, "add: operands f64[2] and f32[2] have different element types", "f64[2]", "f32[2]"));
        wrong.add(dtype(add, "add: takes numbers, but received bool[2]", "bool[2]", "bool[2]"));
        for (BinaryFunction f : List.of(BinaryFunction.DIVIDE, BinaryFunction.POWER, BinaryFunction.ANNIHILATE)) {
            Op op = new Binary(f);
            wrong.add(dtype(
                    op, op.mnemonic() + ": takes floating-point numbers, but received i64[2]", "i64[2]", "i64[2]"));
        }
        for (BinaryFunction f : List.of(BinaryFunction.AND, BinaryFunction.OR, BinaryFunction.XOR)) {
            Op op = new Binary(f);
            wrong.add(dtype(
                    op,
                    op.mnemonic() + ": takes truth values or whole numbers, but received f64[2]",
                    "f64[2]",
                    "f64[2]"));
        }
        for (UnaryFunction f : UnaryFunction.values()) {
            Op op = new Unary(f);
            switch (f) {
                case NEGATE, ABS, SIGN, SQUARE, RELU ->
                    wrong.add(dtype(op, op.mnemonic() + ": takes numbers, but received bool[]", "bool[]"));
                case NOT ->
                    wrong.add(dtype(op, "not: takes truth values or whole numbers, but received f64[2,3]", "f64[2,3]"));
                case STOP_GRADIENT -> {}
                default ->
                    wrong.add(
                            dtype(op, op.mnemonic() + ": takes floating-point numbers, but received i32[3]", "i32[3]"));
            }
        }
        Op gt = new Compare(Comparison.GT);
        wrong.add(dtype(gt, "gt: operands i32[2] and i64[2] have different element types", "i32[2]", "i64[2]"));
        wrong.add(shape(gt, "gt: operands of types [i64[2], i64[2,1]] have different shapes", "i64[2]", "i64[2,1]"));
        Op select = new Select();
        wrong.add(dtype(select, "select: takes truth values, but received f64[2]", "f64[2]", "f64[2]", "f64[2]"));
        wrong.add(dtype(
                select,
                "select: operands f64[2] and f32[2] have different element types",
                "bool[2]",
                "f64[2]",
                "f32[2]"));
        wrong.add(shape(
                select,
                "select: operands of types [bool[], f64[2], f64[2]] have different shapes",
                "bool[]",
                "f64[2]",
                "f64[2]"));
    }

    private static void reductions(List<Wrong> wrong) {
        Op sum = new Reduce(ReduceFunction.SUM, List.of(0));
        wrong.add(dtype(sum, "sum: takes numbers, but received bool[2]", "bool[2]"));
        wrong.add(shape(sum, "sum: axes=[0] does not name axes of f64[]", "f64[]"));
        wrong.add(shape(
                new Reduce(ReduceFunction.SUM, List.of(-1)), "sum: axes=[-1] does not name axes of f64[2]", "f64[2]"));
        wrong.add(shape(
                new Reduce(ReduceFunction.SUM, List.of(0, 0)),
                "sum: axes=[0, 0] does not name axes of f64[2,3]",
                "f64[2,3]"));
        wrong.add(shape(
                new Reduce(ReduceFunction.SUM, List.of(1, 0)),
                "sum: axes=[1, 0] does not name axes of f64[2,3]",
                "f64[2,3]"));
        Op max = new Reduce(ReduceFunction.MAX, List.of(0));
        wrong.add(shape(max, "max: axis 0 of f64[0,3] is empty, and nothing has no extreme", "f64[0,3]"));
        wrong.add(dtype(max, "max: takes numbers, but received bool[2]", "bool[2]"));
        Op min = new Reduce(ReduceFunction.MIN, List.of(0, 1));
        wrong.add(shape(min, "min: axis 1 of f32[2,0] is empty, and nothing has no extreme", "f32[2,0]"));
        Op logSumExp = new Reduce(ReduceFunction.LOGSUMEXP, List.of(0));
        wrong.add(dtype(logSumExp, "logsumexp: takes floating-point numbers, but received i64[2]", "i64[2]"));
        for (ReduceFunction f : List.of(ReduceFunction.ALL, ReduceFunction.ANY)) {
            Op op = new Reduce(f, List.of(0));
            wrong.add(dtype(op, op.mnemonic() + ": takes truth values, but received f64[2]", "f64[2]"));
        }
        wrong.add(dtype(new ArgMax(0), "argmax: takes numbers, but received bool[2]", "bool[2]"));
        wrong.add(shape(new ArgMax(1), "argmax: axis=1 does not name axes of f64[2]", "f64[2]"));
        wrong.add(shape(new ArgMax(-1), "argmax: axis=-1 does not name axes of f64[2]", "f64[2]"));
        wrong.add(shape(new ArgMax(0), "argmax: axis 0 of f64[0] is empty, and nothing has no extreme", "f64[0]"));
        wrong.add(dtype(new LogSoftmax(0), "log_softmax: takes floating-point numbers, but received i32[2]", "i32[2]"));
        wrong.add(shape(new LogSoftmax(2), "log_softmax: axis=2 does not name axes of f64[2,3]", "f64[2,3]"));
    }

    private static void products(List<Wrong> wrong) {
        Op matmul = new MatMul(false, false);
        String noFit = " are not matrices with equal batch axes";
        wrong.add(shape(matmul, "matmul: f64[3] and f64[3]" + noFit, "f64[3]", "f64[3]"));
        wrong.add(shape(matmul, "matmul: f64[2,3,4] and f64[4,5]" + noFit, "f64[2,3,4]", "f64[4,5]"));
        wrong.add(shape(matmul, "matmul: f64[2,3,4] and f64[3,4,5]" + noFit, "f64[2,3,4]", "f64[3,4,5]"));
        wrong.add(shape(
                matmul,
                "matmul: f64[3,4] and f64[5,6] do not multiply: 4 columns against 5 rows",
                "f64[3,4]",
                "f64[5,6]"));
        wrong.add(shape(
                new MatMul(true, true),
                "matmul: f64[3,4]ᵀ and f64[5,6]ᵀ do not multiply: 3 columns against 6 rows",
                "f64[3,4]",
                "f64[5,6]"));
        wrong.add(dtype(
                matmul, "matmul: operands f64[2,2] and f32[2,2] have different element types", "f64[2,2]", "f32[2,2]"));
        wrong.add(dtype(matmul, "matmul: takes floating-point numbers, but received i64[2,2]", "i64[2,2]", "i64[2,2]"));
        wrong.add(shape(new Cholesky(), "cholesky: f64[2,3] is not a square matrix", "f64[2,3]"));
        wrong.add(shape(new Cholesky(), "cholesky: f64[4] is not a square matrix", "f64[4]"));
        wrong.add(dtype(new Cholesky(), "cholesky: takes floating-point numbers, but received i64[2,2]", "i64[2,2]"));
        for (Op op : List.of(new Solve(false), new TriangularSolve(true, false, false))) {
            String name = op.mnemonic();
            String right = " does not fit the matrix f64[2,2]";
            wrong.add(shape(op, name + ": f64[2,3] is not a square matrix", "f64[2,3]", "f64[2,1]"));
            wrong.add(shape(op, name + ": right-hand side f64[2]" + right, "f64[2,2]", "f64[2]"));
            wrong.add(shape(op, name + ": right-hand side f64[3,1]" + right, "f64[2,2]", "f64[3,1]"));
            wrong.add(shape(op, name + ": right-hand side f64[4,2,1]" + right, "f64[2,2]", "f64[4,2,1]"));
            wrong.add(dtype(
                    op,
                    name + ": operands f64[2,2] and f32[2,1] have different element types",
                    "f64[2,2]",
                    "f32[2,1]"));
        }
        wrong.add(shape(new LinearAlgebra.Svd(false), "svd: f64[4] is not a matrix", "f64[4]"));
        wrong.add(shape(new LinearAlgebra.Eigh(), "eigh: f64[2,3] is not a square matrix", "f64[2,3]"));
        wrong.add(shape(new LinearAlgebra.Pinv(), "pinv: f64[3] is not of shape [2]", "f64[3]", "f64[2,4,4]"));
        Op quotient = new LinearAlgebra.GuardedQuotient(true);
        String reason = "guarded_quotient: f64[2,3] is not of shape [2,2]";
        wrong.add(shape(quotient, reason, "f64[2,2]", "f64[2,3]"));
        Op spectral = new LinearAlgebra.SpectralTangent(false);
        wrong.add(shape(spectral, "spectral_tangent: f64[2] is not of shape [3]", "f64[2]", "f64[3,3]"));
        Op regular = new LinearAlgebra.Regular(LinearAlgebra.Condition.DISTINCT);
        wrong.add(shape(regular, "regular: f64[3] is not of shape [2,3]", "f64[3]", "f64[3,3]"));
    }

    private static void structural(List<Wrong> wrong) {
        wrong.add(
                shape(new Reshape(Shape.of(4)), "reshape: f64[2,3] of 6 elements does not fill [4] of 4", "f64[2,3]"));
        wrong.add(shape(new Reshape(Shape.of(0)), "reshape: f64[] of 1 elements does not fill [0] of 0", "f64[]"));
        wrong.add(shape(
                new Transpose(List.of(0, 0)), "transpose: [0, 0] is not an order of the axes of f64[2,3]", "f64[2,3]"));
        wrong.add(
                shape(new Transpose(List.of(0)), "transpose: [0] is not an order of the axes of f64[2,3]", "f64[2,3]"));
        wrong.add(shape(
                new Transpose(List.of(0, 2)), "transpose: [0, 2] is not an order of the axes of f64[2,3]", "f64[2,3]"));
        wrong.add(shape(
                new Broadcast(Shape.of(2, 4), List.of(1)),
                "broadcast: f64[3] does not spread over [2,4] by axes [1]",
                "f64[3]"));
        wrong.add(shape(
                new Broadcast(Shape.of(2, 3), List.of()),
                "broadcast: f64[3] does not spread over [2,3] by axes []",
                "f64[3]"));
        wrong.add(shape(
                new Broadcast(Shape.of(2, 3), List.of(1, 0)),
                "broadcast: f64[3,2] does not spread over [2,3] by axes [1, 0]",
                "f64[3,2]"));
        wrong.add(shape(
                new Broadcast(Shape.of(3), List.of(1)),
                "broadcast: f64[3] does not spread over [3] by axes [1]",
                "f64[3]"));
        String other = " differ on another axis than 0";
        wrong.add(shape(new Concatenate(0), "concatenate: f64[2,3] and f64[2,4]" + other, "f64[2,3]", "f64[2,4]"));
        wrong.add(shape(new Concatenate(0), "concatenate: f64[2] and f64[2,1]" + other, "f64[2]", "f64[2,1]"));
        wrong.add(shape(new Concatenate(0), "concatenate: f64[2] and f32[2]" + other, "f64[2]", "f32[2]"));
        wrong.add(shape(new Concatenate(-1), "concatenate: axis=-1 does not name axes of f64[2]", "f64[2]"));
        wrong.add(shape(new Concatenate(0), "concatenate: axis=0 does not name axes of f64[]", "f64[]"));
        wrong.add(shape(slice(0, 4, 1), "slice: from=[0] to=[4] is not inside f64[3]", "f64[3]"));
        wrong.add(shape(slice(-1, 2, 1), "slice: from=[-1] to=[2] is not inside f64[3]", "f64[3]"));
        wrong.add(shape(slice(2, 1, 1), "slice: from=[2] to=[1] is not inside f64[3]", "f64[3]"));
        wrong.add(shape(slice(0, 3, 0), "slice: from=[0] to=[3] step=[0] is not inside f64[3]", "f64[3]"));
        wrong.add(shape(slice(0, 3, 1), "slice: from=[0] to=[3] is not inside f64[3,3]", "f64[3,3]"));
        wrong.add(shape(pad(-1, 0, 0), "pad: low=[-1] high=[0] does not fit f64[3]", "f64[3]"));
        wrong.add(shape(pad(0, 0, -1), "pad: low=[0] high=[0] interior=[-1] does not fit f64[3]", "f64[3]"));
        wrong.add(shape(pad(0, 0, 0), "pad: low=[0] high=[0] does not fit f64[3,3]", "f64[3,3]"));
        wrong.add(shape(pad(0, 0, Integer.MAX_VALUE), "shape: axis length 4294967297 is more than 2^31-1", "f64[3]"));
        wrong.add(shape(new Triangle(true, 0), "tril: f64[3] is not a matrix", "f64[3]"));
        wrong.add(shape(new Triangle(false, 0), "triu: f64[] is not a matrix", "f64[]"));
    }

    private static void indexing(List<Wrong> wrong) {
        wrong.add(dtype(new Take(0, 0), "take: takes integer indices, but received f64[2]", "f64[3]", "f64[2]"));
        wrong.add(dtype(new Take(0, 0), "take: takes integer indices, but received bool[3]", "f64[3]", "bool[3]"));
        wrong.add(shape(new Take(1, 0), "take: axis=1 does not name axes of f64[3]", "f64[3]", "i64[2]"));
        String share = " do not share 1 leading axes before axis ";
        wrong.add(shape(new Take(0, 1), "take: f64[3,2] and indices i64[3]" + share + "0", "f64[3,2]", "i64[3]"));
        wrong.add(shape(new Take(1, 1), "take: f64[3,2] and indices i64[4]" + share + "1", "f64[3,2]", "i64[4]"));
        wrong.add(shape(new Take(0, -1), "take: f64[3] and indices i64[4] do not share -1", "f64[3]", "i64[4]"));
        wrong.add(shape(new Take(0, 0), "take: axis 0 of f64[0,2] is empty, so no index exists", "f64[0,2]", "i64[1]"));
        Op add = new TakeAdd(0, 0, 4);
        wrong.add(dtype(add, "take_add: takes numbers, but received bool[2]", "bool[2]", "i64[2]"));
        wrong.add(dtype(add, "take_add: takes integer indices, but received f32[2]", "f64[2]", "f32[2]"));
        wrong.add(shape(
                add, "take_add: updates f64[3] do not have the axes of indices i64[2] at axis 0", "f64[3]", "i64[2]"));
        wrong.add(shape(
                add, "take_add: updates f64[] do not have the axes of indices i64[2] at axis 0", "f64[]", "i64[2]"));
        wrong.add(shape(new TakeAdd(2, 0, 4), "take_add: f64[3] and indices i64[] do not share 0", "f64[3]", "i64[]"));
        wrong.add(shape(new TakeAdd(0, 0, -1), "shape: axis length -1 in [-1] is negative", "f64[2]", "i64[2]"));
        Op normal = new Sample(Distribution.NORMAL, type("f64[3]"));
        wrong.add(shape(normal, "sample: f64[2] is not a key", "f64[2]"));
        wrong.add(shape(normal, "sample: i64[3] is not a key", "i64[3]"));
        wrong.add(shape(normal, "sample: i64[] is not a key", "i64[]"));
        wrong.add(dtype(
                new Sample(Distribution.NORMAL, type("i64[3]")), "sample: normal i64[3] cannot be drawn", "i64[2]"));
        wrong.add(
                dtype(new Sample(Distribution.BITS, type("f64[3]")), "sample: bits f64[3] cannot be drawn", "i64[2]"));
    }

    private static void arities(List<Wrong> wrong) {
        wrong.add(arity(new Unary(UnaryFunction.EXP)));
        wrong.add(arity(new Unary(UnaryFunction.EXP), "f64[]", "f64[]"));
        wrong.add(arity(new Binary(BinaryFunction.ADD), "f64[]"));
        wrong.add(arity(new Compare(Comparison.EQ), "f64[]", "f64[]", "f64[]"));
        wrong.add(arity(new Select(), "bool[]", "f64[]"));
        wrong.add(arity(new Convert(DType.INT32)));
        wrong.add(arity(new Reduce(ReduceFunction.SUM, List.of())));
        wrong.add(arity(new MatMul(false, false), "f64[2,2]"));
        wrong.add(arity(new Concatenate(0)));
        wrong.add(arity(new Reshape(Shape.SCALAR), "f64[]", "f64[]"));
        wrong.add(arity(new Take(0, 0), "f64[2]"));
        wrong.add(arity(new Cholesky(), "f64[2,2]", "f64[2,2]"));
        wrong.add(arity(new Solve(false), "f64[2,2]"));
        wrong.add(arity(new LinearAlgebra.SpectralCotangent(false, true), "f64[2]", "f64[2]"));
        wrong.add(arity(new Sample(Distribution.BITS, type("i64[]"))));
    }

    private static Op slice(int from, int to, int step) {
        return new Slice(List.of(from), List.of(to), List.of(step));
    }

    private static Op pad(int low, int high, int between) {
        return new Pad(List.of(low), List.of(high), List.of(between));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefused(Wrong wrong) {
        GradusException error =
                catchThrowableOfType(GradusException.class, () -> Types.infer(wrong.op, wrong.operands));
        assertThat(error).isExactlyInstanceOf(wrong.kind);
        assertThat(error.problem()).startsWith(wrong.problem);
        assertThat(error.remedy()).isNotEmpty();
        assertThat(error.line().file()).isEqualTo("TypesTest.java");
    }
}
