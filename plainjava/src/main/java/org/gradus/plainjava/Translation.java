package org.gradus.plainjava;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Supplier;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;

/** Turns whatever goes wrong while derivatives are made into an error that says of which function. */
final class Translation {
    private Translation() {}

    /** The derivative along a direction. */
    static MethodHandle tangent(Functions function, Emitter emitter) {
        return of(function.name(), () -> {
            Graph graph = function.read();
            Tangent.of(graph, List.copyOf(graph.params));
            return emitter.forward(graph);
        });
    }

    /** The product with second derivatives: the adjoint of the tangent. */
    static MethodHandle second(Functions function, Emitter emitter) {
        return of(function.name(), () -> {
            Graph graph = function.read();
            Node x = graph.params.getFirst();
            Tangent.of(graph, List.of(x));
            return emitter.second(graph, List.of(x));
        });
    }

    static <T> T of(String function, Supplier<T> making) {
        try {
            return making.get();
        } catch (GradusException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            boolean large = e.getMessage() != null
                    && e.getMessage().toLowerCase(java.util.Locale.ROOT).contains("code length");
            throw new NotDifferentiableException(
                    "differentiate: " + function + " is not understood"
                            + (large ? ": its derivative is too long for one method" : ": " + e),
                    large
                            ? "write repeated code as loops, or differentiate parts of it"
                            : "write it more simply, and please report what it looked like",
                    SourceLine.UNKNOWN,
                    e);
        }
    }
}
