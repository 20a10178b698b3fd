package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE})
    void theBitsAreThoseOfSplitMix(long seed) {
        Shuffle shuffle = new Shuffle(seed, 3);
        SplittableRandom reference = new SplittableRandom(shuffle.key());
        for (int i = 0; i < 100; i++) {
            assertThat(shuffle.next()).isEqualTo(reference.nextLong());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000})
    void shufflesArePermutations(int n) {
        int[] values = IntStream.range(0, n).toArray();
        new Shuffle(7, 0).apply(values);
        assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
    }

    /** All 6 orders of 3 things come equally often: chi-squared with 5 degrees of freedom below its 0.1 % bound. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void ordersAreEquallyLikely(long stream) {
        int runs = 6000;
        int[] seen = new int[27];
        for (int seed = 0; seed < runs; seed++) {
            int[] values = {0, 1, 2};
            new Shuffle(seed, stream).apply(values);
            seen[9 * values[0] + 3 * values[1] + values[2]]++;
        }
        double chi = IntStream.of(seen)
                .filter(count -> count > 0)
                .mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000)
                .sum();
        assertThat(chi).isLessThan(20.5);
    }
}
