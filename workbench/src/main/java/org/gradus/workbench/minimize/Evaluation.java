package org.gradus.workbench.minimize;

import java.util.Locale;
import java.util.function.Supplier;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;

/**
 * Calls the person's code: what it throws becomes an error with its line, and when a call began is known, so that one
 * that never returns is found out.
 */
final class Evaluation {
    private final String command;
    private final CompiledFile file;
    private volatile long began;
    private volatile String running = "";
    private volatile boolean busy;

    Evaluation(String command, CompiledFile file) {
        this.command = command;
        this.file = file;
    }

    String command() {
        return command;
    }

    CompiledFile file() {
        return file;
    }

    /** Calls. */
    <T> T call(String method, Supplier<T> code) {
        running = method;
        began = System.nanoTime();
        busy = true;
        try {
            return code.get();
        } catch (StackOverflowError e) {
            throw new UserCodeException(
                    command + ": " + method + " calls itself without end: the stack overflowed",
                    "check the condition that ends the recursion",
                    file.lineIn(e.getStackTrace()),
                    e);
        } catch (GradusException e) {
            throw e;
        } catch (VerifyError e) {
            throw new NotDifferentiableException(
                    command + ": the derivative code of " + method + " is not valid, an error inside Gradus: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    "please report it, with the file",
                    SourceLine.UNKNOWN,
                    e);
        } catch (RuntimeException | AssertionError | LinkageError e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            throw thrown(method, cause);
        } finally {
            busy = false;
        }
    }

    UserCodeException thrown(String method, Throwable cause) {
        return new UserCodeException(
                command + ": " + method + " threw " + cause,
                "mend the method, or keep its arguments inside its domain with lower() and upper()",
                file.lineIn(cause.getStackTrace()),
                cause);
    }

    /** The error of a call that has run for longer than allowed, or null. */
    UserCodeException overdue(Thread worker, double limitSeconds) {
        double seconds = (System.nanoTime() - began) / 1e9;
        if (!busy || seconds < limitSeconds) {
            return null;
        }
        SourceLine line = file.lineIn(worker.getStackTrace());
        return new UserCodeException(
                String.format(
                        Locale.ROOT,
                        "%s: one call of %s has not returned for %.0f s: likely a loop without end",
                        command,
                        running,
                        limitSeconds),
                "check the loop's condition at this line, or allow longer calls with --call-limit SECONDS",
                line,
                null);
    }
}
