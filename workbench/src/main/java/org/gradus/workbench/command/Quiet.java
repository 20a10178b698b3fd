package org.gradus.workbench.command;

import java.io.PrintStream;
import java.util.function.Supplier;

/** Keeps what a person's code prints off the command's standard output. */
final class Quiet {
    private Quiet() {}

    static <T> T on(PrintStream other, Supplier<T> work) {
        PrintStream out = System.out;
        System.setOut(other);
        try {
            return work.get();
        } finally {
            System.setOut(out);
        }
    }
}
