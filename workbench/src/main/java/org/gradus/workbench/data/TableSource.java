package org.gradus.workbench.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.TableReader.Format;

/**
 * Where a table comes from: one file, or the answer to a query over one or several. In a query each file is a table
 * named as the file without folder and ending: {@code data/visits.csv} is {@code visits}. The query sees no other file,
 * and runs on one thread, so that its rows have the same order each time.
 *
 * @param files the files, at least one
 * @param sql the query, if any
 */
public record TableSource(List<Path> files, Optional<String> sql) {

    /**
     * Copies the list.
     *
     * @throws ArgumentException for several files without a query, two of one name, or an empty query
     */
    public TableSource {
        files = List.copyOf(files);
        if (sql.isEmpty() && files.size() > 1) {
            throw wrong(
                    "read: " + files.size() + " files are given, but a table comes from one",
                    "give one file, or say how they make a table, for example --sql \"select * from "
                            + quoted(name(files.get(0))) + " join " + quoted(name(files.get(1))) + " using (id)\"");
        }
        if (sql.isPresent() && sql.get().isBlank()) {
            throw wrong(
                    "read: the query of --sql is empty",
                    "give one, for example --sql \"select * from " + quoted(name(files.getFirst())) + "\"");
        }
        if (sql.isPresent()) {
            Map<String, Path> names = new LinkedHashMap<>();
            for (Path file : files) {
                Path other = names.putIfAbsent(name(file).toLowerCase(java.util.Locale.ROOT), file);
                if (other != null) {
                    throw wrong(
                            "read: the files " + other + " and " + file + " are both the table '" + name(file)
                                    + "' of the query",
                            "rename one of them");
                }
            }
        }
    }

    /**
     * The source that is one file.
     *
     * @param file the file
     * @return the source
     */
    public static TableSource of(Path file) {
        return new TableSource(List.of(file), Optional.empty());
    }

    private static ArgumentException wrong(String problem, String remedy) {
        return new ArgumentException(problem, remedy, SourceLine.UNKNOWN, null);
    }

    /**
     * Reads the table.
     *
     * @param texts columns that are text even where they look like numbers
     * @return the table with at least one row
     * @throws TableException when a file cannot be read, or the query cannot be answered
     * @throws org.gradus.error.EnvironmentException when the table engine cannot be loaded
     */
    public Table read(Set<String> texts) {
        return read(texts, RowListener.NONE);
    }

    /**
     * Reads the table. One that is too large for memory is in temporary files until it is closed.
     *
     * @param texts columns that are text even where they look like numbers
     * @param listener is told of the progress
     * @return the table with at least one row
     * @throws TableException when a file cannot be read, or the query cannot be answered
     * @throws org.gradus.error.EnvironmentException when the table engine cannot be loaded, or there is no room for
     *     temporary files
     */
    public Table read(Set<String> texts, RowListener listener) {
        return sql.isEmpty() ? TableReader.read(files.getFirst(), texts, listener) : query(sql.get(), listener);
    }

    private Table query(String query, RowListener listener) {
        String file = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            List<String> names = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                define(connection, files.get(i), "gradus_file_" + i);
                names.add(name(files.get(i)));
            }
            statement.execute("SET enable_external_access = false");
            String plain = query.strip().replaceFirst("[;\\s]+$", "");
            try (PreparedStatement answer =
                    connection.prepareStatement("CREATE TEMP TABLE gradus_table AS (" + plain + "\n)")) {
                answer.execute();
            } catch (SQLException e) {
                throw new TableException(
                        "read: the query cannot be answered: " + TableQuery.firstLine(e),
                        Place.of("--sql"),
                        "correct it; " + (names.size() == 1 ? "the table is: " : "the tables are: ")
                                + names.stream().map(TableSource::quoted).collect(Collectors.joining(", ")),
                        e);
            }
            Table table = new Table(file, TableQuery.typedColumns(connection, file, listener));
            if (table.rows() == 0) {
                throw new TableException(
                        "read: the query has no rows as its answer", Place.of("--sql"), "check its conditions");
            }
            return table;
        } catch (SQLException e) {
            throw new TableException(
                    "read: the query cannot be answered: " + TableQuery.firstLine(e),
                    Place.of("--sql"),
                    "check the files and the query",
                    e);
        }
    }

    private static void define(Connection connection, Path path, String table) throws SQLException {
        String file = path.toString();
        TableReader.requireReadable(path, file);
        Format format = Format.of(path, file);
        String columns = "*";
        if (format == Format.CSV) {
            CsvHeader header = TableReader.csvHeader(path, file);
            TableQuery.loadCsv(connection, path, file, header, table);
            List<String> expressions = TableQuery.expressions(connection, table, header, Set.of());
            List<String> named = new ArrayList<>();
            for (int i = 0; i < expressions.size(); i++) {
                named.add(expressions.get(i) + " AS " + always(header.names().get(i)));
            }
            columns = String.join(", ", named);
        } else {
            TableQuery.loadTyped(connection, path, file, format, table);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP VIEW " + always(name(path)) + " AS SELECT " + columns + " FROM " + table);
        }
    }

    /** The name of a file in a query: without folder and ending. */
    private static String name(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString().replaceFirst("(?<=.)\\.[^.]+(\\.gz)?$", "");
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : always(name);
    }

    private static String always(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
