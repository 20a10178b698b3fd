package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static List<Long> kept(long iterations) {
        History history = new History();
        for (long k = 0; k < iterations; k++) {
            history.add(new Iteration(k, 0, 0, 0, new Counts(k, k, k, 0), Status.RUNNING));
        }
        return history.iterations().stream().map(Iteration::k).toList();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(kept(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 10_000})
    void keepsAllOfAShortRun(long iterations) {
        assertThat(kept(iterations)).hasSize((int) iterations);
    }

    @ParameterizedTest
    @ValueSource(longs = {10_001, 10_002, 20_003, 77_777, 300_000})
    void thinsOutALongRunEvenlyAndKeepsItsEnds(long iterations) {
        List<Long> kept = kept(iterations);
        assertThat(kept.size()).isBetween(5000, 10_001);
        assertThat(kept.getFirst()).isZero();
        assertThat(kept.getLast()).isEqualTo(iterations - 1);
        long stride = kept.get(1);
        for (int i = 1; i < kept.size() - 1; i++) {
            assertThat(kept.get(i) - kept.get(i - 1)).isEqualTo(stride);
        }
    }
}
