package org.gradus.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.shapeOf;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.vjp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.error.StructureException;
import org.gradus.error.TracedValueException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Pullback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tensors have numbers and where not, and what becomes of those that outlive their transformation. */
class TracedValuesTest {

    /** x·√x for x above one, else x², by a Java if and a Java loop. */
    private static Tensor branching(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < (x.item() > 1 ? 2 : 1); i++) {
            y = y.times(x);
        }
        return y;
    }

    @Test
    void numbersAreThereWhileDifferentiating() {
        Fn<Tensor, Tensor> f = TracedValuesTest::branching;
        assertThat(grad(f).apply(scalar(3)).item()).isEqualTo(27);
        assertThat(grad(f).apply(scalar(0.5)).item()).isEqualTo(1);
        assertThat(jvp(f, scalar(3), scalar(2)).tangent().item()).isEqualTo(54);
        assertThat(vjp(f, scalar(3)).apply(scalar(1)).item()).isEqualTo(27);
        assertThat(grad(grad(f)).apply(scalar(3)).item()).isEqualTo(18);
        assertThat(hessian(f).apply(scalar(3)).item()).isEqualTo(18);
        assertThat(linearize(f, scalar(3)).value().item()).isEqualTo(27);
    }

    @Test
    void everyLookAtTheNumbersWorksWhileDifferentiating() {
        Fn<Tensor, Tensor> f = x -> {
            assertThat(x.toDoubles()).containsExactly(1, 2);
            assertThat(x.array().toDoubles()).containsExactly(1, 2);
            assertThat(x.argmax(0).toLongs()).containsExactly(1);
            assertThat(x.allFinite()).isTrue();
            assertThat(x).hasToString("[1.0, 2.0]:f64[2]");
            return x.square().sum();
        };
        assertThat(grad(f).apply(tensor(1, 2)).toDoubles()).containsExactly(2, 4);
    }

    private static Map<String, Runnable> staged(Fn<Tensor, Tensor> f) {
        Map<String, Runnable> ways = new LinkedHashMap<>();
        ways.put("jit", () -> jit(f).apply(scalar(1)));
        ways.put("vmap", () -> vmap(f).apply(zeros(2)));
        ways.put("trace", () -> trace(f, scalar(1)));
        ways.put("shapeOf", () -> shapeOf(f, scalar(1)));
        ways.put("jit of grad", () -> jit(grad(f)).apply(scalar(1)));
        ways.put("grad of jit", () -> grad(jit(f)).apply(scalar(1)));
        ways.put(
                "vmap of jvp",
                () -> vmap((Tensor x) -> jvp(f, x, scalar(1)).tangent()).apply(zeros(2)));
        ways.put(
                "grad of vmap", () -> grad((Tensor x) -> vmap(f).apply(x).sum()).apply(zeros(2)));
        return ways;
    }

    @Test
    void thereAreNoNumbersWhileRecording() {
        staged(x -> scalar(x.item())).forEach((way, run) -> {
            TracedValueException error = catchThrowableOfType(TracedValueException.class, run::run);
            assertThat(error).as(way).isNotNull();
            assertThat(error.problem())
                    .isEqualTo("item: tensor f64[] has no numbers here: jit, vmap and trace run a function on shapes"
                            + " alone");
            assertThat(error.remedy()).contains("where(condition, a, b)");
            assertThat(error.line().file()).isEqualTo("TracedValuesTest.java");
            assertThat(error.line().method()).isEqualTo("thereAreNoNumbersWhileRecording");
            assertThat(error.line().line()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"toDoubles", "toLongs", "array", "allFinite"})
    void everyLookAtTheNumbersThrowsWhileRecording(String look) {
        Fn<Tensor, Tensor> f = x -> {
            switch (look) {
                case "toDoubles" -> x.toDoubles();
                case "toLongs" -> x.toLongs();
                case "array" -> x.array();
                default -> x.allFinite();
            }
            return x;
        };
        assertThatThrownBy(() -> jit(f).apply(zeros(3)))
                .isInstanceOf(TracedValueException.class)
                .hasMessageStartingWith(look + ": tensor f64[3] has no numbers here")
                .hasMessageContaining("where: TracedValuesTest.java:");
    }

    @Test
    void javaArraysHaveNumbersOnly() {
        record Data(Tensor x, double[] y) {}
        Data data = new Data(zeros(2), new double[] {1, 2});
        Fn<Data, Tensor> f = d -> d.x().times(tensor(d.y()));
        Map<String, Runnable> ways = Map.of(
                "jit", () -> jit(f).apply(data),
                "vmap", () -> vmap(f).apply(data),
                "trace", () -> trace(f, data),
                "shapeOf", () -> shapeOf(f, data));
        ways.forEach((way, run) -> assertThatThrownBy(run::run)
                .isInstanceOf(StructureException.class)
                .hasMessageContaining(way + ": leaf 'y' is a Java array, and has no numbers while")
                .hasMessageContaining("to do: hold it as a Tensor, as in tensor(array)"));
        assertThatThrownBy(() -> jit((List<double[]> l) -> tensor(l.get(0))).apply(List.of(new double[1])))
                .hasMessageContaining("jit: leaf '[0]' is a Java array");
    }

    @Test
    void constantsHaveNumbersWhileRecording() {
        Fn<Tensor, Tensor> f = x -> x.times(tensor(1, 2).sum().item());
        assertThat(jit(f).apply(scalar(2)).item()).isEqualTo(6);
    }

    @Test
    void recordedTensorsPrintTheirTypes() {
        AtomicReference<String> text = new AtomicReference<>();
        trace(
                (Tensor x) -> {
                    text.set(x.toString());
                    return x;
                },
                zeros(2, 3));
        assertThat(text).hasValue("traced:f64[2,3]");
    }

    @Test
    void tensorsThatEscapeAreRefused() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Fn<Tensor, Tensor> f = x -> {
            kept.set(x.times(2.0));
            return x.square();
        };
        Map<String, Runnable> ways = staged(f);
        ways.put("grad", () -> grad(f).apply(scalar(1)));
        ways.put("jvp", () -> jvp(f, scalar(1), scalar(1)));
        ways.put("vjp", () -> vjp(f, scalar(1)));
        ways.put("linearize", () -> linearize(f, scalar(1)));
        ways.forEach((way, run) -> {
            run.run();
            List<Runnable> uses = List.of(
                    () -> kept.get().plus(1.0),
                    () -> kept.get().item(),
                    () -> grad((Tensor x) -> x.times(kept.get())).apply(scalar(1)),
                    () -> jit((Tensor x) -> x.times(kept.get())).apply(scalar(1)),
                    () -> vmap((Tensor x) -> x.times(kept.get())).apply(zeros(2)),
                    () -> grad((Tensor x) -> x.square()).apply(kept.get()),
                    () -> jit((Tensor x) -> x.square()).apply(kept.get()));
            for (int i = 0; i < uses.size(); i++) {
                assertThatThrownBy(uses.get(i)::run)
                        .as("%s, use %d", way, i)
                        .isInstanceOf(TracedValueException.class)
                        .hasMessageContaining("tensor f64[]: belongs to a transformation that has ended")
                        .hasMessageContaining("where: TracedValuesTest.java:")
                        .hasMessageContaining("return it from the transformed function");
            }
        });
    }

    /** A pullback of an inner derivative, used when the outer one has ended. */
    @Test
    void pullbacksThatEscapeAreRefused() {
        AtomicReference<Pullback<Tensor, Tensor>> kept = new AtomicReference<>();
        grad((Tensor x) -> {
                    kept.set(vjp((Tensor y) -> y.times(x), scalar(1)));
                    return kept.get().apply(scalar(1));
                })
                .apply(scalar(2));
        assertThatThrownBy(() -> kept.get().apply(scalar(1)))
                .isInstanceOf(TracedValueException.class)
                .hasMessageContaining("belongs to a transformation that has ended");
    }

    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void exceptionsPassThroughAndCloseEveryLevel() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Fn<Tensor, Tensor> bad = x -> {
            kept.set(x);
            if (x.rank() == 0) {
                throw new Thrown();
            }
            return x;
        };
        Map<String, Runnable> ways = staged(bad);
        ways.put("grad", () -> grad(bad).apply(scalar(1)));
        ways.put("jvp", () -> jvp(bad, scalar(1), scalar(1)));
        ways.put("grad of grad", () -> grad(grad(bad)).apply(scalar(1)));
        ways.put("hessian", () -> hessian(bad).apply(scalar(1)));
        ways.forEach((way, run) -> {
            assertThatThrownBy(run::run).as(way).isInstanceOf(Thrown.class);
            assertThatThrownBy(() -> kept.get().plus(1.0))
                    .as(way)
                    .isInstanceOf(TracedValueException.class)
                    .hasMessageContaining("belongs to a transformation that has ended");
            assertThat(grad((Tensor x) -> x.square()).apply(scalar(3)).item()).isEqualTo(6);
        });
    }

    @Test
    void errorsOfRulesNameTheLineOfTheFunction() {
        Fn<Tensor, Tensor> wrong = x -> x.matmul(zeros(5, 6)).sum();
        GradusException error =
                catchThrowableOfType(ShapeException.class, () -> grad(wrong).apply(zeros(3, 4)));
        assertThat(error.line().method()).isEqualTo("errorsOfRulesNameTheLineOfTheFunction");
        Fn<Tensor, Tensor> vector = x -> x;
        assertThatThrownBy(() -> grad(vector).apply(zeros(3)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("grad: the function returned f64[3], not one real number")
                .hasMessageContaining("reduce it with sum() or mean(), or use jacobian");
    }

    @Test
    void equationsRememberTheirLines() {
        var program = trace((Tensor x) -> x.exp().sum(), zeros(2));
        assertThat(program.equations()).allSatisfy(e -> {
            assertThat(e.line().file()).isEqualTo("TracedValuesTest.java");
            assertThat(e.line().method()).isEqualTo("equationsRememberTheirLines");
        });
    }

    @Test
    void closingTwiceIsHarmless() {
        Recorder recorder = Recorder.ofFunction();
        Value x = recorder.input(new ArrayType(DType.FLOAT64, Shape.SCALAR), "x");
        assertThat(recorder.isOpen()).isTrue();
        assertThat(recorder.finish(List.of(x)).program()).hasToString("program(x:f64[]) {\n  return x\n}");
        recorder.close();
        recorder.close();
        assertThat(recorder.isOpen()).isFalse();
    }

    @Test
    void aFunctionUsingATracedTensorCannotBeTraced() {
        Fn<Tensor, Tensor> f = x -> {
            trace((Tensor y) -> y.times(x), scalar(1));
            return x;
        };
        assertThatThrownBy(() -> grad(f).apply(scalar(1)))
                .hasMessageContaining("trace: the function uses a tensor of a derivative that is being taken around it")
                .hasMessageContaining("trace the outermost function");
    }
}
