package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ConvergenceException;
import org.gradus.workbench.tune.FakeTuner;
import org.gradus.workbench.tune.Fixtures;
import org.gradus.workbench.tune.TuneRun;
import org.gradus.workbench.tune.Tuner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code --resume} on the command line. What is computed is tested with the tuner. */
class ResumeCommandTest {
    private static final Tuner FAILING = (problem, options, listener) -> {
        throw new ConvergenceException("tune: no power", "plug it in");
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path table;
    private Path run;

    @BeforeEach
    void names() throws IOException {
        table = Fixtures.flowers(folder, "length");
        run = folder.resolve("run");
    }

    private int gradus(Tuner tuner, String... words) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        List<String> filled = new ArrayList<>();
        for (String word : words) {
            filled.add(word.replace("TABLE", table.toString()).replace("RUN", run.toString()));
        }
        return new Gradus(terminal, new Services(tuner, (path, result) -> {}, List.of()))
                .run(filled.toArray(String[]::new));
    }

    private String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8)
                .replace(table.toString(), "TABLE")
                .replace(run.toString(), "RUN")
                .replaceAll("[0-9.]+ s\n", "TIME\n")
                .replaceAll("\"seconds\":[^,]+", "\"seconds\":TIME");
    }

    private void begin() {
        assertThat(gradus(
                        FAILING,
                        "tune",
                        "TABLE",
                        "--target",
                        "species",
                        "--seed",
                        "4",
                        "--out",
                        "RUN",
                        "--hyper",
                        "l2"))
                .isEqualTo(1);
    }

    @Test
    void aRunGoesOnWithTheOptionsThatItHas() {
        assertThat(gradus(
                        new FakeTuner(0.4),
                        "tune",
                        "TABLE",
                        "--target",
                        "species",
                        "--seed",
                        "4",
                        "--out",
                        "RUN",
                        "--hyper",
                        "l2"))
                .isZero();
        String expected = text(out);
        begin();
        assertThat(gradus(new FakeTuner(0.4), "tune", "--resume", "RUN")).isZero();
        assertThat(text(out)).isEqualTo(expected).contains("one: ");
        assertThat(text(err)).startsWith("resuming the run in RUN after the beginning\ntable: 30 rows, 2 features;");
    }

    @Test
    void aRunThatIsDonePrintsItsResultAgain() {
        begin();
        assertThat(gradus(new FakeTuner(0.4), "tune", "--resume", "RUN", "--json"))
                .isZero();
        String json = out.toString(StandardCharsets.UTF_8);
        assertThat(json).startsWith("{\"command\":\"tune\",\"rows\":30,");
        assertThat(gradus(FAILING, "tune", "--resume", "RUN", "--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(text(err)).isEqualTo("the run in RUN is done; this is its result\n");
        assertThat(gradus(FAILING, "tune", "--resume", "RUN", "--target", "species"))
                .isZero();
        assertThat(text(out))
                .contains("\ntuned  ")
                .contains("converged after 30 outer iterations")
                .endsWith("report: RUN/report.html\n");
    }

    @Test
    void theReportHasTheCommandThatBeganTheRun() throws IOException {
        begin();
        assertThat(gradus(new FakeTuner(0.4), "tune", "--resume", "RUN")).isZero();
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("<code>gradus tune " + table + " --target species --seed 4 --out " + run
                        + " --hyper l2</code>");
    }

    /** Words beside --resume that contradict, and the problem that is told. */
    record Other(List<String> words, String problem) {}

    static final List<Other> OTHERS = List.of(
            new Other(List.of("--seed", "3"), "--seed 3 contradicts the run in RUN, which has --seed 4"),
            new Other(
                    List.of("--hyper", "l2-per-feature"),
                    "--hyper l2-per-feature contradicts the run in RUN, which has --hyper l2"),
            new Other(List.of("--model", "ridge"), "--model ridge contradicts the run in RUN, which has no --model"),
            new Other(
                    List.of("--split", "50/25/25"),
                    "--split 50/25/25 contradicts the run in RUN, which has --split 60/20/20"),
            new Other(
                    List.of("--target", "width"),
                    "--target width contradicts the run in RUN, which has --target species"),
            new Other(List.of("--sql", "select 1"), "--sql select 1 contradicts the run in RUN, which has no --sql"),
            new Other(List.of("--out", "RUNaway"), "--out RUNaway contradicts the run in RUN, which has --out RUN"),
            new Other(List.of("TABLE2"), "TABLE2 contradicts the run in RUN, which is of TABLE"));

    @ParameterizedTest
    @FieldSource("OTHERS")
    void whatContradictsTheRunIsRefused(Other other) {
        begin();
        List<String> words = new ArrayList<>(List.of("tune", "--resume", "RUN"));
        words.addAll(other.words);
        assertThat(gradus(new FakeTuner(0.4), words.toArray(String[]::new))).isEqualTo(2);
        assertThat(text(err))
                .isEqualTo("error: tune: " + other.problem + "\n  to do: leave it out to continue that run, or leave"
                        + " --resume out to begin another\n");
    }

    @Test
    void whatAgreesWithTheRunMayBeSaidAgain() {
        begin();
        assertThat(gradus(
                        new FakeTuner(0.4),
                        "tune",
                        "--resume",
                        "RUN",
                        "TABLE",
                        "--seed",
                        "4",
                        "--out",
                        "RUN",
                        "--split",
                        "60/20/20",
                        "--debug"))
                .isZero();
    }

    @Test
    void aRunOfAProgramIsResumedByThatProgram() {
        new TuneRun(new FakeTuner(0.4), (path, result) -> {})
                .run(Fixtures.options(table, "species", null, run), "my program", TuneRun.Progress.NONE);
        assertThat(gradus(new FakeTuner(0.4), "tune", "--resume", "RUN")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("""
                        error: tune: the run in RUN was not begun by the command gradus tune
                          to do: resume it with the program that began it
                        """);
    }

    @Test
    void errorsOfAResumptionAreObjectsToo() throws IOException {
        Files.createDirectory(run);
        assertThat(gradus(new FakeTuner(0.4), "tune", "--resume", "RUN", "--json"))
                .isEqualTo(1);
        assertThat(text(out))
                .isEqualTo(
                        "{\"command\":\"tune\",\"error\":{\"kind\":\"DataException\",\"problem\":\"tune: the folder holds"
                                + " no checkpoint.safetensors, so there is nothing to resume\",\"where\":\"RUN\",\"to_do\":\"name a"
                                + " folder that gradus tune wrote to, or begin the run again\"}}\n");
        assertThat(text(err)).isEmpty();
    }
}
