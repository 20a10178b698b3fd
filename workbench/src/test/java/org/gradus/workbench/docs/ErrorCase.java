package org.gradus.workbench.docs;

import java.nio.file.Path;

/**
 * A wrong use and the error that answers it.
 *
 * @param name what is wrong, a heading
 * @param language of the text, {@code java} or a command's {@code sh}
 * @param code the wrong use as the page shows it
 * @param action the same, as code; null when the text itself is compiled and run
 * @param message the whole message. The line of an action is {@code the line of the call}, because it depends on the test's
 *     own source; files of an action are shown without their folder
 */
record ErrorCase(String name, String language, String code, Action action, String message) {

    /** A wrong use that needs files or a module of its own. */
    @FunctionalInterface
    interface Action {
        void run(Path folder) throws Exception;
    }

    /** A wrong use that is compiled and run as it stands on the page. */
    static ErrorCase java(String name, String code, String message) {
        return new ErrorCase(name, "java", code.strip(), null, message.strip());
    }

    /** A wrong use whose text stands for an action. */
    static ErrorCase of(String name, String language, String code, Action action, String message) {
        return new ErrorCase(name, language, code.strip(), action, message.strip());
    }

    @Override
    public String toString() {
        return name;
    }
}
