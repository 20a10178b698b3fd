package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TableReaderTest {

    /** A wrong file: its name, its content, what is said. FILE stands for the path. */
    record Wrong(String name, String content, String message) {
        @Override
        public String toString() {
            return message.lines().findFirst().orElse("") + " [" + name + "]";
        }
    }

    static final List<Wrong> WRONG = List.of(
            new Wrong("empty.csv", "", """
                    read: the file is empty
                      where: FILE
                      to do: give a table with a header row and a row for each example"""),
            new Wrong("blank.csv", "\n\n  \n", """
                    read: the file is empty
                      where: FILE
                      to do: give a table with a header row and a row for each example"""),
            new Wrong("header.csv", "a,b,c\n", """
                    read: the table has a header of 3 columns but no rows
                      where: FILE
                      to do: add a row for each example below the header"""),
            new Wrong("numbers.csv", "1,2.5,-3\n4,5,6\n", """
                    read: no header: the first row holds only numbers (1, 2.5, -3)
                      where: FILE
                      to do: add a first row with the names of the columns"""),
            new Wrong("twice.csv", "a,b,a\n1,2,3\n", """
                    read: two columns are named 'a' (columns 1 and 3)
                      where: FILE, column 'a'
                      to do: rename one of them in the header row"""),
            new Wrong("unnamed.csv", "a,,c\n1,2,3\n", """
                    read: column 2 of 3 has no name
                      where: FILE
                      to do: name every column in the header row"""),
            new Wrong("long.csv", "a,b\n1,2\n3,4,5\n", """
                    read: line 3 has 3 fields, the header has 2
                      where: FILE
                      to do: give each row as many fields as the header, and put text that holds the separator in \
                    "quotes\""""),
            new Wrong("short.csv", "a,b\n1\n2,3\n", """
                    read: line 2 has 1 fields, the header has 2
                      where: FILE
                      to do: give each row as many fields as the header, and put text that holds the separator in \
                    "quotes\""""),
            new Wrong("open.csv", "a,b\n1,\"2\n", """
                    read: line 2 has a quoted field that does not end
                      where: FILE
                      to do: close the quotes, and write a quote inside quotes twice"""),
            new Wrong("binary.csv", "PK\u0003\u0004\u0000\u0000\u0001", """
                    read: the file is not a table: it holds binary data
                      where: FILE
                      to do: give a CSV, Parquet or JSON file"""),
            new Wrong("table.xlsx", "PK", """
                    read: the kind of file is not known from the name 'table.xlsx'
                      where: FILE
                      to do: give a file that ends in .csv, .tsv, .txt, .parquet, .json, .jsonl or .ndjson"""),
            new Wrong("noarray.json", "{\"a\": 1}\n{\"a\": ", """
                    read: the file is not a JSON table: Invalid Input Error: Malformed JSON in file "FILE", at byte 7 in \
                    line 3: unexpected end of data.
                      where: FILE
                      to do: give one object a row, {"column": value, ...}, in an array or one a line"""),
            new Wrong("no.parquet", "not one at all", """
                    read: the file is not a Parquet file: Invalid Input Error: No magic bytes found at end of file \
                    'FILE'
                      where: FILE
                      to do: check that it is whole and was written as Parquet"""));

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("WRONG")
    void saysWhatIsWrongWithAFile(Wrong wrong) throws IOException {
        Path file = folder.resolve(wrong.name);
        Files.writeString(file, wrong.content);
        assertThatThrownBy(() -> TableReader.read(file))
                .isInstanceOf(TableException.class)
                .hasMessage(wrong.message.replace("FILE", file.toString()));
    }

    @Test
    void aMissingFileIsNamedWithItsNeighbor() throws IOException {
        Files.writeString(folder.resolve("iris.csv"), "a\n1\n");
        Path file = folder.resolve("irs.csv");
        assertThatThrownBy(() -> TableReader.read(file))
                .hasMessage("read: no such file\n  where: " + file + "\n  to do: did you mean 'iris.csv'?");
    }

    @Test
    void aMissingFolderIsLookedUpFromHere() {
        Path file = folder.resolve("nowhere/t.csv");
        assertThatThrownBy(() -> TableReader.read(file))
                .hasMessage("read: no such file\n  where: " + file + "\n  to do: check the path; it is looked up from "
                        + Path.of("").toAbsolutePath());
    }

    @Test
    void aFolderIsNotAFile() {
        assertThatThrownBy(() -> TableReader.read(folder))
                .hasMessage(
                        "read: this is a folder, not a file\n  where: " + folder + "\n  to do: name one file in it");
    }

    @Test
    void latin1IsRefusedInHeaderAndBody() throws IOException {
        for (String content : List.of("caf\u00e9,b\n1,2\n", "a,b\ncaf\u00e9,2\n")) {
            Path file = folder.resolve("latin.csv");
            Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> TableReader.read(file))
                    .hasMessage("read: the file is not text in UTF-8\n  where: " + file
                            + "\n  to do: save it as CSV in UTF-8, or as Parquet");
        }
    }

    @Test
    void readsNumbersTextAndMissingValues() throws IOException {
        Table table = read("t.csv", "\uFEFFx,\"the, name\",y\r\n1.5,\"a \"\"b\"\"\",NA\r\n , c ,-2e3\r\n?,,+4\r\n");
        assertThat(table.names()).containsExactly("x", "the, name", "y");
        assertThat(table.columns())
                .containsExactly(
                        new Column.Numbers("x", new double[] {1.5, Double.NaN, Double.NaN}),
                        new Column.Texts("the, name", new String[] {"a \"b\"", "c", null}),
                        new Column.Numbers("y", new double[] {Double.NaN, -2000, 4}));
        assertThat(table.column("x").missing()).isEqualTo(2);
        assertThat(table.column("the, name").firstMissing()).isEqualTo(2);
    }

    @ParameterizedTest
    @FieldSource("SEPARATORS")
    void findsTheSeparator(String separator) throws IOException {
        Table table = read("t.csv", "a-b-c\n1-2-3\n\n4-5-6\n".replace("-", separator));
        assertThat(table.columns())
                .containsExactly(
                        new Column.Numbers("a", new double[] {1, 4}),
                        new Column.Numbers("b", new double[] {2, 5}),
                        new Column.Numbers("c", new double[] {3, 6}));
    }

    static final List<String> SEPARATORS = List.of(",", ";", "\t", "|");

    @Test
    void oneTextAmongNumbersMakesAColumnOfText() throws IOException {
        assertThat(read("t.csv", "a\n1\ntwo\n3\n").column("a"))
                .isEqualTo(new Column.Texts("a", new String[] {"1", "two", "3"}));
    }

    @Test
    void namesWithWildcardsAndQuotesMatchThemselvesAlone() throws IOException {
        read("ab.csv", "x\n99\n");
        for (String name : List.of("a*.csv", "a?.csv", "a[b].csv", "it's.csv", "a \"b\".csv", "a;--.csv")) {
            assertThat(read(name, "x\n7\n").column("x")).as(name).isEqualTo(new Column.Numbers("x", new double[] {7}));
        }
    }

    @Test
    void namesOfColumnsAreTakenAsTheyAre() throws IOException {
        String name = "a\"; DROP TABLE data; --<script>'";
        Table table = read("t.csv", "\"" + name.replace("\"", "\"\"") + "\",b\n1,2\n");
        assertThat(table.names()).containsExactly(name, "b");
    }

    @Test
    void readsCompressedCsv() throws IOException {
        Path file = folder.resolve("t.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(TableReader.read(file).columns())
                .containsExactly(new Column.Numbers("a", new double[] {1}), new Column.Texts("b", new String[] {"x"}));
    }

    @Test
    void readsJsonLines() throws IOException {
        assertThat(read("t.jsonl", "{\"a\":1,\"b\":\"x\"}\n{\"a\":null,\"b\":\"y\"}\n")
                        .columns())
                .containsExactly(
                        new Column.Numbers("a", new double[] {1, Double.NaN}),
                        new Column.Texts("b", new String[] {"x", "y"}));
    }

    @Test
    void readsParquet() throws Exception {
        Path file = folder.resolve("t.parquet");
        try (Connection connection = DuckDb.open();
                PreparedStatement statement =
                        connection.prepareStatement("COPY (SELECT 1::INTEGER AS i, 2.5::DECIMAL(4,2)"
                                + " AS d, 'x' AS t, TRUE AS \"a \"\" b\") TO '" + file + "' (FORMAT parquet)")) {
            statement.execute();
        }
        assertThat(TableReader.read(file).columns())
                .containsExactly(
                        new Column.Numbers("i", new double[] {1}),
                        new Column.Numbers("d", new double[] {2.5}),
                        new Column.Texts("t", new String[] {"x"}),
                        new Column.Texts("a \" b", new String[] {"true"}));
    }

    @Test
    void rowsKeepTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder("i\n");
        double[] expected = new double[20_000];
        for (int i = 0; i < expected.length; i++) {
            text.append(i).append('\n');
            expected[i] = i;
        }
        assertThat(read("t.csv", text.toString()).column("i")).isEqualTo(new Column.Numbers("i", expected));
    }

    @Test
    void anUnknownColumnIsNamedWithTheOneThatWasMeant() throws IOException {
        Table table = read("t.csv", "species,width\na,1\n");
        assertThatThrownBy(() -> table.column("Spceies"))
                .hasMessage("tune: no column 'Spceies'\n  where: " + folder.resolve("t.csv")
                        + "\n  to do: did you mean 'species'? The columns are: 'species', 'width'");
        assertThatThrownBy(() -> table.column("outcome"))
                .hasMessage("tune: no column 'outcome'\n  where: " + folder.resolve("t.csv")
                        + "\n  to do: name one of the columns: 'species', 'width'");
    }

    private Table read(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return TableReader.read(file);
    }
}
