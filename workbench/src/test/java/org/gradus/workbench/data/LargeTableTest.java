package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.error.EnvironmentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in temporary files are the same tables, and nothing is left of the files. */
class LargeTableTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

    /** Numbers, numbers with gaps, decimal commas, text with quotes and gaps, dates; three chunks of rows. */
    private Path mixed() throws IOException {
        StringBuilder text = new StringBuilder("n;gaps;comma;word;day\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i % 977 - 3.25).append(';');
            text.append(i % 7 == 0 ? "NA" : String.valueOf(i % 13)).append(';');
            text.append(i % 5).append(',').append(i % 10).append(';');
            text.append(i % 11 == 0 ? "" : i % 3 == 0 ? "\"a; \"\"ü\"\"\"" : "word " + i % 40)
                    .append(';');
            text.append("2024-")
                    .append(i % 2 == 0 ? "01" : "11")
                    .append("-0")
                    .append(1 + i % 9)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("mixed.csv"), text);
    }

    private static Table read(Path path) {
        return TableSource.of(path).read(Set.of());
    }

    private static List<Column> copy(Table table) {
        return new ArrayList<>(table.columns());
    }

    @Test
    void aTableInTemporaryFilesIsTheSameTable() throws Exception {
        Path csv = mixed();
        Table held = read(csv);
        Large.spooled(64, () -> {
            try (Table spooled = read(csv)) {
                assertThat(spooled.columns()).isInstanceOf(ColumnStore.class);
                assertThat(spooled.names()).isEqualTo(held.names());
                assertThat(spooled.rows()).isEqualTo(ROWS);
                assertThat(spooled.notes()).isEqualTo(held.notes()).hasSize(1);
                assertThat(copy(spooled)).isEqualTo(held.columns());
                assertThat(spooled.without("gaps")).isEqualTo(held.without("gaps"));
                assertThat(spooled.column("word")).isEqualTo(held.column("word"));
                int from = ColumnStore.CHUNK;
                assertThat(spooled.slice(from, 100).columns())
                        .isEqualTo(held.slice(from, 100).columns());
                assertThat(spooled.slice(2 * from, ROWS - 2 * from).columns())
                        .isEqualTo(held.slice(2 * from, ROWS - 2 * from).columns());
            }
            return null;
        });
    }

    @Test
    void rowsOfParquetKeepTheirOrder() throws Exception {
        Path file = folder.resolve("order.parquet");
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT range AS i, CASE WHEN range % 3 = 0 THEN NULL ELSE 'w' || (range % 9) END AS w"
                            + " FROM range(300000)) TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 20000)");
        }
        Large.spooled(64, () -> {
            try (Table table = read(file)) {
                double[] values = ((Column.Numbers) table.column("i")).values();
                assertThat(IntStream.range(0, values.length).allMatch(i -> values[i] == i))
                        .isTrue();
                assertThat(table.rows()).isEqualTo(300_000);
                assertThat(table.column("w").text(4)).isEqualTo("w4");
                assertThat(table.column("w").text(299_997)).isNull();
            }
            return null;
        });
    }

    @Test
    void preprocessingLearnsTheSame() throws Exception {
        Path csv = mixed();
        int[] train = IntStream.range(0, ROWS).filter(i -> i % 5 > 1).toArray();
        Table held = read(csv);
        Preprocessing.Fitted expected = Preprocessing.fit("t", held.columns(), train);
        Large.spooled(64, () -> {
            try (Table spooled = read(csv)) {
                Preprocessing.Fitted fitted = Preprocessing.fit("t", spooled.columns(), train);
                assertThat(fitted.preprocessing()).isEqualTo(expected.preprocessing());
                assertThat(fitted.imputed()).isEqualTo(expected.imputed());
                assertThat(fitted.notes()).isEqualTo(expected.notes());
                Split split = new Split(
                        train, IntStream.range(0, ROWS).filter(i -> i % 5 == 0).toArray(), new int[] {1, 6});
                List<FeatureMatrix> parts = FeatureMatrix.of(spooled, fitted.preprocessing(), split, RowListener.NONE);
                assertThat(parts.getFirst().isOne()).isFalse();
                assertThat(parts.getFirst().all())
                        .containsExactly(expected.rows().apply(train));
                assertThat(parts.get(1).all()).containsExactly(expected.rows().apply(split.validation()));
                assertThat(parts.get(2).all()).containsExactly(expected.rows().apply(split.test()));
                parts.forEach(FeatureMatrix::close);
                assertThat(DuplicateRows.of(spooled.columns(), split))
                        .isEqualTo(DuplicateRows.of(held.columns(), split));
            }
            return null;
        });
    }

    @Test
    void aBrokenRowFarDownIsNamed() throws Exception {
        Path csv = mixed();
        List<String> lines = new ArrayList<>(Files.readAllLines(csv));
        lines.set(17_000, "1;2;3");
        Files.write(csv, lines);
        Large.spooled(64, () -> {
            assertThatThrownBy(() -> read(csv))
                    .isInstanceOf(TableException.class)
                    .hasMessageStartingWith("read: line 17001 has 3 fields, the header has 5");
            return null;
        });
    }

    @Test
    void aColumnThatTurnsToTextAtTheEndIsReadAsInSmallTables() throws Exception {
        Path csv = mixed();
        Files.writeString(csv, Files.readString(csv) + "few;1;1,5;x;2024-01-01\n");
        Table held = read(csv);
        assertThat(held.column("n")).isInstanceOf(Column.Texts.class);
        Large.spooled(64, () -> {
            try (Table spooled = read(csv)) {
                assertThat(copy(spooled)).isEqualTo(held.columns());
            }
            return null;
        });
    }

    @Test
    void nothingIsLeftOfTemporaryFiles() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path csv = mixed();
        Large.with(
                Map.of("java.io.tmpdir", temporary.toString()),
                () -> Large.spooled(64, () -> {
                    Table table = read(csv);
                    try (Stream<Path> files = Files.list(temporary)) {
                        if (!System.getProperty("os.name").startsWith("Windows")) {
                            assertThat(files)
                                    .as("they lose their names when they are made")
                                    .isEmpty();
                        }
                    }
                    table.close();
                    assertThatThrownBy(() -> table.column("n")).isInstanceOf(RuntimeException.class);
                    return null;
                }));
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsSaid() throws Exception {
        Path absent = folder.resolve("absent");
        Path csv = mixed();
        read(csv);
        Large.with(
                Map.of("java.io.tmpdir", absent.toString()),
                () -> Large.spooled(64, () -> {
                    assertThatThrownBy(() -> read(csv))
                            .isInstanceOf(EnvironmentException.class)
                            .hasMessageContaining("the table is too large for memory, and a temporary file in " + absent
                                    + " cannot be written")
                            .hasMessageContaining("-Djava.io.tmpdir=DIR");
                    return null;
                }));
    }
}
