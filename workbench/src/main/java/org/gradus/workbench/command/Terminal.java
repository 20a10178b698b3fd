package org.gradus.workbench.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command writes.
 *
 * @param out standard output
 * @param err standard error
 * @param outColors whether output may have colors
 * @param errColors whether errors may have colors
 * @param errTerminal whether a person watches standard error
 */
public record Terminal(PrintStream out, PrintStream err, boolean outColors, boolean errColors, boolean errTerminal) {

    /**
     * The streams of this process. Colors only on a terminal that is not dumb, and not when {@code NO_COLOR} is set.
     *
     * @return the terminal
     */
    public static Terminal system() {
        boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        boolean outTerminal = isTerminal(1);
        boolean errTerminal = isTerminal(2);
        return new Terminal(
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"),
                outTerminal && !plain,
                errTerminal && !plain,
                errTerminal && !"dumb".equals(System.getenv("TERM")));
    }

    /** Writes whole lines, in UTF-8 where the environment knows no more than ASCII. */
    private static PrintStream stream(FileDescriptor descriptor, String property) {
        Charset charset = Charset.forName(System.getProperty(property, "UTF-8"), StandardCharsets.UTF_8);
        boolean ascii = charset.equals(StandardCharsets.US_ASCII);
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
                true,
                ascii ? StandardCharsets.UTF_8 : charset);
    }

    /** The JDK knows only of input and output together, Linux of each descriptor. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console().isTerminal();
        }
    }

    String bold(String text) {
        return outColors ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String green(String text) {
        return outColors ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    String yellow(String text) {
        return outColors ? "\u001b[33m" + text + "\u001b[0m" : text;
    }

    String red(String text) {
        return outColors ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    String error(String text) {
        return errColors ? "\u001b[31;1m" + text + "\u001b[0m" : text;
    }
}
