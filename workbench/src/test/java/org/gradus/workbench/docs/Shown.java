package org.gradus.workbench.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What a running example shows: called by the code that {@link Example} puts beside its lines. */
public final class Shown {
    private static final Map<Integer, String> VALUES = new TreeMap<>();
    private static ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private static int mark;
    private static int before;

    private Shown() {}

    /** Notes the value of a line. */
    public static void value(int line, Object value) {
        VALUES.put(line, text(value));
    }

    /** Begins a statement that prints. */
    public static void begin() {
        System.out.flush();
        before = printed.size();
    }

    /** Ends a statement that prints, and notes what it printed as the value of the line. */
    public static void end(int line) {
        System.out.flush();
        VALUES.put(
                line,
                printed.toString(StandardCharsets.UTF_8)
                        .substring(text(before).length())
                        .stripTrailing());
    }

    /** Forgets what was printed so far: the part that is looked at begins here. */
    public static void mark() {
        System.out.flush();
        mark = printed.size();
    }

    private static String text(int bytes) {
        return new String(Arrays.copyOf(printed.toByteArray(), bytes), StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        return switch (value) {
            case double[] a -> Arrays.toString(a);
            case long[] a -> Arrays.toString(a);
            case int[] a -> Arrays.toString(a);
            case Object[] a -> Arrays.deepToString(a);
            case null, default -> String.valueOf(value);
        };
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Body {
        void run() throws Throwable;
    }

    /**
     * Runs an example.
     *
     * @param values what its lines showed, by their number
     * @param printed what it printed since the last mark
     * @param thrown what ended it, or null
     */
    record Run(Map<Integer, String> values, String printed, Throwable thrown) {}

    static synchronized Run run(Body body) {
        VALUES.clear();
        mark = 0;
        printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        Throwable thrown = null;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            body.run();
        } catch (Throwable e) {
            thrown = e;
        } finally {
            System.out.flush();
            System.setOut(out);
        }
        String text =
                printed.toString(StandardCharsets.UTF_8).substring(text(mark).length());
        return new Run(new TreeMap<>(VALUES), text, thrown);
    }
}
