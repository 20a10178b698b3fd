package org.gradus.plainjava;

import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;

/** How errors name things. */
final class Text {
    private Text() {}

    static String simple(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }

    static String method(Class<?> owner, String name) {
        String shown =
                name.startsWith("lambda$") ? "a lambda of " + Text.simple(owner) : Text.simple(owner) + "." + name;
        return shown.replace(".<init>", "'s constructor");
    }

    /** A class as people write it in code. */
    static String shortName(java.lang.constant.ClassDesc type) {
        return type.displayName().replace('$', '.');
    }

    static NotDifferentiableException refusal(SourceLine line, String problem, String remedy) {
        return new NotDifferentiableException("differentiate: " + problem, remedy, line, null);
    }
}
