package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is interrupted at every step, and continued, comes to the bits of one that is not. */
class ResumeTest {
    private static final int ITERATIONS = 4;
    private static final boolean FULL = Boolean.getBoolean("gradus.full");

    @TempDir
    Path folder;

    private static TuneRun tuneRun() {
        return new TuneRun(new HypergradientTuner(), ModelFile::write, TuneRun.Caller.NONE, 0);
    }

    private TuneOptions options(Model model, Hyper hyper, String estimator) throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, table(model));
        return new TuneOptions(
                table,
                "y",
                Optional.of(model),
                hyper,
                SplitShares.DEFAULT,
                ITERATIONS,
                3,
                Optional.of(folder.resolve("out")),
                Estimator.parse(estimator));
    }

    /** Ninety rows with four features and a target with noise. */
    private static String table(Model model) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("a,b,c,d,y\n");
        for (int i = 0; i < 90; i++) {
            double[] x = random.doubles(4, -1, 1).toArray();
            double z = 2 * x[0] - x[1] + 0.5 * x[2] * x[2] + random.nextDouble(-0.8, 0.8);
            String y = switch (model) {
                case LOGISTIC -> z > 0 ? "yes" : "no";
                case SOFTMAX, MLP -> z > 0.7 ? "high" : z > -0.7 ? "middle" : "low";
                default -> String.format(Locale.ROOT, "%.4f", z);
            };
            text.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%.4f,%s%n", x[0], x[1], x[2], x[3], y));
        }
        return text.toString();
    }

    /** What must be the same: all but times. */
    private static String result(TuneResult result) throws IOException {
        Path out = result.out();
        StringBuilder text = new StringBuilder();
        text.append(hex(out));
        text.append('\n').append(Files.readString(out.resolve("hyperparameters.csv")));
        text.append('\n').append(withoutTimes(Files.readString(out.resolve("model.json"))));
        text.append('\n').append(withoutTimes(Files.readString(out.resolve("result.json"))));
        text.append('\n').append(withoutTimes(Files.readString(out.resolve("run.jsonl"))));
        text.append('\n').append(result.outcome().gridCurve());
        text.append('\n').append(result.outcome().ending());
        text.append('\n').append(result.notes());
        return text.toString();
    }

    private static String hex(Path out) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(out.resolve("model.safetensors")));
    }

    private static String withoutTimes(String json) {
        return json.replaceAll("\"(seconds|time)\":[^,}]+", "");
    }

    private String uninterrupted(TuneOptions options) throws IOException {
        return result(tuneRun().run(options, "gradus tune table.csv", TuneRun.Progress.NONE));
    }

    /**
     * The result of a run that is interrupted before some steps in turn, the last of them or the end; nothing when it is over
     * before the first.
     */
    private Optional<String> interrupted(TuneOptions options, int... steps) throws IOException {
        TuneRun run = tuneRun();
        try {
            run.run(options, "gradus tune table.csv", Interrupted.after(steps[0]));
            return Optional.empty();
        } catch (Interrupted e) {
            // As a killed process would have left it.
        }
        for (int next = 1; ; next++) {
            TuneRun.Progress progress = next < steps.length ? Interrupted.after(steps[next]) : TuneRun.Progress.NONE;
            try (Resumption resumption = Resumption.open(options.out().orElseThrow())) {
                assertThat(resumption.isFinished()).isFalse();
                return Optional.of(result(run.resume(resumption, TableSource.of(options.table()), options, progress)));
            } catch (Interrupted e) {
                assertThat(next).isLessThan(steps.length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOGISTIC,      L2_PER_FEATURE,  implicit-cg",
        "LOGISTIC,      EXAMPLE_WEIGHTS, truncated:5",
        "SOFTMAX,       L2,              neumann:20",
        "SOFTMAX,       L2_PER_FEATURE,  forward:10",
        "RIDGE,         FEATURE_SCALES,  nystrom:3",
        "RIDGE,         L2_PER_FEATURE,  unrolled:20",
        "MLP,           L2_PER_LAYER,    implicit-cg",
        "MLP,           L2,              unrolled:20",
        "MLP_REGRESSOR, EXAMPLE_WEIGHTS, nystrom:5"
    })
    void interruptedAtEveryStepItEndsWithTheSameBits(Model model, Hyper hyper, String estimator) throws IOException {
        TuneOptions options = options(model, hyper, estimator);
        String expected = uninterrupted(options);
        int grid = model.network() ? 9 : 25;
        int[] steps = FULL
                ? IntStream.range(0, grid + ITERATIONS + 1).toArray()
                : IntStream.concat(IntStream.of(1, grid / 2), IntStream.rangeClosed(grid, grid + ITERATIONS))
                        .toArray();
        assertThat(interrupted(options, steps)).contains(expected);
        if (FULL) {
            int step = 0;
            Optional<String> once = interrupted(options, step);
            while (once.isPresent()) {
                assertThat(once).contains(expected);
                once = interrupted(options, ++step);
            }
            assertThat(step).isGreaterThan(grid);
        }
    }

    @Test
    void interruptedOnceAnywhereItEndsWithTheSameBits() throws IOException {
        TuneOptions options = options(Model.LOGISTIC, Hyper.L2_PER_FEATURE, "implicit-cg");
        String expected = uninterrupted(options);
        for (int step : new int[] {0, 13, 25, 27, 29}) {
            assertThat(interrupted(options, step)).contains(expected);
        }
        assertThat(interrupted(options, 30)).isEmpty();
    }

    @Test
    void aSearchThatHasEndedButWasNotWrittenDownEndsTheSame() throws IOException {
        TuneOptions options = options(Model.RIDGE, Hyper.L2, "implicit-cg");
        String expected = uninterrupted(options);
        TuneRun dying = new TuneRun(
                new HypergradientTuner(),
                (path, result) -> {
                    throw new IllegalStateException("the disk is gone");
                },
                TuneRun.Caller.NONE,
                0);
        assertThat(catchThrowable(() -> dying.run(options, "gradus tune table.csv", TuneRun.Progress.NONE)))
                .hasMessage("the disk is gone");
        try (Resumption resumption = Resumption.open(options.out().orElseThrow())) {
            assertThat(resumption.stage()).matches("outer iteration [0-9]+");
            assertThat(result(tuneRun()
                            .resume(resumption, TableSource.of(options.table()), options, TuneRun.Progress.NONE)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aRunGoesOnInAnotherFolderAndIsSaidToGoOnElsewhere() throws IOException {
        TuneOptions options = options(Model.RIDGE, Hyper.L2_PER_FEATURE, "implicit-cg");
        String expected = uninterrupted(options);
        assertThat(catchThrowable(() -> tuneRun().run(options, "gradus tune table.csv", Interrupted.after(27))))
                .isInstanceOf(Interrupted.class);
        Path moved = folder.resolve("moved");
        Files.move(options.out().orElseThrow(), moved);
        Checkpoint checkpoint = Checkpoint.read(moved.resolve(OutputFolder.CHECKPOINT));
        RunRecord run = checkpoint.run();
        Surroundings other = new Surroundings("0.0.1", "Another VM 24", "Z80");
        new Checkpoint(
                        new RunRecord(run.invocation(), run.folder(), run.data(), List.of(other)),
                        checkpoint.stage(),
                        checkpoint.seconds(),
                        checkpoint.finished(),
                        checkpoint.tensors())
                .write(moved.resolve(OutputFolder.CHECKPOINT));
        try (Resumption resumption = Resumption.open(moved)) {
            TuneResult result =
                    tuneRun().resume(resumption, TableSource.of(options.table()), options, TuneRun.Progress.NONE);
            Surroundings here = Surroundings.here();
            assertThat(result.notes())
                    .contains("the run was continued elsewhere: Gradus was 0.0.1 and is " + here.version()
                            + "; the JDK was Another VM 24 and is " + here.jdk() + "; the processor was Z80 and is "
                            + here.cpu() + "; its last digits may differ from those of a run in one place");
            assertThat(hex(moved)).isEqualTo(expected.lines().findFirst().orElseThrow());
        }
    }
}
