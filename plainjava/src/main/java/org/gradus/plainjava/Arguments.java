package org.gradus.plainjava;

import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.error.SourceLine;

/** What calls of generated methods have in common. */
final class Arguments {
    private Arguments() {}

    /** Whether the function may overwrite the point that it is given. */
    static boolean areWritten(Graph graph) {
        Memory memory = new Memory(graph);
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op == Op.STORE && memory.mayShare(n.in[0], graph.params.getFirst())) {
                    return true;
                }
            }
        }
        return false;
    }

    static void checkLength(String operation, double[] x, double[] v) {
        if (x.length != v.length) {
            throw new ShapeException(
                    operation + ": the point has " + x.length + " elements, the other array " + v.length,
                    "give arrays of the same length");
        }
    }

    /**
     * What the person's code throws goes through as it is, unless the code itself catches it: generated code catches what
     * throw statements throw, not what the JVM throws.
     */
    static RuntimeException rethrown(Throwable e, boolean catches, String function, Runnable original) {
        if (catches && !(e instanceof GradusException) && returns(original)) {
            throw new NotDifferentiableException(
                    "differentiate: " + function + " catches a " + e.getClass().getName()
                            + " that no throw statement has thrown, and derivatives do not go on there",
                    "test for the error with if before it happens, and throw an exception yourself",
                    SourceLine.UNKNOWN,
                    e);
        }
        return rethrown(e);
    }

    private static boolean returns(Runnable original) {
        try {
            original.run();
            return true;
        } catch (RuntimeException | Error _) {
            return false;
        }
    }

    /** What the person's code throws goes through as it is. */
    static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return Arguments.<RuntimeException>sneaky(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable e) throws E {
        throw (E) e;
    }
}
