package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process of its own that is killed at random moments and resumed: with {@code -Dgradus.full=true} at fifty,
 * else at three.
 */
class KillTest {
    private static final int KILLS = Boolean.getBoolean("gradus.full") ? 50 : 3;
    private static final int SEED = 20260701;

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void copyTable() throws IOException {
        Path examples = Path.of(System.getProperty("gradus.root", ".."), "examples");
        table = Files.copy(examples.resolve("diabetes.csv"), folder.resolve("diabetes.csv"));
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.gradus.workbench.Main",
                "tune"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private File output() {
        return folder.resolve("output.txt").toFile();
    }

    private Process begin(String out) throws IOException {
        return start(
                table.getFileName().toString(),
                "--target",
                "progression",
                "--hyper",
                "feature-scales",
                "--outer-iterations",
                "25",
                "--out",
                out);
    }

    private void finish(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output().toPath())).isZero();
    }

    /** All that a run wrote, but for times and the folder's name. */
    private String result(String out) throws IOException {
        Path path = folder.resolve(out);
        return HexFormat.of().formatHex(Files.readAllBytes(path.resolve("model.safetensors")))
                + Files.readString(path.resolve("hyperparameters.csv"))
                + (Files.readString(path.resolve("result.json"))
                                + Files.readString(path.resolve("model.json"))
                                + Files.readString(path.resolve("run.jsonl")))
                        .replaceAll("\"(seconds|time)\":[^,}]+", "")
                        .replace(out, "OUT");
    }

    @Test
    void killedAtAnyMomentItResumesToTheSameResult() throws IOException, InterruptedException {
        long before = System.nanoTime();
        finish(begin("whole"));
        double seconds = (System.nanoTime() - before) / 1e9;
        String expected = result("whole");
        SplittableRandom random = new SplittableRandom(SEED);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            String out = "out-" + i;
            Process process = begin(out);
            // Moments all over the run: one in each of as many equal parts of its time.
            double moment = seconds * (i + random.nextDouble()) / KILLS;
            if (!process.waitFor((long) (moment * 1000), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            }
            boolean begun = Files.exists(folder.resolve(out).resolve(OutputFolder.CHECKPOINT))
                    || Files.exists(folder.resolve(out).resolve(OutputFolder.NEXT));
            finish(begun ? start("--resume", out) : begin(out));
            assertThat(result(out)).as("killed after %.3f s", moment).isEqualTo(expected);
        }
        assertThat(killed).isPositive();
    }

    @Test
    void askedToEndItSaysHowToContinue() throws IOException, InterruptedException {
        Process process = begin("out");
        Path log = folder.resolve("out").resolve(OutputFolder.LOG);
        while (process.isAlive() && !(Files.exists(log) && Files.size(log) > 0)) {
            Thread.sleep(10);
        }
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        if (process.exitValue() != 0) {
            assertThat(Files.readString(output().toPath()))
                    .endsWith("error: tune: interrupted\n  to do: continue with: gradus tune --resume out\n");
        }
        Process first = start("--resume", "out");
        finish(first);
        assertThat(folder.resolve("out").resolve("report.html")).exists();
    }
}
