package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.error.ConvergenceException;
import org.gradus.workbench.doctor.Finding;
import org.gradus.workbench.tune.FakeTuner;
import org.gradus.workbench.tune.Fixtures;
import org.gradus.workbench.tune.Tuner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GradusTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void makeTable() throws IOException {
        table = Fixtures.flowers(folder, "length");
    }

    private int run(Tuner tuner, String... arguments) {
        return run(tuner, new PrintStream(out, true, StandardCharsets.UTF_8), arguments);
    }

    private int run(Tuner tuner, PrintStream stream, String... arguments) {
        Terminal terminal =
                new Terminal(stream, new PrintStream(err, true, StandardCharsets.UTF_8), false, false, false);
        return new Gradus(
                        terminal,
                        new Services(
                                tuner,
                                (path, result) -> {},
                                List.of(() -> Finding.ok("JDK", "25"), () -> Finding.warn("BLAS", "none", "add it"))))
                .run(arguments);
    }

    private int run(String... arguments) {
        return run(new FakeTuner(0.4), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A wrong command line, what is said on standard error, and the exit status. TABLE stands for the table's path. */
    record Wrong(List<String> arguments, int status, String problem, String where, String toDo) {}

    static final List<Wrong> WRONG = List.of(
            new Wrong(List.of(), 2, "gradus: missing command: one of tune, predict, minimize, check, doctor", "", "see gradus --help"),
            new Wrong(
                    List.of("tuen"),
                    2,
                    "gradus: unmatched argument at index 0: 'tuen'",
                    "",
                    "did you mean tune?; see gradus --help"),
            new Wrong(
                    List.of("tune"),
                    2,
                    "tune: missing required options and parameters: '--target=COLUMN', 'DATA'",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE"),
                    2,
                    "tune: missing required option: '--target=COLUMN'",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--taget", "species"),
                    2,
                    "tune: unknown option: '--taget'",
                    "",
                    "did you mean --target?; see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--sed", "3"),
                    2,
                    "tune: unknown option: '--sed'",
                    "",
                    "did you mean --seed?; see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--seed", "x"),
                    2,
                    "tune: invalid value for option '--seed': 'x' is not a long",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--model", "sofmax"),
                    2,
                    "tune: invalid value for option '--model': 'sofmax' is not one of logistic, softmax, ridge, mlp; did you"
                            + " mean 'softmax'?",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--hyper", "l1"),
                    2,
                    "tune: invalid value for option '--hyper': 'l1' is not one of l2, l2-per-feature, l2-per-layer,"
                            + " example-weights, feature-scales; did you mean 'l2'?",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--split", "50/20/20"),
                    2,
                    "tune: invalid value for option '--split': the split '50/20/20' sums to 90; give"
                            + " training/validation/test in percent, each above 0 and together 100, for example --split"
                            + " 60/20/20",
                    "",
                    "see gradus tune --help"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--outer-iterations", "0"),
                    2,
                    "tune: 0 outer iterations are out of range",
                    "",
                    "give a number from 1 to 1000000, for example --outer-iterations 100"),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "specie"),
                    1,
                    "tune: no column 'specie'",
                    "TABLE",
                    "did you mean 'species'? The columns are: 'length', 'width', 'species', 'same'"),
            new Wrong(
                    List.of("tune", "TABLE", "TABLE", "--target", "species"),
                    2,
                    "read: 2 files are given, but a table comes from one",
                    "",
                    "give one file, or say how they make a table, for example --sql \"select * from flowers join flowers"
                            + " using (id)\""),
            new Wrong(
                    List.of("tune", "TABLE", "--target", "species", "--sql", "selec 1"),
                    1,
                    "read: the query cannot be answered: Parser Error: syntax error at or near \"selec\"",
                    "--sql",
                    "correct it; the table is: flowers"));

    @ParameterizedTest
    @FieldSource("WRONG")
    void wrongUsesAreExplained(Wrong wrong) {
        assertThat(run(filled(wrong.arguments))).isEqualTo(wrong.status);
        String where = wrong.where.isEmpty() ? "" : "\n  where: " + wrong.where.replace("TABLE", table.toString());
        assertThat(err()).isEqualTo("error: " + wrong.problem + where + "\n  to do: " + wrong.toDo + "\n");
        assertThat(out()).isEmpty();
    }

    /** Without a command there is no --json either. */
    static final List<Wrong> WRONG_COMMANDS = WRONG.subList(1, WRONG.size());

    @ParameterizedTest
    @FieldSource("WRONG_COMMANDS")
    void wrongUsesAreOneObjectWithJson(Wrong wrong) {
        String[] arguments = filled(wrong.arguments);
        String[] withJson = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        withJson[arguments.length] = "--json";
        assertThat(run(withJson)).isEqualTo(wrong.status);
        assertThat(out().lines()).hasSize(1);
        assertThat(out())
                .startsWith("{\"command\":\"" + (wrong.problem.startsWith("gradus") ? "gradus" : "tune")
                        + "\",\"error\":{\"kind\":\"" + (wrong.status == 2 ? "ArgumentException" : "DataException")
                        + "\",\"problem\":\"")
                .contains(
                        wrong.where.isEmpty()
                                ? "\"where\":null,\"to_do\":\""
                                : "\"where\":\"" + wrong.where.replace("TABLE", table.toString()) + "\"")
                .endsWith("\"}}\n");
        assertThat(err()).isEmpty();
    }

    private String[] filled(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.equals("TABLE") ? table.toString() : argument)
                .toArray(String[]::new);
    }

    @Test
    void tunePrintsATableAndWhereTheReportIs() {
        Path target = folder.resolve("out");
        assertThat(run("tune", table.toString(), "--target", "species", "--out", target.toString()))
                .isZero();
        assertThat(out().lines().toList())
                .hasSize(9)
                .anyMatch(line -> line.startsWith("tuned                     2"))
                .contains("converged after 30 outer iterations: hypergradient norm 0.0002021 reached 0.0003")
                .contains("note: 1 feature is constant in the training rows and not used: 'same'")
                .endsWith("report: " + target.resolve("report.html"));
        assertThat(err()).startsWith("""
                        table: 30 rows, 2 features; 18 to train, 6 to validate, 6 to test
                        model: softmax, because the target 'species' has 3 classes: 'a', 'b', 'c'
                        """);
    }

    @Test
    void tuneWithJsonPrintsOneObjectAlone() {
        Path target = folder.resolve("out");
        assertThat(run("tune", table.toString(), "--target", "species", "--out", target.toString(), "--json"))
                .isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(out()).startsWith("{\"command\":\"tune\",\"rows\":30,").endsWith("\"out\":\"" + target + "\"}\n");
    }

    @Test
    void theReportRepeatsTheCommandLine() throws IOException {
        Path spaced = Files.copy(table, folder.resolve("it's my table.csv"));
        Path target = folder.resolve("out");
        assertThat(run("tune", spaced.toString(), "--target", "species", "--out", target.toString()))
                .isZero();
        assertThat(Files.readString(target.resolve("report.html")))
                .contains("<code>gradus tune &#39;" + folder
                        + "/it&#39;\\&#39;&#39;s my table.csv&#39; --target species" + " --out " + target + "</code>");
    }

    @Test
    void errorsInsideShowNoStackTraceUnlessAsked() {
        Tuner broken = (problem, options, listener) -> {
            throw new IllegalStateException("boom");
        };
        String[] arguments = {
            "tune",
            table.toString(),
            "--target",
            "species",
            "--out",
            folder.resolve("o").toString()
        };
        assertThat(run(broken, arguments)).isEqualTo(1);
        assertThat(err()).endsWith("""
                        error: tune: an error inside Gradus: java.lang.IllegalStateException: boom
                          to do: please report it, with what the same command prints with --debug
                        """).doesNotContain("\tat ");
        String[] debug = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        debug[arguments.length] = "--debug";
        assertThat(run(broken, debug)).isEqualTo(1);
        assertThat(err()).contains("\tat org.gradus.workbench.");
    }

    /** What a library throws, and how it is told of. */
    record Thrown(Throwable error, String json) {}

    static final List<Thrown> THROWN = List.of(
            new Thrown(
                    new ConvergenceException("minimize: no descent", "scale the data"),
                    "\"kind\":\"ConvergenceException\",\"problem\":\"minimize: no descent\",\"where\":null,\"to_do\":\"scale"
                            + " the data\""),
            new Thrown(
                    new UncheckedIOException(new IOException("No space left on device")),
                    "\"kind\":\"EnvironmentException\",\"problem\":\"tune: cannot write: IO No space left on device\","
                            + "\"where\":null,\"to_do\":\"check that the disk has space and the folder can be written to\""),
            new Thrown(
                    new OutOfMemoryError("Java heap space"),
                    "\"kind\":\"EnvironmentException\",\"problem\":\"tune: not enough memory: the heap has at most "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB\",\"where\":null,\"to_do\":\"give java more memory with -Xmx, or use a smaller table\""),
            new Thrown(
                    new StackOverflowError(),
                    "\"kind\":\"InternalError\",\"problem\":\"tune: an error inside Gradus: java.lang.StackOverflowError\","
                            + "\"where\":null,\"to_do\":\"please report it, with what the same command prints with"
                            + " --debug\""));

    @ParameterizedTest
    @FieldSource("THROWN")
    void everyErrorIsOneObject(Thrown thrown) {
        Tuner broken = (problem, options, listener) -> sneak(thrown.error);
        assertThat(run(
                        broken,
                        "tune",
                        table.toString(),
                        "--target",
                        "species",
                        "--json",
                        "--out",
                        folder.resolve("o").toString()))
                .isEqualTo(1);
        assertThat(out()).isEqualTo("{\"command\":\"tune\",\"error\":{" + thrown.json + "}}\n");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T sneak(Throwable error) throws E {
        throw (E) error;
    }

    @Test
    void aReaderThatWentAwayIsNoError() {
        PrintStream closed = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        assertThat(run(
                        new FakeTuner(0.4),
                        closed,
                        "tune",
                        table.toString(),
                        "--target",
                        "species",
                        "--out",
                        folder.resolve("o").toString()))
                .isZero();
        assertThat(err()).doesNotContain("pipe").doesNotContain("\tat ");
    }

    @Test
    void doctorTellsWhatItFound() {
        assertThat(run("doctor")).isZero();
        assertThat(out()).isEqualTo("ok    JDK     25\nwarn  BLAS    none\n              to do: add it\n");
    }

    @Test
    void doctorFailsWhenSomethingNeededIsMissing() {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                true,
                true,
                false);
        Services services = new Services(
                new FakeTuner(1), (path, result) -> {}, List.of(() -> Finding.fail("JDK", "24", "get 25")));
        assertThat(new Gradus(terminal, services).run("doctor")).isEqualTo(1);
        assertThat(out()).isEqualTo("\u001b[31mfail\u001b[0m  JDK     24\n              to do: get 25\n");
        out.reset();
        assertThat(new Gradus(terminal, services).run("doctor", "--json")).isEqualTo(1);
        assertThat(out())
                .isEqualTo("{\"command\":\"doctor\",\"ok\":false,\"checks\":[{\"name\":\"JDK\",\"status\":\"fail\","
                        + "\"found\":\"24\",\"to_do\":\"get 25\"}]}\n");
    }

    @Test
    void everyCommandHasHelp() {
        for (String[] arguments :
                new String[][] {{"--help"}, {"tune", "--help"}, {"predict", "--help"}, {"doctor", "--help"}}) {
            out.reset();
            assertThat(run(arguments)).isZero();
            assertThat(out()).startsWith("Usage: gradus").contains("--help").contains("Exit status: 0");
            assertThat(out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
        assertThat(err()).isEmpty();
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(run("--version")).isZero();
        assertThat(out()).matches("gradus \\S+ \\(JDK " + Runtime.version().feature() + "\\S*\\)\n");
    }
}
