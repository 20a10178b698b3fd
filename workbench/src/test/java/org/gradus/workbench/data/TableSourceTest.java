package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradus.error.GradusException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TableSourceTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.writeString(
                folder.resolve("visits.csv"), "id;\"the day\";spent\n1;2024-01-05;1,5\n2;2024-01-06;NA\n1;;7\n");
        Files.writeString(folder.resolve("2024 people.csv"), "id,name\n1,Ada\n2,Kurt\n");
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1::INTEGER AS id, DATE '2001-02-03' AS born, TRUE AS member UNION ALL"
                    + " SELECT 2, NULL, FALSE) TO '" + folder.resolve("data.parquet") + "' (FORMAT parquet)");
        }
    }

    private Table query(String sql, String... files) {
        return new TableSource(List.of(files).stream().map(folder::resolve).toList(), Optional.of(sql)).read(Set.of());
    }

    @Test
    void filesAreTablesNamedAsTheFiles() {
        Table table = query(
                "select v.*, name, born, member from visits v join \"2024 people\" using (id) join data using (id)"
                        + " order by spent desc nulls last;\n",
                "visits.csv",
                "2024 people.csv",
                "data.parquet");
        assertThat(table.columns())
                .containsExactly(
                        new Column.Numbers("id", new double[] {1, 1, 2}),
                        new Column.Texts("the day", new String[] {null, "2024-01-05", "2024-01-06"}),
                        new Column.Numbers("spent", new double[] {7, 1.5, Double.NaN}),
                        new Column.Texts("name", new String[] {"Ada", "Ada", "Kurt"}),
                        new Column.Texts("born", new String[] {"2001-02-03", "2001-02-03", null}),
                        new Column.Texts("member", new String[] {"true", "true", "false"}));
        assertThat(table.file())
                .isEqualTo(folder.resolve("visits.csv") + ", " + folder.resolve("2024 people.csv") + ", "
                        + folder.resolve("data.parquet"));
    }

    @Test
    void theSameQueryGivesTheSameRowsInOrder() throws IOException {
        StringBuilder text = new StringBuilder("k,v\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i * 7919L % 5003).append(',').append(i).append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), text);
        String sql = "select k, sum(v) as s, count(*) as n from t group by k";
        Table first = query(sql, "t.csv");
        assertThat(first.rows()).isEqualTo(5003);
        for (int i = 0; i < 3; i++) {
            assertThat(query(sql, "t.csv").columns()).isEqualTo(first.columns());
        }
    }

    @Test
    void oneFileWithoutAQueryIsReadAsItIs() {
        Table table = TableSource.of(folder.resolve("visits.csv")).read(Set.of("id"));
        assertThat(table.column("id")).isEqualTo(new Column.Texts("id", new String[] {"1", "2", "1"}));
        assertThat(table.column("spent")).isEqualTo(new Column.Numbers("spent", new double[] {1.5, Double.NaN, 7}));
        assertThat(table.notes()).containsExactly("commas are read as decimal points in 'spent'");
    }

    @Test
    void commasInQuotesSeparateThousands() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.csv"), "a,b,c\n\"1,234\",\"1,5\",\"1,234,567.5\"\n-12,2,\"-3,000\"\n");
        Table table = TableReader.read(file);
        assertThat(table.columns())
                .containsExactly(
                        new Column.Numbers("a", new double[] {1234, -12}),
                        new Column.Texts("b", new String[] {"1,5", "2"}),
                        new Column.Numbers("c", new double[] {1234567.5, -3000}));
        assertThat(table.notes()).containsExactly("commas are read as separators of thousands in 'a', 'c'");
    }

    /** A wrong query over visits.csv, and what is said. */
    record Wrong(String sql, String message) {}

    static final List<Wrong> WRONG = List.of(
            new Wrong("selec 1", """
                    read: the query cannot be answered: Parser Error: syntax error at or near "selec"
                      where: --sql
                      to do: correct it; the table is: visits"""),
            new Wrong("select nothing from visits", """
                    read: the query cannot be answered: Binder Error: Referenced column "nothing" not found in FROM clause!
                      where: --sql
                      to do: correct it; the table is: visits"""),
            new Wrong("select * from elsewhere", """
                    read: the query cannot be answered: Catalog Error: Table with name elsewhere does not exist!
                      where: --sql
                      to do: correct it; the table is: visits"""),
            new Wrong("select * from visits where id > 5", """
                    read: the query has no rows as its answer
                      where: --sql
                      to do: check its conditions"""),
            new Wrong(" ", """
                    read: the query of --sql is empty
                      to do: give one, for example --sql "select * from visits\""""));

    @ParameterizedTest
    @FieldSource("WRONG")
    void saysWhatIsWrongWithAQuery(Wrong wrong) {
        assertThatThrownBy(() -> query(wrong.sql, "visits.csv"))
                .isInstanceOf(GradusException.class)
                .hasMessage(wrong.message);
    }

    @Test
    void aQuerySeesNoOtherFile() {
        assertThatThrownBy(() ->
                        query("select * from read_csv('" + folder.resolve("2024 people.csv") + "')", "visits.csv"))
                .hasMessageContaining("Permission Error");
        assertThatThrownBy(() -> query("select * from visits) to '" + folder.resolve("x.csv") + "'", "visits.csv"))
                .isInstanceOf(TableException.class);
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @Test
    void severalFilesNeedAQueryAndDifferentNames() throws IOException {
        List<Path> files = List.of(folder.resolve("a.csv"), folder.resolve("b c.csv"));
        assertThatThrownBy(() -> new TableSource(files, Optional.empty()))
                .hasMessage(
                        "read: 2 files are given, but a table comes from one\n  to do: give one file, or say how they"
                                + " make a table, for example --sql \"select * from a join \"b c\" using (id)\"");
        List<Path> twice = List.of(Path.of("a.csv"), Path.of("A.parquet"));
        assertThatThrownBy(() -> new TableSource(twice, Optional.of("select 1")))
                .hasMessage(
                        "read: the files a.csv and A.parquet are both the table 'A' of the query\n  to do: rename one of"
                                + " them");
    }
}
