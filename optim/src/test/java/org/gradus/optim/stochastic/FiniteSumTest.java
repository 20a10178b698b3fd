package org.gradus.optim.stochastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

class FiniteSumTest {

    record Data(Tensor x, Tensor y) {}

    private static LinearModelSum arrays(LinearModelSum.Loss loss) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[7][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(4, -1, 1).toArray();
        }
        return new LinearModelSum(rows, new double[] {1, -1, 1, 1, -1, -1, 1}, loss, 0.3);
    }

    /** Sums on arrays have the value, gradient and product of the same sums as tensor functions. */
    @Test
    void arraysAndTensorsAgree() {
        Fn2<Tensor, Data, Tensor> logistic =
                (w, d) -> Tensors.softplus(w.times(d.x()).sum().times(d.y()).unaryMinus())
                        .plus(w.square().sum().times(0.15));
        Fn2<Tensor, Data, Tensor> squared = (w, d) -> w.times(d.x())
                .sum()
                .minus(d.y())
                .square()
                .times(0.5)
                .plus(w.square().sum().times(0.15));
        double[] w = {0.3, -1, 2, 0.4};
        double[] v = {1, 0.2, -0.5, 0.1};
        for (var loss : List.of(new LinearModelSum.Logistic(), new LinearModelSum.Squared())) {
            LinearModelSum sum = arrays(loss);
            Data data = new Data(Tensors.tensor(sum.rows()), Tensors.tensor(sum.targets()));
            FiniteSum same = FiniteSum.of(loss instanceof LinearModelSum.Logistic ? logistic : squared, data);
            assertThat(same.size()).isEqualTo(7);
            for (int[] batch : new int[][] {{3}, {0, 6, 6}, {0, 1, 2, 3, 4, 5, 6}}) {
                Differentiable a = sum.batch(batch);
                Differentiable b = batch.length == 7 ? same.whole() : same.batch(batch);
                assertThat(a.value(w)).isCloseTo(b.value(w), within(1e-13));
                assertThat(a.gradient(w)).containsExactly(b.gradient(w), within(1e-13));
                assertThat(a.hvp(w, v)).containsExactly(b.hvp(w, v), within(1e-13));
                assertThat(a.jvp(w, v)).isCloseTo(b.jvp(w, v), within(1e-13));
            }
        }
    }

    @Test
    void indicesAndLengthsAreChecked() {
        LinearModelSum sum = arrays(new LinearModelSum.Squared());
        assertThatThrownBy(sum::batch).isInstanceOf(ArgumentException.class).hasMessageContaining("no index");
        assertThatThrownBy(() -> sum.batch(2, 7)).hasMessageContaining("index 7 is not one of 7 parts");
        assertThatThrownBy(
                        () -> new LinearModelSum(new double[][] {{1}}, new double[2], new LinearModelSum.Squared(), 0))
                .hasMessageContaining("1 rows, 2 targets");
        assertThatThrownBy(() -> new LinearModelSum.LeakyLink(0)).hasMessageContaining("leak 0.0");
    }
}
