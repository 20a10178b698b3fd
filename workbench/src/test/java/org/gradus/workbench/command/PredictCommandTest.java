package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableReader;
import org.gradus.workbench.tune.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PredictCommandTest {
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
        table = Fixtures.flowers(folder, "length");
        model = folder.resolve("model");
        assertThat(run("tune", table.toString(), "--target", "species", "--out", model.toString(), "--hyper", "l2"))
                .as(err())
                .isZero();
    }

    @Test
    void writesALineForEachRowToStandardOutput() {
        assertThat(run("predict", model.toString(), table.toString())).isZero();
        assertThat(out().lines())
                .hasSize(31)
                .startsWith("row,prediction,probability of a,probability of b,probability of c")
                .element(30)
                .asString()
                .matches("30,[abc],0\\.\\d+(E-\\d+)?,0\\.\\d+(E-\\d+)?,0\\.\\d+(E-\\d+)?");
        assertThat(err()).startsWith("30 rows predicted by softmax: log loss ").contains(", accuracy ");
    }

    @Test
    void csvAndParquetHoldTheSame() throws IOException {
        Path csv = folder.resolve("p.csv");
        Path parquet = folder.resolve("it's p.parquet");
        assertThat(run("predict", model.toString(), table.toString(), "--out", csv.toString()))
                .isZero();
        assertThat(out()).endsWith("predictions: " + csv + "\n");
        assertThat(run("predict", model.toString(), table.toString(), "--out", parquet.toString()))
                .as(err())
                .isZero();
        Table one = TableReader.read(csv);
        Table two = TableReader.read(parquet);
        assertThat(two.columns()).isEqualTo(one.columns());
        assertThat(one.column("probability of b")).isInstanceOf(Column.Numbers.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("flowers.csv", "model", "p.csv", "it's p.parquet");
        }
    }

    @Test
    void jsonIsOneObject() {
        assertThat(run("predict", model.toString(), table.toString(), "--json")).isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(out())
                .startsWith(
                        "{\"command\":\"predict\",\"rows\":30,\"model\":\"softmax\",\"target\":\"species\",\"imputed\":[],"
                                + "\"unseen\":[],\"notes\":[],\"target_rows\":30,\"loss\":")
                .contains("\"accuracy\":", "\"out\":null,\"predictions\":[{\"prediction\":\"");
        Path csv = folder.resolve("p.csv");
        assertThat(run("predict", model.toString(), table.toString(), "--json", "--out", csv.toString()))
                .isZero();
        assertThat(out()).endsWith("\"out\":\"" + csv + "\"}\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void aQueryMakesTheTable() throws IOException {
        Path other = Files.writeString(folder.resolve("sizes.csv"), "k,l,w\n1,3,4\n2,5,6\n");
        assertThat(run(
                        "predict",
                        model.toString(),
                        other.toString(),
                        "--sql",
                        "select l as length, w as width from sizes order by k"))
                .isZero();
        assertThat(out().lines()).hasSize(3);
        assertThat(err()).isEqualTo("2 rows predicted by softmax\n");
    }

    @Test
    void gapsAndUnknownClassesAreNoted() throws IOException {
        Path odd = Files.writeString(folder.resolve("odd.csv"), "length,width,species\n1,,a\n2,3,z\n3,4,\n");
        assertThat(run(
                        "predict",
                        model.toString(),
                        odd.toString(),
                        "--out",
                        folder.resolve("p.csv").toString()))
                .isZero();
        assertThat(out().lines().toList())
                .contains(
                        "note: 'width' is missing in 1 row",
                        "note: the target 'species' is missing in 1 row",
                        "note: the target 'species' has classes in 1 row that the model does not know, and that its loss"
                                + " leaves out: 'z'")
                .first()
                .asString()
                .startsWith("3 rows predicted by softmax: log loss ")
                .endsWith(" on 1 row");
    }

    /** A wrong use, the exit status and what is said. */
    record Wrong(List<String> arguments, int status, String message) {}

    static final List<Wrong> WRONG = List.of(
            new Wrong(List.of("predict"), 2, """
                    error: predict: missing required parameters: 'DIR', 'DATA'
                      to do: see gradus predict --help
                    """),
            new Wrong(List.of("predict", "FOLDER/model"), 2, """
                    error: predict: missing required parameter: 'DATA'
                      to do: see gradus predict --help
                    """),
            new Wrong(List.of("predict", "FOLDER/flowers.csv", "FOLDER/model"), 2, """
                    error: predict: FOLDER/flowers.csv is a file
                      to do: name the folder that gradus tune wrote the model to
                    """),
            new Wrong(List.of("predict", "FOLDER/model", "FOLDER/flower.csv"), 1, """
                    error: read: no such file
                      where: FOLDER/flower.csv
                      to do: did you mean 'flowers.csv'?
                    """),
            new Wrong(List.of("predict", "FOLDER/model", "FOLDER/flowers.csv", "--out", "FOLDER/p.xlsx"), 2, """
                    error: predict: the output file 'FOLDER/p.xlsx' ends neither in .csv nor in .parquet
                      to do: name it so, for example --out predictions.csv
                    """),
            new Wrong(List.of("predict", "FOLDER/model", "FOLDER/flowers.csv", "--out", "FOLDER/no/p.csv"), 2, """
                    error: predict: there is no folder 'FOLDER/no' for the output file
                      to do: make it, or name another file
                    """));

    @ParameterizedTest
    @FieldSource("WRONG")
    void wrongUsesAreExplained(Wrong wrong) {
        String[] arguments = wrong.arguments.stream()
                .map(argument -> argument.replace("FOLDER", folder.toString()))
                .toArray(String[]::new);
        assertThat(run(arguments)).isEqualTo(wrong.status);
        assertThat(err()).isEqualTo(wrong.message.replace("FOLDER", folder.toString()));
        assertThat(out()).isEmpty();
    }
}
