package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty steps on Rosenbrock's function in five dimensions against plain loops. */
class FirstOrderReferenceTest {
    private static final double[] START = Problems.alternating(5);
    private static final int STEPS = 50;

    @SuppressWarnings("ArrayRecordComponent")
    record Row(String name, GradientTransformation<Tensor, ?> method, double[] expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        UnaryOperator<double[]> g =
                x -> Gradus.grad(Problems::rosenbrock).apply(tensor(x)).toDoubles();
        Schedule rate = Schedules.constant(1e-4);
        Schedule decay = Schedules.constant(0.9);
        return Stream.of(
                new Row("SGD", new Sgd<>(1e-4), PlainFirstOrder.momentum(g, START, STEPS, 1e-4, 0, false)),
                new Row(
                        "heavy ball",
                        new Sgd<>(1e-4, 0.9),
                        PlainFirstOrder.momentum(g, START, STEPS, 1e-4, 0.9, false)),
                new Row(
                        "Nesterov",
                        new Sgd<>(rate, decay, true),
                        PlainFirstOrder.momentum(g, START, STEPS, 1e-4, 0.9, true)),
                new Row(
                        "momentum, then scale",
                        new Momentum<Tensor>(0.9).then(new Scale<>(-1e-4)),
                        PlainFirstOrder.momentum(g, START, STEPS, 1e-4, 0.9, false)),
                new Row("Adam", new Adam<>(0.02), PlainFirstOrder.adam(g, START, STEPS, 0.02, 0.9, 0.999, 1e-8, 0, 0)),
                new Row(
                        "Adam, large epsilon",
                        new Adam<>(0.02, 0.8, 0.95, 10),
                        PlainFirstOrder.adam(g, START, STEPS, 0.02, 0.8, 0.95, 10, 0, 0)),
                new Row(
                        "AdamW",
                        new AdamW<>(0.02, 0.1),
                        PlainFirstOrder.adam(g, START, STEPS, 0.02, 0.9, 0.999, 1e-8, 0, 0.1)),
                new Row(
                        "Adam, coupled decay",
                        new AddDecayedWeights<Tensor>(0.1).then(new Adam<>(0.02)),
                        PlainFirstOrder.adam(g, START, STEPS, 0.02, 0.9, 0.999, 1e-8, 0.1, 0)),
                new Row(
                        "AdamW of its parts",
                        Chain.of(new ScaleByAdam<>(), new AddDecayedWeights<>(0.1), new ScaleByLearningRate<>(0.02)),
                        PlainFirstOrder.adam(g, START, STEPS, 0.02, 0.9, 0.999, 1e-8, 0, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesTheStepsOfThePlainLoop(Row row) {
        double[] reached = Descent.run(row.method(), Problems::rosenbrock, tensor(START), STEPS)
                .toDoubles();
        assertThat(reached).containsExactly(row.expected(), within(1e-11));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void keepsF32(Row row) {
        Tensor start = tensor(START).to(DType.FLOAT32);
        Tensor reached = Descent.run(row.method(), Problems::rosenbrock, start, STEPS);
        assertThat(reached.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(reached.toDoubles()).containsExactly(row.expected(), within(2e-3));
    }

    /** The minimizer evaluates before it updates, so its last iterate after n iterations is that of n updates. */
    @ParameterizedTest
    @MethodSource("rows")
    void theMinimizerTakesTheSameSteps(Row row) {
        double[] values = new double[STEPS + 1];
        Minimizer.of(Problems::rosenbrock)
                .method(row.method())
                .maxIterations(STEPS)
                .listener(i -> values[(int) i.k()] = i.value())
                .run(tensor(START));
        double last = Problems.rosenbrock(tensor(row.expected())).item();
        assertThat(values[STEPS]).isCloseTo(last, within(1e-9 * (1 + last)));
    }
}
