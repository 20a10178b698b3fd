package org.gradus.workbench.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.HypergradientTuner;
import org.gradus.workbench.tune.ModelFile;

/**
 * A run of the command in this process, not at a terminal.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it told beside
 */
record CommandRun(int status, String out, String err) {

    static CommandRun of(Services services, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        int status = new Gradus(terminal, services).run(words);
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** With what the installed command has. */
    static CommandRun of(String... words) {
        return of(new Services(new HypergradientTuner(), ModelFile::write, List.of()), words);
    }

    Map<String, Object> json() throws IOException {
        return Json.read(out.strip());
    }
}
