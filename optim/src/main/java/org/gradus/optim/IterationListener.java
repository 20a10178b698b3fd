package org.gradus.optim;

/**
 * Is told of every accepted iterate, on the thread that minimizes. To end the iteration with the best point so far,
 * throw {@link StopRequest}; any other exception goes through to the caller of {@code run}.
 */
@FunctionalInterface
public interface IterationListener {

    /**
     * An iterate was accepted.
     *
     * @param iteration its numbers
     */
    void accepted(Iteration iteration);
}
