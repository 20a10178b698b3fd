package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** Derivatives of what is typed into JShell. */
class JShellTest {

    @Test
    void methodsOfASession() {
        try (JShell shell = JShell.create()) {
            for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(part);
            }
            eval(shell, "import org.gradus.plainjava.*;");
            eval(shell, "double cost(double[] x) { double s = 0; for (double v : x) s += v * v * v; return s; }");
            eval(shell, "var f = PlainJava.differentiate(x -> cost(x) * x[0]);");
            assertThat(eval(shell, "java.util.Arrays.toString(f.gradient(new double[] {1, 2}))"))
                    .isEqualTo("\"[12.0, 12.0]\"");
        }
    }

    private static String eval(JShell shell, String snippet) {
        List<SnippetEvent> events = shell.eval(snippet);
        assertThat(events).allSatisfy(e -> {
            assertThat(e.exception()).as(snippet).isNull();
            assertThat(e.status()).as(snippet).isEqualTo(jdk.jshell.Snippet.Status.VALID);
        });
        return events.getLast().value();
    }
}
