package org.gradus.workbench.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
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
