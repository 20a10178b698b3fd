package org.gradus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.error.SourceLine;
import org.gradus.program.Equation;
import org.gradus.program.Host;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Running programs: arguments, results, Java code, many threads. */
class InterpreterTest {
    private static final ArrayType VECTOR = zeros(2).type();

    @Test
    void argumentsOfAnotherTypeAreRefused() {
        Interpreter interpreter = new Interpreter(Gradus.trace((Tensor x) -> x.exp(), zeros(2)));
        assertThatThrownBy(() -> interpreter.run(List.of(zeros(3).array())))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("program: arguments [f64[3]] are not of the input types [f64[2]]");
        assertThatThrownBy(() -> interpreter.run(List.of())).isInstanceOf(ShapeException.class);
    }

    @Test
    void resultsMayRepeatInputsConstantsAndEachOther() {
        Program program = Gradus.trace(
                (Tensor x) -> {
                    Tensor y = x.exp();
                    return List.of(y, x, y, scalar(1), y.exp());
                },
                zeros(2));
        List<NdArray> out = new Interpreter(program).run(List.of(tensor(0, 1).array()));
        assertThat(out.get(0).sameBits(out.get(2))).isTrue();
        assertThat(out.get(1).toDoubles()).containsExactly(0, 1);
        assertThat(out.get(3).getDouble(0)).isEqualTo(1);
        assertThat(out.get(4).getDouble(0)).isCloseTo(Math.E, within(1e-15));
    }

    @Test
    void argumentsAreNeverChanged() {
        double[] elements = {1, 2, 3};
        Program program = Gradus.trace((Tensor x) -> x.exp().plus(x).slice(0, 1, 3), zeros(3));
        NdArray x = NdArray.wrap(zeros(3).shape(), elements);
        new Interpreter(program).run(List.of(x));
        assertThat(elements).containsExactly(1, 2, 3);
    }

    private static Program calling(Host.Key key) {
        Variable x = new Variable(VECTOR, "x");
        Variable y = new Variable(VECTOR);
        Host host = new Host(key, List.of(VECTOR));
        return new Program(
                List.of(x), List.of(new Equation(List.of(y), host, List.of(x), SourceLine.UNKNOWN)), List.of(y));
    }

    @Test
    void registeredJavaCodeIsCalled() {
        Host.Key key = new Host.Key("twice");
        HostFunctions.register(key, inputs -> {
            double[] x = inputs.getFirst().toDoubles();
            return List.of(NdArray.wrap(VECTOR.shape(), new double[] {2 * x[0], 2 * x[1]}));
        });
        List<NdArray> out =
                new Interpreter(calling(key)).run(List.of(tensor(1, 2).array()));
        assertThat(out.getFirst().toDoubles()).containsExactly(2, 4);
    }

    @Test
    void unregisteredJavaCodeIsNamed() {
        assertThatThrownBy(() -> new Interpreter(calling(new Host.Key("lost"))).run(List.of(zeros(2).array())))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("host: no Java code is registered under 'lost'");
    }

    @Test
    void manyThreadsRunOneInterpreter() throws Exception {
        Program program = Gradus.trace((Tensor x) -> x.exp().sin().plus(x.sum()).cos(), zeros(50));
        Interpreter interpreter = new Interpreter(program);
        List<Callable<NdArray>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double shift = i % 7;
            tasks.add(() ->
                    interpreter.run(List.of(zeros(50).plus(shift).array())).getFirst());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<NdArray>> results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get().sameBits(results.get(i % 7).get()))
                        .isTrue();
            }
        }
    }
}
