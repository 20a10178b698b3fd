package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    record Pairs(Tensor x, Tensor label) {}

    private static Pairs pairs(int n) {
        Tensor numbers = Tensors.arange(n);
        return new Pairs(numbers.to(DType.FLOAT64).reshape(n, 1).broadcastTo(n, 3), numbers);
    }

    private static List<Long> epoch(Batches<Pairs> batches, int epoch) {
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < batches.perEpoch(); i++) {
            Pairs batch = batches.at((long) epoch * batches.perEpoch() + i);
            Arrays.stream(batch.label().toLongs()).forEach(seen::add);
            assertThat(batch.x().dim(0)).isEqualTo(batch.label().size());
            assertThat(batch.x().get(0, 2).item())
                    .isEqualTo(batch.label().get(0).item());
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, false, 4, 10",
        "10, 3, true, 3, 9",
        "9, 3, true, 3, 9",
        "1, 1, false, 1, 1",
        "5, 32, false, 1, 5"
    })
    void anEpochHoldsEachExampleOnce(int n, int size, boolean drop, int perEpoch, int seen) {
        Batches<Pairs> batches = Batches.of(pairs(n)).size(size).dropLast(drop);
        assertThat(batches.perEpoch()).isEqualTo(perEpoch);
        for (int e = 0; e < 3; e++) {
            assertThat(epoch(batches, e)).hasSize(seen).doesNotHaveDuplicates().allMatch(i -> i >= 0 && i < n);
        }
    }

    @Test
    void epochsAndSeedsHaveTheirOwnOrders() {
        Batches<Pairs> batches = Batches.of(pairs(50)).size(7).seed(3);
        assertThat(epoch(batches, 0)).isNotEqualTo(epoch(batches, 1)).isNotEqualTo(epoch(batches.seed(4), 0));
    }

    @Test
    void aBatchDependsOnItsNumberAlone() {
        Batches<Pairs> batches = Batches.of(pairs(50)).size(7).seed(3);
        List<Long> forwards = epoch(batches, 2);
        epoch(batches, 5);
        assertThat(epoch(batches, 2)).isEqualTo(forwards);
        assertThat(epoch(Batches.of(pairs(50)).size(7).seed(3), 2)).isEqualTo(forwards);
    }

    /** Each of the six orders of three examples, in 6000 epochs: 1000 times each, give or take 5 deviations. */
    @Test
    void ordersAreEquallyLikely() {
        Batches<Pairs> batches = Batches.of(pairs(3)).size(3).seed(1);
        int[] counts = new int[27];
        LongStream.range(0, 6000).forEach(step -> {
            long[] order = batches.at(step).label().toLongs();
            counts[(int) (order[0] * 9 + order[1] * 3 + order[2])]++;
        });
        assertThat(Arrays.stream(counts).filter(c -> c > 0)).hasSize(6).allMatch(c -> Math.abs(c - 1000) < 145);
    }

    @Test
    void refusesWhatMakesNoBatches() {
        assertThatThrownBy(() -> Batches.of(pairs(5)).size(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("batches: size 0 is not positive");
        assertThatThrownBy(() -> Batches.of(pairs(5)).dropLast(true))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("no batch of 32 can be made of 5 examples when the last is dropped");
        assertThatThrownBy(() -> Batches.of(new Pairs(Tensors.zeros(4, 2), Tensors.zeros(3))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("batches: data.label has 3 examples, data.x has 4");
        assertThatThrownBy(() -> Batches.of(new Pairs(Tensors.zeros(4, 2), Tensors.scalar(3))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("batches: data.label is f64[] and has no axis of examples");
        assertThatThrownBy(() -> Batches.of(Tensors.zeros(0, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the data holds no examples");
    }
}
