package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private CommandRun last;

    @TempDir
    Path folder;

    private Path model;
    private Path table;

    private int run(String... arguments) {
        last = CommandRun.of(arguments);
        return last.status();
    }

    private String out() {
        return last.out();
    }

    private String err() {
        return last.err();
    }

    @BeforeEach
    void tune() throws IOException {
        // A space, so that the command has a quoted word.
        table = Fixtures.flowers(Files.createDirectory(folder.resolve("my data")), "it's length");
        model = folder.resolve("model");
        assertThat(run("tune", table.toString(), "--target", "species", "--out", model.toString()))
                .as(err())
                .isZero();
    }

    @Test
    void tellsInWordsAndWritesAPage() throws IOException {
        Path plots = folder.resolve("plots");
        assertThat(run("inspect", model.toString(), "--top", "2", "--plot", plots.toString()))
                .as(err())
                .isZero();
        assertThat(out())
                .startsWith("curvature: the inner problem has 9 parameters; its largest curvature is ")
                .contains("directions are flat: moving along them changes nothing.")
                .contains("\n  would cost most to lose  target", "\n  do most harm  target")
                .contains("\nhyperparameters: how the test rows' probabilities move")
                .containsPattern("\n  row \\d+ +[abc] ")
                .containsPattern("\n  it's length +\\d")
                .endsWith("page: " + model.resolve("inspect.html") + "\n");
        assertThat(Files.readString(model.resolve("inspect.html")))
                .contains("Inside the model of &#39;species&#39;")
                .contains("id=\"figure-3-title\"")
                .doesNotContain("<script")
                .doesNotContain("http://www.w3.org/1999");
        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "spectrum.png", "influence.png", "sensitivity.png", "loss-path.png", "loss-plane.png");
        }
    }

    @Test
    void jsonIsOneObject() throws IOException {
        assertThat(run("inspect", model.toString(), "--json")).isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(Json.read(out()).keySet())
                .containsExactly(
                        "command",
                        "parameters",
                        "residual",
                        "damping",
                        "linear_residual",
                        "curvature",
                        "influence",
                        "hyperparameters",
                        "sensitivity",
                        "notes",
                        "page");
        assertThat(out()).contains("\"parameters\":9,", "\"negative\":false", "\"hyperparameters\":2,");
    }

    @Test
    void aModelOfTheSameFolderMayBeTunedAnew() {
        assertThat(run("inspect", model.toString())).isZero();
        assertThat(run("tune", table.toString(), "--target", "species", "--out", model.toString()))
                .as(err())
                .isZero();
        assertThat(model.resolve("inspect.html")).doesNotExist();
    }

    @Test
    void changedDataAreRefused() throws IOException {
        Files.writeString(table, Files.readString(table).replaceFirst("a,4\n", "b,4\n"));
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err())
                .matches(
                        "(?s)error: inspect: the data have changed since the model was fitted: \\d+ bytes with the SHA-256"
                                + " [0-9a-f]{12}… then, \\d+ bytes with [0-9a-f]{12}… now\n  where: .*flowers.csv\n  to do: put the"
                                + " old file there again, or run gradus tune on the new one\n");
        Files.delete(table);
        assertThat(run("inspect", model.toString(), "--json")).isEqualTo(1);
        assertThat(out())
                .startsWith(
                        "{\"command\":\"inspect\",\"error\":{\"kind\":\"DataException\",\"problem\":\"inspect: the data"
                                + " that the model was fitted to are not there\",\"where\":\"")
                .endsWith(
                        "\"to_do\":\"put the file there again, or run this in the folder where gradus tune ran\"}}\n");
    }

    @Test
    void damagedRecordsAreRefused() throws IOException {
        Path record = model.resolve("result.json");
        String text = Files.readString(record);
        Files.writeString(record, text.substring(0, 100));
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err())
                .startsWith("error: inspect: the record of the run cannot be used: it is not JSON at line 1, column ")
                .endsWith("\n  to do: copy the folder again from where it came, or run gradus tune again\n");
        Files.writeString(record, "{}");
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err()).contains("it has no 'grid_penalty' or no 'data', as of an older version");
        Files.write(record, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err()).contains("it is no text");
        Files.delete(record);
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err()).startsWith("error: inspect: the folder holds no result.json\n  where: " + model);
        Files.delete(model.resolve("model.json"));
        assertThat(run("inspect", model.toString())).isEqualTo(1);
        assertThat(err()).startsWith("error: inspect: the folder holds no model.json\n");
    }

    @Test
    void wrongUsesAreExplained() {
        assertThat(run("inspect", folder.resolve("nothing").toString())).isEqualTo(2);
        assertThat(err())
                .isEqualTo("error: inspect: there is no folder " + folder.resolve("nothing")
                        + "\n  to do: name the folder that gradus tune wrote the model to\n");
        assertThat(run("inspect", model.toString(), "--top", "0")).isEqualTo(2);
        assertThat(err())
                .isEqualTo(
                        "error: inspect: --top 0 is out of range\n  to do: give a number from 1 to 1000000, for example"
                                + " --top 10\n");
        assertThat(run("inspect")).isEqualTo(2);
    }

    @Test
    void wordsAreReadBackAsTheyWereWritten() {
        List<String> words = List.of("tune", "it's a file.csv", "--sql", "select \\ \"x\" from 'y'", "", "plain");
        assertThat(CommandText.words(CommandText.line(words)))
                .containsExactly("gradus", "tune", "it's a file.csv", "--sql", "select \\ \"x\" from 'y'", "", "plain");
    }
}
