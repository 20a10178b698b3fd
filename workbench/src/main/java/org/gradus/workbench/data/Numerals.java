package org.gradus.workbench.data;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers as text, and the texts that stand for a missing one. */
final class Numerals {
    /** Texts that stand for a missing number, in lower case. */
    static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?");

    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?(?:inf|infinity)", Pattern.CASE_INSENSITIVE);

    private Numerals() {}

    static boolean isMissing(String text) {
        return text == null || MISSING.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text.strip()).matches();
    }

    /** The number, NaN when there is none. */
    static double number(String text) {
        if (text == null) {
            return Double.NaN;
        }
        String stripped = text.strip();
        if (!NUMBER.matcher(stripped).matches()) {
            return Double.NaN;
        }
        String lower = stripped.toLowerCase(Locale.ROOT);
        if (lower.contains("inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(lower);
    }

    /** A number as a level is written: whole ones without a fraction. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
