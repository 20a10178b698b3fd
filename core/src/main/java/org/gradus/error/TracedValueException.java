package org.gradus.error;

/** A number asked of a value that has none, because it is traced by shape alone or its trace has ended. */
public class TracedValueException extends GradusException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an error whose line is found on the current stack.
     *
     * @param problem what failed, beginning with the operation's name, with the values received
     * @param remedy what the person can do about it
     */
    public TracedValueException(String problem, String remedy) {
        super(problem, remedy);
    }

    /**
     * Makes an error for a known line, or with a cause.
     *
     * @param problem what failed, beginning with the operation's name, with the values received
     * @param remedy what the person can do about it
     * @param line the caller's line, or {@link SourceLine#UNKNOWN}
     * @param cause the underlying error, or null
     */
    public TracedValueException(String problem, String remedy, SourceLine line, Throwable cause) {
        super(problem, remedy, line, cause);
    }
}
