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
                new Row("polynomial", Schedules.polynomialDecay(1, 0, 2, 4), new double[] {1, 0.5625, 0.25, 0.0625, 0, 0
                }),
                new Row("linear decay", Schedules.polynomialDecay(1, 0, 1, 4), new double[] {1, 0.75, 0.5, 0.25, 0}),
                new Row("inverse root", Schedules.inverseRoot(2), new double[] {2, 2 / Math.sqrt(2), 2 / Math.sqrt(3), 1
                }),
                new Row("warm-up, then linear", Schedules.warmUp(2, Schedules.linear(1, 0, 2)), new double[] {
                    0.5, 1, 1, 0.5, 0, 0
                }),
                new Row("warm-up, stable, decay", Schedules.warmUpStableDecay(2, 2, 2, 7), new double[] {
                    1, 2, 2, 2, 2, 2, 1, 0, 0
                }),
                // PyTorch 2, OneCycleLR(max_lr=1, total_steps=10): cosine up over 0.3 of the steps, down over the rest.
                new Row("one cycle", Schedules.oneCycle(1, 10, 0.3, 25, 1e4), oneCycle()),
                new Row("restarts", Schedules.restarts(1, 0, 2, 1), new double[] {1, 0.5, 1, 0.5, 1}),
                new Row("growing restarts", Schedules.restarts(1, 0, 1, 2), new double[] {
                    1, 1, 0.5, 1, (1 + half) / 2, 0.5, (1 - half) / 2, 1
                }),
                new Row("table", Schedules.table(3, 1, 2), new double[] {3, 1, 2, 2}),
                new Row("scaled", Schedules.scaled(2, Schedules.linear(1, 3, 4)), new double[] {2, 3, 4}),
                new Row("piecewise", Schedules.piecewise(new int[] {2, 3}, new double[] {1, 0.1, 0.01}), new double[] {
                    1, 1, 0.1, 0.01, 0.01
                }));
    }

    private static double[] oneCycle() {
        double[] values = new double[10];
        for (int t = 0; t < 10; t++) {
            double part = t <= 2 ? t / 2.0 : (t - 2) / 7.0;
            double from = t <= 2 ? 0.04 : 1;
            double to = t <= 2 ? 1 : 0.04 / 1e4;
            values[t] = to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
        }
        return values;
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
