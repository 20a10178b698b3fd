package org.gradus.workbench.command;

import java.io.UncheckedIOException;
import java.util.Map;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.report.Json;

/**
 * An error as a person, or a program, is told of it.
 *
 * @param kind the name of the exception in {@code org.gradus.error}, or {@code InternalError}
 * @param problem what failed, with the values received
 * @param where the place at fault, empty when there is none to name
 * @param toDo what to do about it
 * @param status the exit status
 */
record ErrorReport(String kind, String problem, String where, String toDo, int status) {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    static ErrorReport of(Throwable error, String command) {
        return switch (error) {
            case GradusException known ->
                new ErrorReport(
                        kind(known.getClass()),
                        known.problem(),
                        where(known),
                        known.remedy(),
                        known instanceof ArgumentException ? WRONG_USAGE : FAILED);
            case UncheckedIOException io ->
                new ErrorReport(
                        "EnvironmentException",
                        command + ": cannot write: " + reason(io),
                        "",
                        "check that the disk has space and the folder can be written to",
                        FAILED);
            case OutOfMemoryError _ ->
                new ErrorReport(
                        "EnvironmentException",
                        command + ": not enough memory: the heap has at most "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
                        "",
                        "give java more memory with -Xmx, or use a smaller table",
                        FAILED);
            default ->
                new ErrorReport(
                        "InternalError",
                        command + ": an error inside Gradus: " + error,
                        "",
                        "please report it, with what the same command prints with --debug",
                        FAILED);
        };
    }

    private static String reason(UncheckedIOException io) {
        Exception cause = io.getCause();
        return !io.getMessage().equals(cause.toString())
                ? io.getMessage()
                : cause.getClass().getSimpleName().replace("Exception", "") + " " + cause.getMessage();
    }

    private static String kind(Class<?> type) {
        Class<?> known = type;
        while (!known.getPackageName().equals("org.gradus.error")) {
            known = known.getSuperclass();
        }
        return known.getSimpleName();
    }

    /** The line of code in a library's error is of no use to whoever typed a command. */
    private static String where(GradusException error) {
        if (error instanceof TableException table) {
            return table.place().toString();
        }
        String caller = error.line().className();
        boolean ours = caller.isEmpty() || caller.startsWith("picocli.") || caller.startsWith("org.gradus.");
        return ours ? "" : error.line().toString();
    }

    Map<String, Object> json(String command) {
        Map<String, Object> json = Json.object(
                "command",
                command,
                "error",
                Json.object("kind", kind, "problem", problem, "where", where.isEmpty() ? null : where, "to_do", toDo));
        if (command.equals("minimize")) {
            // Whoever reads status alone is told as well.
            json.put("status", "failed");
            json.put("reason", problem);
        }
        return json;
    }

    String text() {
        return problem + (where.isEmpty() ? "" : "\n  where: " + where) + (toDo.isEmpty() ? "" : "\n  to do: " + toDo);
    }
}
