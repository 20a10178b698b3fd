package org.gradus.workbench.tune;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gradus.workbench.report.Json;

/**
 * Writes {@code run.jsonl}: one object for each outer iteration, in one piece and at once, so that an interrupted run
 * leaves only whole lines.
 */
public final class RunLog implements TuneListener, AutoCloseable {
    private final BufferedWriter writer;

    /**
     * Begins a log.
     *
     * @param path the file
     * @throws UncheckedIOException when it cannot be made
     */
    public RunLog(Path path) {
        try {
            this.writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void outerIteration(OuterIteration iteration) {
        try {
            writer.write(Json.write(object(iteration)) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> object(OuterIteration iteration) {
        return Json.object(
                "k", iteration.k(),
                "validation_loss", iteration.validationLoss(),
                "hypergradient_norm", iteration.hypergradientNorm(),
                "step", iteration.step(),
                "inner_iterations", iteration.innerIterations(),
                "optimality_residual", iteration.optimalityResidual(),
                "linear_iterations", iteration.linearIterations(),
                "linear_residual", iteration.linearResidual(),
                "seconds", iteration.seconds());
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
