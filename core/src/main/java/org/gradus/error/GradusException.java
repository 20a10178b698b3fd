package org.gradus.error;

/**
 * Root of all errors that Gradus throws. A message says what failed, with the values received; where, as the line of
 * the caller's own code; and what to do:
 *
 * <pre>
 * matmul: f64[3,4] and f64[5,6] do not multiply: 4 columns against 5 rows
 *   where: Model.java:12 (Model.loss)
 *   to do: transpose one of them, or check the order of the operands
 * </pre>
 */
public class GradusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;
    private SourceLine line;

    /**
     * Makes an error whose line is found on the current stack.
     *
     * @param problem what failed, beginning with the operation's name, with the values received
     * @param remedy what the person can do about it
     */
    public GradusException(String problem, String remedy) {
        this(problem, remedy, SourceLine.ofCaller(), null);
    }

    /**
     * Makes an error for a line that is already known, or with a cause.
     *
     * @param problem what failed, beginning with the operation's name, with the values received
     * @param remedy what the person can do about it
     * @param line the caller's line, {@link SourceLine#UNKNOWN} when there is none to show
     * @param cause the underlying error, or null
     */
    public GradusException(String problem, String remedy, SourceLine line, Throwable cause) {
        super(problem, cause);
        this.problem = problem;
        this.remedy = remedy;
        this.line = line;
    }

    private static String compose(String problem, String remedy, SourceLine line) {
        StringBuilder message = new StringBuilder(problem);
        if (line.isKnown()) {
            message.append("\n  where: ").append(line);
        }
        if (!remedy.isEmpty()) {
            message.append("\n  to do: ").append(remedy);
        }
        return message.toString();
    }

    /**
     * What failed, without place and remedy.
     *
     * @return the first part of the message
     */
    public String problem() {
        return problem;
    }

    /**
     * What the person can do.
     *
     * @return the last part of the message
     */
    public String remedy() {
        return remedy;
    }

    /**
     * The line of the caller's code at fault.
     *
     * @return the line, {@link SourceLine#UNKNOWN} when there is none
     */
    public SourceLine line() {
        return line;
    }

    /**
     * Moves the error to another line, for those who know better than the stack: a compiled program fails where its
     * function was written, not where it is called.
     *
     * @param known the line, without effect when it is {@link SourceLine#UNKNOWN}
     * @return this error
     */
    public GradusException at(SourceLine known) {
        line = known.isKnown() ? known : line;
        return this;
    }

    /** What failed, where, and what to do. */
    @Override
    public String getMessage() {
        return compose(problem, remedy, line);
    }
}
