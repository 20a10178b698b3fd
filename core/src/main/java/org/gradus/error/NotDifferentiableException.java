package org.gradus.error;

/** A derivative that does not exist, or for which there is no rule. Never replaced by zero. */
public class NotDifferentiableException extends GradusException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an error whose line is found on the current stack.
     *
     * @param problem what failed, beginning with the operation's name, with the values received
     * @param remedy what the person can do about it
     */
    public NotDifferentiableException(String problem, String remedy) {
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
    public NotDifferentiableException(String problem, String remedy, SourceLine line, Throwable cause) {
        super(problem, remedy, line, cause);
    }
}
