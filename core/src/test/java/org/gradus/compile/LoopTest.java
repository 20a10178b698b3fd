package org.gradus.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.SourceLine;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.transform.Same;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated loops have the bits of the kernels, also where zero meets infinity. */
class LoopTest {
    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e30, -1e-30, 1e-42
    };
    private static final List<Op> ARITHMETIC = List.of(
            new Elementwise.Binary(BinaryFunction.ADD),
            new Elementwise.Binary(BinaryFunction.SUBTRACT),
            new Elementwise.Binary(BinaryFunction.MULTIPLY),
            new Elementwise.Binary(BinaryFunction.DIVIDE),
            new Elementwise.Binary(BinaryFunction.ANNIHILATE),
            new Elementwise.Binary(BinaryFunction.ANNIHILATE),
            new Elementwise.Binary(BinaryFunction.MAXIMUM),
            new Elementwise.Binary(BinaryFunction.MINIMUM),
            new Elementwise.Unary(UnaryFunction.NEGATE),
            new Elementwise.Unary(UnaryFunction.ABS),
            new Elementwise.Unary(UnaryFunction.SQRT),
            new Elementwise.Unary(UnaryFunction.SQUARE),
            new Elementwise.Unary(UnaryFunction.RECIPROCAL),
            new Elementwise.Unary(UnaryFunction.RELU),
            new Elementwise.Unary(UnaryFunction.EXP));

    private static Program draw(DType dtype, int n, SplittableRandom random) {
        ArrayType type = new ArrayType(dtype, Shape.of(n));
        List<Variable> inputs = List.of(new Variable(type), new Variable(type), new Variable(type));
        List<Operand> values = new ArrayList<>(inputs);
        values.add(new Constant(NdArray.splat(type, 0.0)));
        values.add(new Constant(NdArray.splat(type, -1.5)));
        List<Equation> equations = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Op op = ARITHMETIC.get(random.nextInt(ARITHMETIC.size()));
            List<Operand> operands = new ArrayList<>();
            operands.add(values.get(random.nextInt(values.size())));
            if (op instanceof Elementwise.Binary) {
                operands.add(values.get(random.nextInt(values.size())));
            }
            Variable output = new Variable(type);
            equations.add(new Equation(List.of(output), op, operands, SourceLine.UNKNOWN));
            values.add(output);
        }
        List<Operand> outputs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            outputs.add(values.get(values.size() - 1 - random.nextInt(40)));
        }
        return new Program(inputs, equations, outputs);
    }

    private static NdArray argument(DType dtype, int n, boolean special, SplittableRandom random) {
        Object elements = dtype.allocate(n);
        for (int i = 0; i < n; i++) {
            double x = special && random.nextInt(3) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : random.nextDouble(-2, 2);
            if (elements instanceof double[] wide) {
                wide[i] = x;
            } else {
                ((float[]) elements)[i] = (float) x;
            }
        }
        return NdArray.of(new ArrayType(dtype, Shape.of(n)), elements);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 9, 15, 17, 31, 33, 255, 257, 4099})
    void randomArithmeticHasTheBitsOfTheInterpreter(int n) {
        SplittableRandom random = new SplittableRandom(n);
        for (int repeat = 0; repeat < 12; repeat++) {
            DType dtype = repeat % 2 == 0 ? DType.FLOAT64 : DType.FLOAT32;
            Program program = draw(dtype, n, random);
            Executable tiled = new PlannedProgram(Fusion.plan(program), true);
            Executable small = Backend.jvm().compile(program);
            for (boolean special : new boolean[] {false, true}) {
                List<NdArray> arguments = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    arguments.add(argument(dtype, n, special, random));
                }
                List<NdArray> expected = Backend.interpreter().compile(program).run(arguments);
                List<NdArray> loops = tiled.run(arguments);
                List<NdArray> numbers = small.run(arguments);
                for (int i = 0; i < expected.size(); i++) {
                    Same.bits("loops, result " + i + " of\n" + program, expected.get(i), loops.get(i));
                    Same.bits("jvm, result " + i + " of\n" + program, expected.get(i), numbers.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 600})
    void loopsOfEqualFormShareTheirClass(int n) {
        SplittableRandom random = new SplittableRandom(5);
        Program program = draw(DType.FLOAT64, n, random);
        LoopBody body = new LoopBody(DType.FLOAT64);
        Equation first =
                program.equations().stream().filter(LoopBody::takes).findFirst().orElseThrow();
        body.add(first);
        List<Variable> outputs = List.of(first.output());
        assertThat(LoopCompiler.compile(body, outputs)).isSameAs(LoopCompiler.compile(body, outputs));
    }
}
