package org.gradus.error;

import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of the caller's own code: the innermost stack frame that belongs neither to Gradus nor to the JDK.
 *
 * <p>Equations carry it from the moment of tracing, and every {@link GradusException} shows it. Classes of
 * {@code org.gradus} whose names end in {@code Test} or {@code Example} count as callers, as any user's class does.
 *
 * @param className the binary name of the class
 * @param method the method's name
 * @param file the source file's name, empty when the class was compiled without it
 * @param line the line number, or a negative number when unknown
 */
public record SourceLine(String className, String method, String file, int line) implements Serializable {

    /** The line of code that is not known. */
    public static final SourceLine UNKNOWN = new SourceLine("", "", "", -1);

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Pattern CALLER_INSIDE_GRADUS = Pattern.compile(".*(Test|Example)(\\$.*)?");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$.*");

    /**
     * Finds the caller's line on the current stack.
     *
     * @return the innermost frame outside Gradus and the JDK, or {@link #UNKNOWN}
     */
    public static SourceLine ofCaller() {
        Optional<StackFrame> frame =
                WALKER.walk(frames -> frames.filter(SourceLine::isCaller).findFirst());
        return frame.map(SourceLine::of).orElse(UNKNOWN);
    }

    private static boolean isCaller(StackFrame frame) {
        String name = frame.getClassName();
        if (name.startsWith("org.gradus.")) {
            // The cheap look first: every frame of Gradus comes here while a program is recorded.
            return (name.contains("Test") || name.contains("Example"))
                    && CALLER_INSIDE_GRADUS.matcher(name).matches();
        }
        return !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.");
    }

    private static SourceLine of(StackFrame frame) {
        var lambda = LAMBDA.matcher(frame.getMethodName());
        String method = lambda.matches() ? lambda.group(1) : frame.getMethodName();
        String file = frame.getFileName() == null ? "" : frame.getFileName();
        return new SourceLine(frame.getClassName(), method, file, frame.getLineNumber());
    }

    /**
     * Tells whether the line is known.
     *
     * @return false for {@link #UNKNOWN}
     */
    public boolean isKnown() {
        return !className.isEmpty();
    }

    @Override
    public String toString() {
        if (!isKnown()) {
            return "unknown line";
        }
        String place = file.isEmpty() ? className : line > 0 ? file + ":" + line : file;
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return place + " (" + simple + "." + method + ")";
    }
}
