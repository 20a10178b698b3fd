package org.gradus.optim;

/** Thrown by an {@link IterationListener} to end an iteration; the result is {@link Solution.Stopped}, not an error. */
public final class StopRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A request.
     *
     * @param reason what the solution says, for example "validation loss rises"
     */
    public StopRequest(String reason) {
        super(reason, null, false, false);
    }
}
