package org.gradus.workbench.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.gradus.workbench.data.RowListener.Phase;
import org.gradus.workbench.tune.GridPoint;
import org.gradus.workbench.tune.OuterIteration;
import org.gradus.workbench.tune.TuneListener.Stage;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void linesAreOneASecondWithTheFirstAndTheLast() {
        try (ProgressView view = ProgressView.on(stream, false, nanos::get)) {
            view.stage(Stage.GRID, 25);
            view.gridPoint(new GridPoint(1, 2));
            view.stage(Stage.HYPERGRADIENTS, 100);
            for (int k = 0; k <= 7; k++) {
                view.outerIteration(iteration(k));
                nanos.addAndGet(400_000_000);
            }
        }
        assertThat(text().lines())
                .containsExactly(
                        "grid: 25 steps at most",
                        "hypergradients: 100 steps at most",
                        "outer iteration 0: validation loss 1.000, hypergradient norm 0.5000, 0.00 s",
                        "outer iteration 3: validation loss 0.2500, hypergradient norm 0.5000, 0.30 s",
                        "outer iteration 6: validation loss 0.1429, hypergradient norm 0.5000, 0.60 s",
                        "outer iteration 7: validation loss 0.1250, hypergradient norm 0.5000, 0.70 s");
    }

    @Test
    void whatTakesLongSaysHowFarItIsAndWhatIsLeft() {
        try (ProgressView view = ProgressView.on(stream, false, nanos::get)) {
            view.began(Phase.ROWS, 1000);
            for (int done = 100; done <= 1000; done += 100) {
                nanos.addAndGet(3_000_000_000L);
                view.rows(done);
            }
            view.began(Phase.COLUMNS, 3);
            view.rows(3);
            view.stage(Stage.GRID, 4);
            for (int k = 0; k < 4; k++) {
                nanos.addAndGet(6_000_000_000L);
                view.gridPoint(new GridPoint(1, 2));
            }
            view.stage(Stage.HYPERGRADIENTS, 100);
            view.outerIteration(iteration(0));
            nanos.addAndGet(60_000_000_000L);
            view.outerIteration(iteration(1));
        }
        assertThat(text().lines())
                .containsExactly(
                        "reading: 200 of 1000 rows, about 25 s left",
                        "reading: 600 of 1000 rows, about 15 s left",
                        "grid: 4 steps at most",
                        "grid: 1 of 4 steps, about 20 s left",
                        "grid: 3 of 4 steps, about 10 s left",
                        "hypergradients: 100 steps at most",
                        "outer iteration 0: validation loss 1.000, hypergradient norm 0.5000, 0.00 s",
                        "outer iteration 1: validation loss 0.5000, hypergradient norm 0.5000, 0.10 s, about 99 min left"
                                + " at most");
    }

    @Test
    void theBarOfWhatTakesLongSaysWhatIsLeft() {
        try (ProgressView view = ProgressView.on(stream, true, nanos::get)) {
            view.began(Phase.COLUMNS, 5);
            view.rows(5);
            view.began(Phase.ROWS, 1000);
            for (int done = 250; done <= 1000; done += 250) {
                nanos.addAndGet(3_000_000_000L);
                view.rows(done);
            }
        }
        assertThat(text())
                .doesNotContain("columns")
                .contains("reading 100%")
                .contains("1000/1000")
                .endsWith(System.lineSeparator());
    }

    @Test
    void theBarEndsItsLine() {
        try (ProgressView view = ProgressView.on(stream, true, nanos::get)) {
            view.stage(Stage.HYPERGRADIENTS, 7);
            for (int k = 0; k <= 7; k++) {
                view.outerIteration(iteration(k));
            }
        }
        assertThat(text())
                .contains("hypergradients 100%")
                .contains("7/7")
                .contains("validation loss 0.1250")
                .endsWith(System.lineSeparator());
    }

    private static OuterIteration iteration(int k) {
        return new OuterIteration(k, 1.0 / (k + 1), 0.5, 0.1, 3, 1e-9, 4, 1e-12, k / 10.0);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
