package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {

    @SuppressWarnings("ArrayRecordComponent")
    record Row(String name, Schedule schedule, double[] values) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Values at t = 0, 1, 2 … by hand. */
    static Stream<Row> rows() {
        double half = Math.sqrt(0.5);
        return Stream.of(
                new Row("constant", Schedules.constant(0.3), new double[] {0.3, 0.3}),
                new Row("tensor", Schedules.constant(Tensors.scalar(0.3)), new double[] {0.3, 0.3}),
                new Row("linear", Schedules.linear(1, 3, 4), new double[] {1, 1.5, 2, 2.5, 3, 3, 3}),
                new Row("decay", Schedules.exponentialDecay(2, 0.25, 2), new double[] {2, 1, 0.5, 0.25}),
                new Row("cosine", Schedules.cosineDecay(1, 0, 4), new double[] {
                    1, (1 + half) / 2, 0.5, (1 - half) / 2, 0, 0
                }),
                new Row("cosine to 1", Schedules.cosineDecay(3, 1, 2), new double[] {3, 2, 1, 1}),
                new Row("warm-up", Schedules.warmUpCosine(0, 1, 0.5, 2, 6), new double[] {
                    0, 0.5, 1, 0.75 + half / 4, 0.75, 0.75 - half / 4, 0.5, 0.5
                }),
                new Row("piecewise", Schedules.piecewise(new int[] {2, 3}, new double[] {1, 0.1, 0.01}), new double[] {
                    1, 1, 0.1, 0.01, 0.01
                }));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasTheValuesOfTheEquation(Row row) {
        Fn<Tensor, Tensor> compiled = Gradus.jit((Tensor t) -> row.schedule().at(t));
        for (int t = 0; t < row.values().length; t++) {
            Tensor step = Tensors.arange(t + 1).get(t);
            double value = row.schedule().at(step).item();
            assertThat(value).as("t = %d", t).isCloseTo(row.values()[t], within(1e-15));
            assertThat(compiled.apply(step).item()).isEqualTo(value);
        }
    }
}
