package org.gradus.plainjava;

import java.util.function.Supplier;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;

/** Turns whatever goes wrong while derivatives are made into an error that says of which function. */
final class Translation {
    private Translation() {}

    static <T> T of(String function, Supplier<T> making) {
        try {
            return making.get();
        } catch (GradusException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            boolean large = e.getMessage() != null && e.getMessage().toLowerCase(java.util.Locale.ROOT).contains("code length");
            throw new NotDifferentiableException(
                    "differentiate: " + function + " is not understood" + (large ? ": its derivative is too long for one method" : ": " + e),
                    large
                            ? "write repeated code as loops, or differentiate parts of it"
                            : "write it more simply, and please report what it looked like",
                    SourceLine.UNKNOWN,
                    e);
        }
    }
}
