package org.gradus.error;

/** Checks that public methods make alike. */
public final class Require {
    private Require() {}

    /**
     * Refuses null.
     *
     * @param <T> the value's type
     * @param value what was received
     * @param operation who received it, as the error shall begin
     * @param what what the value is, for example {@code the function}
     * @return the value
     * @throws ArgumentException when it is null
     */
    public static <T> T notNull(T value, String operation, String what) {
        if (value == null) {
            throw missing(operation, what);
        }
        return value;
    }

    /**
     * The error of a null.
     *
     * @param operation who received it
     * @param what what is null
     * @return the error, to be thrown
     */
    public static ArgumentException missing(String operation, String what) {
        return new ArgumentException(
                operation + ": " + what + " is null",
                "pass a value; perhaps a variable, record component or map entry was never set");
    }
}
