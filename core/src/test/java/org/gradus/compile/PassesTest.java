package org.gradus.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.Evaluation;
import org.gradus.evaluate.Interpreter;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Host;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Programs;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the passes remove, what they must leave, and that not a bit changes. */
class PassesTest {
    private static final Tensor SPECIAL = tensor(
            0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e308);

    /** A function, and the operations that are left of it. */
    record Case(String name, Fn<Tensor, Tensor> f, List<String> left) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("x * 1", x -> x.times(1.0), List.of()));
        cases.add(new Case("1 * x", x -> full(1, x.type()).times(x), List.of()));
        cases.add(new Case("x / 1", x -> x.div(1), List.of()));
        cases.add(new Case("x - 0", x -> x.minus(0.0), List.of()));
        cases.add(new Case("x - -0", x -> x.minus(-0.0), List.of("subtract")));
        cases.add(new Case("x + 0", x -> x.plus(0.0), List.of("add")));
        cases.add(new Case("0 - x", x -> full(0, x.type()).minus(x), List.of("subtract")));
        cases.add(new Case("x * 0", x -> x.times(0.0), List.of("multiply")));
        cases.add(new Case("x * -1", x -> x.times(-1.0), List.of("multiply")));
        cases.add(new Case("1 / x", x -> full(1, x.type()).div(x), List.of("divide")));
        cases.add(new Case("--x", x -> x.unaryMinus().unaryMinus(), List.of()));
        cases.add(new Case("---x", x -> x.unaryMinus().unaryMinus().unaryMinus(), List.of("negate")));
        cases.add(new Case("not not", x -> x.gt(0).not().not().to(x.dtype()), List.of("gt", "convert")));
        cases.add(new Case("p and p", x -> where(x.gt(0).and(x.gt(0)), x, 0.0), List.of("gt", "select")));
        cases.add(new Case("||x||", x -> x.abs().abs(), List.of("abs")));
        cases.add(new Case("|-x|", x -> x.unaryMinus().abs(), List.of("negate", "abs")));
        cases.add(new Case("floor of round", x -> x.round().floor(), List.of("round")));
        cases.add(
                new Case("round of 2 floor", x -> x.floor().times(2.0).round(), List.of("floor", "multiply", "round")));
        cases.add(new Case(
                "rounded twice",
                x -> Tensors.roundTo(Tensors.roundTo(x, NarrowFormat.FLOAT16), NarrowFormat.FLOAT16),
                List.of("round_to")));
        cases.add(new Case(
                "rounded to two formats",
                x -> Tensors.roundTo(Tensors.roundTo(x, NarrowFormat.FLOAT16), NarrowFormat.BFLOAT16),
                List.of("round_to", "round_to")));
        cases.add(new Case("stopped", x -> stopGradient(x).exp(), List.of("exp")));
        cases.add(new Case("equal branches", x -> where(x.gt(0), x, x), List.of()));
        cases.add(new Case("reshapes", x -> x.reshape(3, 3).reshape(1, 9).reshape(9), List.of()));
        cases.add(
                new Case("reshape of a reshape", x -> x.exp().reshape(3, 3).reshape(1, 9), List.of("exp", "reshape")));
        cases.add(new Case("transposed twice", x -> x.reshape(3, 3).t().t().reshape(9), List.of()));
        cases.add(new Case(
                "turned twice",
                x -> x.reshape(1, 3, 3).transpose(1, 2, 0).transpose(1, 2, 0).exp(),
                List.of("reshape", "transpose", "transpose", "exp")));
        cases.add(new Case(
                "turned three times",
                x -> x.reshape(1, 3, 3).transpose(1, 2, 0).transpose(2, 0, 1),
                List.of("reshape")));
        cases.add(new Case(
                "other second operand",
                x -> x.plus(x.sin()).plus(x.plus(x.cos())),
                List.of("sin", "add", "cos", "add", "add")));
        cases.add(new Case("common", x -> x.exp().plus(x.exp()).plus(x.exp()), List.of("exp", "add", "add")));
        cases.add(new Case(
                "not common",
                x -> x.minus(x.exp()).plus(x.exp().minus(x)),
                List.of("exp", "subtract", "subtract", "add")));
        cases.add(new Case(
                "dead",
                x -> {
                    x.sin().sum();
                    return x.cos();
                },
                List.of("cos")));
        cases.add(new Case(
                "constants",
                x -> x.plus(scalar(2).exp().times(3.0).plus(tensor(1.0).sum()).to(x.dtype())),
                List.of("add")));
        cases.add(new Case(
                "same after simplifying", x -> x.exp().plus(x.times(1.0).exp()), List.of("exp", "add")));
        cases.add(new Case(
                "commuted factors are not joined",
                x -> {
                    Tensor y = x.exp();
                    return x.times(y).plus(y.times(x));
                },
                List.of("exp", "multiply", "multiply", "add")));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leavesWhatIsNeededAndEveryBit(Case c) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = SPECIAL.to(dtype);
            Program lean = Gradus.trace(c.f, x);
            assertThat(lean.equations().stream().map(e -> e.op().mnemonic()))
                    .as(lean.toString())
                    .isEqualTo(c.left);
            Tensor eager = c.f.apply(x);
            Same.bits(
                    c.name,
                    eager.array(),
                    new Interpreter(lean).run(List.of(x.array())).getFirst());
        }
    }

    private static Program of(BinaryFunction f, double number) {
        ArrayType type = SPECIAL.type();
        Variable x = new Variable(type, "x");
        Variable y = new Variable(type);
        Operand constant = new Constant(NdArray.splat(type, number));
        Equation equation =
                new Equation(List.of(y), new Elementwise.Binary(f), List.of(x, constant), SourceLine.UNKNOWN);
        return new Program(List.of(x), List.of(equation), List.of(y));
    }

    @Test
    void annihilationByAnyNumberKeepsItsBits() {
        for (double number : SPECIAL.toDoubles()) {
            Program raw = of(BinaryFunction.ANNIHILATE, number);
            Program lean = Passes.optimize(raw);
            boolean plain = number != 0 && Double.isFinite(number);
            assertThat(lean.mnemonics()).as("%s", number).doesNotContain(plain ? "annihilate" : "multiply");
            Same.bits(
                    "annihilate " + number,
                    new Interpreter(raw).run(List.of(SPECIAL.array())).getFirst(),
                    new Interpreter(lean).run(List.of(SPECIAL.array())).getFirst());
        }
    }

    @Test
    void annihilationOfFiniteFactorsIsThePlainProduct() {
        for (double number : new double[] {0.0, -0.0, 2, -3}) {
            Tensor finite = tensor(0.0, -0.0, 1, -1, Double.MIN_VALUE, -1e30);
            for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                Tensor x = finite.to(dtype);
                NdArray y = NdArray.splat(x.type(), number);
                for (List<NdArray> factors : List.of(List.of(x.array(), y), List.of(y, x.array()))) {
                    Same.bits(
                            "product with " + number,
                            evaluate(BinaryFunction.MULTIPLY, factors),
                            evaluate(BinaryFunction.ANNIHILATE, factors));
                }
            }
        }
    }

    private static NdArray evaluate(BinaryFunction f, List<NdArray> factors) {
        return Evaluation.evaluate(new Elementwise.Binary(f), factors).getFirst();
    }

    @Test
    void capturedArraysAreNotSpread() {
        Tensor row = tensor(new double[100]);
        Program program = Gradus.trace((Tensor x) -> x.plus(row).times(where(x.gt(row), x, row)), zeros(1000, 100));
        assertThat(Programs.bytes(program)).hasSizeLessThan(4000);
        Program batched = Gradus.trace(Gradus.vmap((Tensor x) -> x.times(row).sum()), zeros(1000, 100));
        assertThat(Programs.bytes(batched)).hasSizeLessThan(4000);
    }

    @Test
    void callsOfJavaCodeStay() {
        ArrayType type = SPECIAL.type();
        Variable x = new Variable(type, "x");
        Host host = new Host(new Host.Key("print"), List.of(type));
        Equation one = new Equation(List.of(new Variable(type)), host, List.of(x), SourceLine.UNKNOWN);
        Equation two = new Equation(List.of(new Variable(type)), host, List.of(x), SourceLine.UNKNOWN);
        Program program = new Program(List.of(x), List.of(one, two), List.of(x));
        assertThat(Passes.optimize(program).equations()).hasSize(2);
    }

    @Test
    void pureCallsOfJavaCodeThatNothingReadsAreDropped() {
        ArrayType type = SPECIAL.type();
        Variable x = new Variable(type, "x");
        Host host = new Host(new Host.Key("sum of rows"), List.of(type), true);
        Equation unread = new Equation(List.of(new Variable(type)), host, List.of(x), SourceLine.UNKNOWN);
        Program program = new Program(List.of(x), List.of(unread), List.of(x));
        assertThat(Passes.optimize(program).equations()).isEmpty();
    }

    @Test
    void emptyAndPassedThrough() {
        Program same = Gradus.trace((Tensor x) -> x, SPECIAL);
        assertThat(same).hasToString("program(x:f64[9]) {\n  return x\n}");
        Program constant = Gradus.trace((Tensor x) -> scalar(3), SPECIAL);
        assertThat(constant).hasToString("program(x:f64[9]) {\n  return 3.0\n}");
        assertThat(new Interpreter(constant)
                        .run(List.of(SPECIAL.array()))
                        .getFirst()
                        .getDouble(0))
                .isEqualTo(3);
    }

    @Test
    void shapeOfEmptyProductsIsKept() {
        Program program = Gradus.trace((Tensor x) -> x.matmul(zeros(0, 3)).plus(1.0), zeros(2, 0));
        assertThat(program.outputTypes()).containsExactly(new ArrayType(DType.FLOAT64, Shape.of(2, 3)));
    }
}
