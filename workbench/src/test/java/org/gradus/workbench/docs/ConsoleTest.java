package org.gradus.workbench.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.workbench.docs.Console.Command;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of a {@code ```console} block, and every Python block, is run and prints what its page shows. */
class ConsoleTest {
    private static final boolean PYTHON = python();

    @TempDir
    static Path folder;

    private static boolean python() {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (Exception _) {
            return false;
        }
    }

    @TestFactory
    Stream<DynamicNode> pages() {
        return Repository.pages().stream().flatMap(ConsoleTest::page);
    }

    private static Stream<DynamicNode> page(Path page) {
        List<Command> commands = Console.of(Repository.read(page));
        if (commands.isEmpty()) {
            return Stream.empty();
        }
        String name = Repository.ROOT.relativize(page).toString();
        Console[] console = new Console[1];
        Stream<DynamicNode> tests = commands.stream()
                .map(command -> dynamicTest(name + ":" + command.line(), () -> {
                    assumeTrue(PYTHON || !command.python(), "python3 with numpy");
                    if (console[0] == null) {
                        console[0] = new Console(java.nio.file.Files.createTempDirectory(folder, "page"));
                    }
                    String printed = console[0].run(command);
                    assertThat(Console.difference(
                                    command.shown(), printed.lines().toList()))
                            .as("%s prints\n%s", command.text(), printed)
                            .isEmpty();
                }));
        return Stream.of(dynamicContainer(name, tests));
    }

    @Test
    void commandsAreFoundWithWhatIsShown() {
        assertThat(Console.of("a\n\n```console\n$ one\n1\n2\n$ two\n```\n\n```python\nx\n```\n\n```text\n3\n```\n"))
                .containsExactly(
                        new Command(4, false, "one", List.of("1", "2")),
                        new Command(7, false, "two", List.of()),
                        new Command(11, true, "x\n", List.of("3")));
    }

    @Test
    void differencesAreFound() {
        List<String> printed = List.of("loss 0.5234 in 3 steps", "time 1.25 s", "a", "b", "end");
        assertThat(Console.difference(List.of("loss  0.5235 in 3 steps", "time …", "…", "end"), printed))
                .isEmpty();
        assertThat(Console.difference(List.of("loss 0.5334 in 3 steps", "…"), printed))
                .startsWith("shown:");
        assertThat(Console.difference(List.of("loss 0.5234 in 4 steps", "…"), printed))
                .startsWith("shown:");
        assertThat(Console.difference(List.of("loss 0.5234 in 3 steps", "time … s"), printed))
                .isEqualTo("not shown: a");
        assertThat(Console.difference(List.of("…", "fin"), printed)).isNotEmpty();
        assertThat(Console.difference(List.of("…", "end", "more"), printed)).isNotEmpty();
        assertThat(Console.same("+1.170e-05", "+1.171e-05")).isTrue();
        assertThat(Console.same("+1.170e-05", "-1.170e-05")).isFalse();
        assertThat(Console.same("row 30", "row 31")).isFalse();
    }
}
