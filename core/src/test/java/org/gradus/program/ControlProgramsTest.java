package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.cond;
import static org.gradus.Gradus.scan;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.whileLoop;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.Evaluation;
import org.gradus.evaluate.Interpreter;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Same;
import org.gradus.transform.Scanned;
import org.junit.jupiter.api.Test;

/** Programs with sub-programs: printed, compared, improved, written, refused. */
class ControlProgramsTest {
    private static final Elementwise EXP = new Elementwise.Unary(Elementwise.UnaryFunction.EXP);

    private static Program looped() {
        return trace(
                (Tensor x) -> scan(
                                (Tensor c, Tensor y) ->
                                        new Scanned<>(cond(y.gt(0), a -> a.times(y), a -> a, c), c.sin()),
                                scalar(1),
                                x)
                        .ys(),
                zeros(3));
    }

    @Test
    void subProgramsAreIndented() {
        assertThat(looped()).hasToString("""
                program(x:f64[3]) {
                  a:f64[], b:f64[3] = scan{length=3 constants=0 carries=1} 1.0 x {
                    body(a:f64[], b:f64[]) {
                      c:bool[] = gt b 0.0
                      d:i32[] = convert{i32} c
                      e:f64[] = branch d b a {
                        case 0(a:f64[], b:f64[]) {
                          return b
                        }
                        case 1(a:f64[], b:f64[]) {
                          c:f64[] = multiply b a
                          return c
                        }
                      }
                      f:f64[] = sin a
                      return e, f
                    }
                  }
                  return b
                }""");
        assertThat(trace((Tensor x) -> whileLoop(s -> s.lt(9), s -> s.plus(x), x), zeros())
                        .toString())
                .contains("a:f64[], b:i64[] = while{constants=1} x x {\n    condition(a:f64[], b:f64[]) {\n")
                .contains("    body(a:f64[], b:f64[]) {\n      c:f64[] = add b a\n");
    }

    @Test
    void equalityIsOfWhatIsDone() {
        assertThat(looped()).isEqualTo(looped()).hasSameHashCodeAs(looped());
        assertThat(Programs.read(Programs.bytes(looped()))).isEqualTo(looped());
        assertThat(Programs.read(Programs.bytes(looped()))).hasToString(looped().toString());
        Program other = trace(
                (Tensor x) -> scan((Tensor c, Tensor y) -> new Scanned<>(c, c.sin()), scalar(1), x)
                        .ys(),
                zeros(3));
        assertThat(other).isNotEqualTo(looped());
        Program one = trace((Tensor x) -> x.sin().plus(x.cos()), zeros(3));
        Program two = trace((Tensor x) -> x.cos().plus(x.sin()), zeros(3));
        assertThat(one)
                .isNotEqualTo(two)
                .isNotEqualTo(trace((Tensor x) -> x.sin().plus(x.cos()), zeros(4)));
        assertThat(one).isNotEqualTo(trace((Tensor x) -> x.sin().plus(x.sin()), zeros(3)));
        assertThat(trace((Tensor x) -> x.plus(0.0), zeros(3)))
                .isNotEqualTo(trace((Tensor x) -> x.plus(-0.0), zeros(3)));
        // Two inputs are not one input used twice.
        assertThat(trace((Tensor x, Tensor y) -> x.plus(x), zeros(3), zeros(3)))
                .isNotEqualTo(trace((Tensor x, Tensor y) -> x.plus(y), zeros(3), zeros(3)))
                .isNotEqualTo(trace((Tensor x, Tensor y) -> y.plus(y), zeros(3), zeros(3)));
    }

    @Test
    void passesWorkInside() {
        Program program = trace(
                (Tensor x) -> {
                    Tensor first = scan((Tensor c) -> new Scanned<>(step(c), List.<Tensor>of()), x, 4)
                            .carry();
                    Tensor second = scan((Tensor c) -> new Scanned<>(step(c), List.<Tensor>of()), x, 4)
                            .carry();
                    return first.plus(second);
                },
                zeros(2));
        assertThat(program).hasToString("""
                program(x:f64[2]) {
                  a:f64[2] = scan{length=4 constants=0 carries=1} x {
                    body(a:f64[2]) {
                      b:f64[2] = sin a
                      c:f64[2] = multiply b b
                      return c
                    }
                  }
                  b:f64[2] = add a a
                  return b
                }""");
    }

    /** With a dead equation, a repeated one, a mark and a product with one. */
    private static Tensor step(Tensor c) {
        c.exp();
        return stopGradient(c.sin()).times(c.sin().times(1));
    }

    @Test
    void unreadLoopsAreRemovedAndConstantOnesNotRun() {
        assertThat(trace(
                                (Tensor x) -> {
                                    whileLoop(s -> s.lt(9), s -> s.plus(x), x);
                                    return x;
                                },
                                zeros())
                        .equations())
                .isEmpty();
        Program endless = trace(
                (Tensor x) -> List.of(x, whileLoop(s -> s.lt(9).or(x.gt(0)), s -> s.times(1), scalar(1))), zeros());
        assertThat(endless.mnemonics()).contains("while", "lt", "or");
    }

    @Test
    void mnemonicsAreThoseOfAllDepths() {
        assertThat(looped().mnemonics()).contains("scan", "branch", "gt", "multiply", "sin");
        assertThat(looped().callsJava()).isFalse();
    }

    @Test
    void interpretedTwiceTheSame() {
        Interpreter interpreter = new Interpreter(looped());
        List<NdArray> x = List.of(tensor(2, -1, 3).array());
        double[] expected = {Math.sin(1), Math.sin(2), Math.sin(2)};
        for (int i = 0; i < 2; i++) {
            Same.close("run", expected, interpreter.run(x).getFirst().toDoubles(), 1e-15);
        }
    }

    // ---- malformed operations

    private static Program unary(Elementwise op, ArrayType type, ArrayType result) {
        Variable x = new Variable(type);
        Variable y = new Variable(result);
        return new Program(
                List.of(x), List.of(new Equation(List.of(y), op, List.of(x), SourceLine.UNKNOWN)), List.of(y));
    }

    private static void refused(Class<? extends GradusException> kind, String message, Op op, ArrayType... inputs) {
        assertThatThrownBy(() -> Types.infer(op, List.of(inputs)))
                .isInstanceOf(kind)
                .hasMessageContaining(message);
    }

    @Test
    void typesThatDoNotFitAreRefused() {
        ArrayType f = new ArrayType(DType.FLOAT64, Shape.SCALAR);
        ArrayType count = f.with(DType.INT64);
        ArrayType wide = f.with(Shape.of(3));
        Program exp = unary(EXP, f, f);
        Program whole = unary(new Elementwise.Convert(DType.INT64), f, count);
        refused(DTypeException.class, "branch: the index is f64[]", new Control.Branch(List.of(exp)), f, f);
        refused(
                DTypeException.class,
                "branch: the index is i64[3]",
                new Control.Branch(List.of(exp)),
                count.with(Shape.of(3)),
                f);
        refused(
                ShapeException.class,
                "branch: results of a branch [i64[]]",
                new Control.Branch(List.of(exp, whole)),
                count,
                f);
        refused(ShapeException.class, "branch: operands [f64[3]]", new Control.Branch(List.of(exp)), count, wide);
        refused(ArgumentException.class, "branch: 0 branches", new Control.Branch(List.of()), count);
        refused(ShapeException.class, "while: condition [f64[]]", new Control.While(exp, exp, 0, -1, false), f);
        Program finite = unary(new Elementwise.Convert(DType.BOOL), f, f.with(DType.BOOL));
        refused(ShapeException.class, "while: next carry [i64[]]", new Control.While(finite, whole, 0, -1, false), f);
        refused(ArgumentException.class, "while: constants=2", new Control.While(finite, exp, 2, -1, false), f);
        refused(ArgumentException.class, "does not fit", new Control.While(finite, exp, 0, -1, true), f);
        refused(
                ShapeException.class,
                "scan: f64[3] has not 2 entries",
                new Control.Scan(exp, 0, 0, 2, false, false),
                wide);
        refused(ShapeException.class, "scan: f64[] has not 2 entries", new Control.Scan(exp, 0, 0, 2, false, false), f);
        refused(ShapeException.class, "scan: next carry", new Control.Scan(whole, 0, 1, 2, false, false), f);
        refused(ShapeException.class, "scan: number of steps", new Control.Scan(exp, 0, 1, 2, false, true), f, f);
        refused(ArgumentException.class, "does not fit", new Control.Scan(exp, 0, 1, -1, false, false), f);
        refused(ArgumentException.class, "does not fit", new Control.Scan(exp, 1, 1, 2, false, false), f);
        refused(ArgumentException.class, "does not fit", new Control.Scan(exp, 0, 2, 2, false, false), f, f);
        refused(ArgumentException.class, "does not fit", new Control.Checkpoint(exp, 2), f);
        refused(ShapeException.class, "checkpoint: operands", new Control.Checkpoint(exp, 0), wide);
        refused(ShapeException.class, "custom_jvp: operands", new Control.CustomJvp("f", exp, exp, 0), f);
        refused(ShapeException.class, "custom_vjp: operands", new Control.CustomVjp("f", exp, whole, 0, 1), wide);
        refused(ShapeException.class, "custom_tangent: tangents", new Control.CustomTangent("f", exp, 0), wide);
    }

    @Test
    void stepsOutOfRangeAreRefused() {
        ArrayType f = new ArrayType(DType.FLOAT64, Shape.SCALAR);
        Op op = new Control.Scan(unary(EXP, f, f), 0, 1, 2, false, true);
        for (long steps : new long[] {-1, 3}) {
            NdArray count = tensor(steps == 3 ? new long[] {3} : new long[] {-1})
                    .reshape(Shape.SCALAR)
                    .array();
            assertThatThrownBy(() ->
                            Evaluation.evaluate(op, List.of(count, scalar(1).array())))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("scan: " + steps + " steps asked of 2 entries");
        }
    }
}
