package org.gradus.workbench.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The time left by a clock that the test moves. */
class TimeLeftTest {
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final TimeLeft left = new TimeLeft(nanos::get);

    private void pass(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void equalStepsAreCountedDownExactly() {
        left.begin(100);
        for (int k = 1; k < 100; k++) {
            pass(3);
            left.done(k);
            assertThat(left.seconds().orElseThrow()).isCloseTo(3.0 * (100 - k), within(1e-6));
        }
        pass(3);
        left.done(100);
        assertThat(left.seconds().orElseThrow()).isZero();
    }

    @Test
    void nothingIsSaidTooEarly() {
        left.begin(10);
        assertThat(left.text()).isEmpty();
        pass(60);
        assertThat(left.text()).as("no step done").isEmpty();
        left.begin(10);
        pass(1);
        left.done(1);
        assertThat(left.text()).as("after a second").isEmpty();
        left.begin(0);
        pass(60);
        left.done(4);
        assertThat(left.text()).as("of nobody knows how many").isEmpty();
    }

    @Test
    void itFollowsStepsThatBecomeSlower() {
        left.begin(40);
        for (int k = 1; k <= 20; k++) {
            pass(1);
            left.done(k);
        }
        assertThat(left.seconds().orElseThrow()).isCloseTo(20, within(1e-6));
        double before = 20;
        for (int k = 21; k <= 30; k++) {
            pass(4);
            left.done(k);
        }
        // 10 steps of 4 s: between the mean of all, 2 s, and that of the last.
        assertThat(left.seconds().orElseThrow()).isBetween(25.0, 40.0).isGreaterThan(before);
    }

    @Test
    void itRunsDownBetweenReportsAndNeverBelowNothing() {
        left.begin(4);
        pass(10);
        left.done(2);
        assertThat(left.seconds().orElseThrow()).isCloseTo(10, within(1e-6));
        pass(4);
        assertThat(left.seconds().orElseThrow()).isCloseTo(6, within(1e-6));
        pass(100);
        assertThat(left.seconds().orElseThrow()).isZero();
        left.done(1);
        assertThat(left.seconds().orElseThrow())
                .as("an older report changes nothing")
                .isZero();
    }

    @Test
    void inRoundNumbers() {
        assertThat(textFor(1)).isEqualTo("about 5 s left");
        assertThat(textFor(36)).isEqualTo("about 40 s left");
        assertThat(textFor(170)).isEqualTo("about 3 min left");
        assertThat(textFor(3600)).isEqualTo("about 60 min left");
        assertThat(textFor(3 * 3600)).isEqualTo("about 3 h left");
    }

    private String textFor(double seconds) {
        left.begin(2);
        pass(seconds);
        left.done(1);
        if (seconds < 2) {
            left.begin(3);
            pass(2);
            left.done(2);
        }
        return left.text();
    }
}
