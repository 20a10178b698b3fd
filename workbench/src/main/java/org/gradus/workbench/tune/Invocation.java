package org.gradus.workbench.tune;

import java.util.List;

/**
 * How a run was asked for.
 *
 * @param arguments the words after {@code gradus tune}, from which {@code --resume} makes the options again; none for a run
 *     that was not asked for on a command line
 * @param text the command line as a shell reads it, for the report
 */
public record Invocation(List<String> arguments, String text) {
    /** Copies the list. */
    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /**
     * A run that a program asks for.
     *
     * @param text what the report shows
     * @return the invocation
     */
    public static Invocation of(String text) {
        return new Invocation(List.of(), text);
    }
}
