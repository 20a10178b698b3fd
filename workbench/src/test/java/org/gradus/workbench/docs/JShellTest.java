package org.gradus.workbench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/gradus.jsh} makes a JShell in which the lines of the guide work as they stand. */
class JShellTest {
    private static final String LINES = """
            System.out.println(grad((Tensor x) -> x.square().sum()).apply(tensor(1, 2, 3)))
            record Line(Tensor slope, Tensor intercept) {}
            Fn<Line, Tensor> f = line -> line.slope().times(line.intercept())
            System.out.println(grad(f).apply(new Line(scalar(2), scalar(3))).slope())
            System.out.println(Random.uniform(Key.of(1), 2).shape())
            System.out.println(jacobian((Tensor x) -> x.times(2)).apply(zeros(2)))
            System.out.println(Tree.size(List.of(zeros(2), zeros(3, 4))))
            Program p = trace((Tensor x) -> x.exp(), scalar(0))
            System.out.println(p.mnemonics())
            """;

    @TempDir
    Path folder;

    @Test
    void theStartUpScriptImportsWhatOneNeeds() throws Exception {
        Path lines = Files.writeString(folder.resolve("lines.jsh"), LINES + "/exit\n");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        Path.of(Tensor.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        "--startup",
                        "DEFAULT",
                        "--startup",
                        Repository.ROOT.resolve("bin/gradus.jsh").toString(),
                        // Its preferences are no business of the person's home.
                        "-J-Djava.util.prefs.userRoot=" + folder,
                        "-R--enable-native-access=ALL-UNNAMED",
                        lines.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("JShell ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains("java.util.prefs") && !line.contains("user preferences"))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(printed).isEqualTo("""
                [2.0, 4.0, 6.0]:f64[3]
                3.0:f64[]
                [2]
                [[2.0, 0.0], [0.0, 2.0]]:f64[2,2]
                14
                [exp]
                """);
    }
}
