package org.gradus.workbench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradus.workbench.data.TableReader.Format;

/** The queries behind {@link TableReader}: load the file into the engine, decide each column's kind, fetch values. */
final class TableQuery {
    private static final Pattern CSV_LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern FIELDS = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final String MISSING = "('', 'na', 'n/a', 'nan', 'null', 'none', '?')";
    private static final String THOUSANDS = "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?";
    private static final String DECIMAL_COMMA = "[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?";
    private static final Pattern NUMBER_TYPE =
            Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|REAL");

    private TableQuery() {}

    /** Files of more bytes are not loaded into the engine, but read once to decide the kinds of columns, then for the values. */
    private static final long LOADED = 1L << 26;

    static Table csv(Path path, String file, CsvHeader header, Set<String> texts, RowListener listener) {
        try (Connection connection = DuckDb.open()) {
            if (isLarge(path)) {
                try {
                    view(connection, csvSource(header), path);
                    return textTable(connection, file, header, texts, listener);
                } catch (SQLException e) {
                    throw csvError(e, file, header);
                }
            }
            loadCsv(connection, path, file, header, "gradus_table");
            return textTable(connection, file, header, texts, listener);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static boolean isLarge(Path path) {
        long packed = path.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? 8 : 1;
        try {
            return Files.size(path) * packed > Long.getLong("gradus.loaded", LOADED);
        } catch (IOException e) {
            return false;
        }
    }

    /** The rows of a file in its order, read again by each query. */
    private static void view(Connection connection, String source, Path path) throws SQLException {
        String name = "'" + literal(path.toString()).replace("'", "''") + "'";
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '1GB'");
            statement.execute("CREATE TEMP VIEW gradus_table AS SELECT * FROM " + source.replace("?", name));
        }
    }

    private static String csvSource(CsvHeader header) {
        String columns = IntStream.range(0, header.names().size())
                .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv(?, auto_detect=false, header=true, delim='" + header.separator()
                + "', quote='\"', escape='\"', comment='', nullstr='', strict_mode=true, null_padding=false, columns="
                + columns + ")";
    }

    static void loadCsv(Connection connection, Path path, String file, CsvHeader header, String table) {
        try {
            load(connection, csvSource(header), path, table);
        } catch (SQLException e) {
            throw csvError(e, file, header);
        }
    }

    static Table typed(Path path, String file, Format format, RowListener listener) {
        try (Connection connection = DuckDb.open()) {
            if (isLarge(path)) {
                try {
                    view(connection, typedSource(format), path);
                    return new Table(file, typedColumns(connection, file, listener));
                } catch (SQLException e) {
                    throw typedError(e, file, format);
                }
            }
            loadTyped(connection, path, file, format, "gradus_table");
            return new Table(file, typedColumns(connection, file, listener));
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static String typedSource(Format format) {
        return format == Format.PARQUET ? "read_parquet(?)" : "read_json(?)";
    }

    private static TableException failed(String file, SQLException e) {
        return new TableException(
                "read: the table cannot be read: " + firstLine(e), Place.of(file), "check that the file is whole", e);
    }

    static void loadTyped(Connection connection, Path path, String file, Format format, String table) {
        try {
            load(connection, typedSource(format), path, table);
        } catch (SQLException e) {
            throw typedError(e, file, format);
        }
    }

    private static TableException typedError(SQLException e, String file, Format format) {
        return new TableException(
                "read: the file is not a " + (format == Format.PARQUET ? "Parquet file" : "JSON table") + ": "
                        + firstLine(e),
                Place.of(file),
                format == Format.PARQUET
                        ? "check that it is whole and was written as Parquet"
                        : "give one object a row, {\"column\": value, ...}, in an array or one a line",
                e);
    }

    private static void load(Connection connection, String source, Path path, String table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("CREATE TEMP TABLE " + table + " AS SELECT * FROM " + source)) {
            statement.setString(1, literal(path.toString()));
            statement.execute();
        }
    }

    /** The engine takes a path for a pattern; a name with wildcards in it must match itself alone. */
    static String literal(String path) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            escaped.append(c == '*' || c == '?' || c == '[' ? "[" + c + "]" : String.valueOf(c));
        }
        return escaped.toString();
    }

    private static Table textTable(
            Connection connection, String file, CsvHeader header, Set<String> texts, RowListener listener)
            throws SQLException {
        listener.began(RowListener.Phase.KINDS, 0);
        List<String> names = header.names();
        List<String> expressions = expressions(connection, "gradus_table", header, texts);
        boolean[] numeric = new boolean[names.size()];
        List<String> commas = new ArrayList<>();
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = expressions.get(i).startsWith("TRY_CAST");
            if (expressions.get(i).contains("replace(")) {
                commas.add(names.get(i));
            }
        }
        List<String> notes = commas.isEmpty()
                ? List.of()
                : List.of((header.separator() == ','
                                ? "commas are read as separators of thousands in "
                                : "commas are read as decimal points in ")
                        + Names.list(commas));
        return new Table(file, fetch(connection, expressions, names, numeric, listener), notes);
    }

    /** How each column of a CSV file is read: as a number, as a number with commas, or as text. */
    static List<String> expressions(Connection connection, String table, CsvHeader header, Set<String> texts)
            throws SQLException {
        int n = header.names().size();
        String counts = IntStream.range(0, n)
                .mapToObj(i -> "c" + i)
                .map(c -> "count(*) FILTER (" + number(c) + " IS NULL AND NOT " + missing(c) + "), count(*) FILTER ("
                        + commaNumber(c, header.separator()) + " IS NULL AND NOT " + missing(c) + ")")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table));
        List<String> expressions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(counts)) {
            result.next();
            for (int i = 0; i < n; i++) {
                String c = "c" + i;
                boolean text = texts.contains(header.names().get(i));
                if (!text && result.getLong(2 * i + 1) == 0) {
                    expressions.add(number(c));
                } else if (!text && result.getLong(2 * i + 2) == 0) {
                    expressions.add(commaNumber(c, header.separator()));
                } else {
                    expressions.add("nullif(trim(" + c + "), '')");
                }
            }
        }
        return expressions;
    }

    private static int rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM gradus_table")) {
            result.next();
            return Math.toIntExact(result.getLong(1));
        }
    }

    private static String commaNumber(String column, char separator) {
        String trimmed = "trim(" + column + ")";
        return separator == ','
                ? "TRY_CAST(CASE WHEN regexp_full_match(" + trimmed + ", '" + THOUSANDS + "') THEN replace(" + trimmed
                        + ", ',', '') ELSE " + trimmed + " END AS DOUBLE)"
                : "TRY_CAST(CASE WHEN regexp_full_match(" + trimmed + ", '" + DECIMAL_COMMA + "') THEN replace("
                        + trimmed + ", ',', '.') ELSE " + trimmed + " END AS DOUBLE)";
    }

    private static String number(String column) {
        return "TRY_CAST(trim(" + column + ") AS DOUBLE)";
    }

    private static String missing(String column) {
        return "(" + column + " IS NULL OR lower(trim(" + column + ")) IN " + MISSING + ")";
    }

    static List<Column> typedColumns(Connection connection, String file, RowListener listener) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        boolean[] numeric;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery("SELECT * FROM gradus_table LIMIT 0")) {
                ResultSetMetaData data = result.getMetaData();
                numeric = new boolean[data.getColumnCount()];
                for (int i = 0; i < numeric.length; i++) {
                    String name = data.getColumnName(i + 1);
                    String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
                    numeric[i] = NUMBER_TYPE
                            .matcher(data.getColumnTypeName(i + 1).toUpperCase(Locale.ROOT))
                            .matches();
                    names.add(name);
                    expressions.add(
                            numeric[i]
                                    ? "CAST(" + quoted + " AS DOUBLE)"
                                    : "nullif(trim(CAST(" + quoted + " AS VARCHAR)), '')");
                }
            }
        }
        TableReader.requireNames(names, file);
        return fetch(connection, expressions, names, numeric, listener);
    }

    private static List<Column> fetch(
            Connection connection,
            List<String> expressions,
            List<String> names,
            boolean[] numeric,
            RowListener listener)
            throws SQLException {
        int rows = rows(connection);
        listener.began(RowListener.Phase.ROWS, rows);
        boolean hold = Memory.holds(rows, names.size());
        CellWriter cells = hold ? new HeldColumns(names, numeric, rows) : new ColumnStore.Writer(names, numeric, rows);
        boolean whole = false;
        String query = "SELECT " + String.join(", ", expressions) + " FROM gradus_table";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            for (int row = 0; row < rows && result.next(); row++) {
                for (int i = 0; i < numeric.length; i++) {
                    if (numeric[i]) {
                        double value = result.getDouble(i + 1);
                        cells.set(i, result.wasNull() ? Double.NaN : value);
                    } else {
                        cells.set(i, result.getString(i + 1));
                    }
                }
                cells.endRow();
                if ((row + 1) % ColumnStore.CHUNK == 0) {
                    listener.rows(row + 1);
                }
            }
            List<Column> columns = cells.finish();
            whole = true;
            return columns;
        } finally {
            if (!whole) {
                cells.abandon();
            }
        }
    }

    private static TableException csvError(SQLException e, String file, CsvHeader header) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Invalid unicode") || message.contains("not utf-8")) {
            return CsvHeader.notUtf8(file, e);
        }
        Matcher line = CSV_LINE.matcher(message);
        String where = line.find() ? "line " + line.group(1) : "the file";
        Matcher fields = FIELDS.matcher(message);
        if (fields.find()) {
            return new TableException(
                    "read: " + where + " has " + fields.group(2) + " fields, the header has " + fields.group(1),
                    Place.of(file),
                    "give each row as many fields as the header, and put text that holds the separator in \"quotes\"",
                    e);
        }
        if (message.contains("quote")) {
            return new TableException(
                    "read: " + where + " has a quoted field that does not end",
                    Place.of(file),
                    "close the quotes, and write a quote inside quotes twice",
                    e);
        }
        return new TableException(
                "read: the file is not a table of " + header.names().size() + " columns: " + firstLine(e),
                Place.of(file),
                "give a CSV, Parquet or JSON file",
                e);
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("unknown reason")
                .strip();
    }
}
