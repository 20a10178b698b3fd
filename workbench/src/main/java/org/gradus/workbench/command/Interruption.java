package org.gradus.workbench.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gradus.workbench.report.Json;

/** Says how to continue a run when the process is told to end: by Ctrl-C, or by a signal that asks and does not kill. */
final class Interruption implements AutoCloseable {
    private final Terminal terminal;
    private final boolean json;
    private final Thread hook = new Thread(this::tell);
    private volatile Optional<Path> folder = Optional.empty();

    Interruption(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The run can be continued from now on. */
    void begun(Path where) {
        folder = Optional.of(where);
    }

    private void tell() {
        if (folder.isEmpty()) {
            return;
        }
        String command =
                CommandText.line(List.of("tune", "--resume", folder.get().toString()));
        ErrorReport report = new ErrorReport(
                "Interrupted", "tune: interrupted", "", "continue with: " + command, ErrorReport.FAILED);
        if (json) {
            terminal.out().println(Json.write(report.json("tune")));
            terminal.out().flush();
        } else {
            // The line that a bar is drawn on has no end yet.
            terminal.err().println((terminal.errTerminal() ? "\n" : "") + terminal.error("error: ") + report.text());
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is already shutting down, and the hook tells.
        }
    }
}
