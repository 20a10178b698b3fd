package org.gradus.workbench.tune;

/** Why the outer problem ended. A failure is an exception, never an ending. */
public sealed interface Ending {

    /**
     * A criterion was met.
     *
     * @param criterion what was measured, for example {@code hypergradient norm / first}
     * @param value its last value
     * @param tolerance the value that it had to reach
     */
    record Converged(String criterion, double value, double tolerance) implements Ending {}

    /**
     * A limit was reached before.
     *
     * @param limit the limit in words, for example {@code 100 outer iterations}
     */
    record Stopped(String limit) implements Ending {}
}
