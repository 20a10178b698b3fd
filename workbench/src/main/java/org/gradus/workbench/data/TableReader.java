package org.gradus.workbench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a table from a file: CSV with a header row ({@code .csv .tsv .txt}, also {@code .gz}), Parquet
 * ({@code .parquet}), or JSON records ({@code .json .jsonl .ndjson}).
 *
 * <p>A column of a CSV file is numeric when each cell is a number or stands for a missing one (empty, {@code NA},
 * {@code N/A}, {@code NaN}, {@code null}, {@code None}, {@code ?}); otherwise it is text, where only an empty cell is
 * missing. The separator is the most frequent of comma, semicolon, tab and bar in the header. Where it is not the comma,
 * {@code 1,5} is a number with a decimal comma; where it is, {@code "1,234"} in quotes is one with a comma for the
 * thousands; a note says so.
 */
public final class TableReader {
    private static final int NEAR_FILES = 1000;

    private TableReader() {}

    /**
     * Reads a table.
     *
     * @param path the file
     * @return the table with at least one row
     * @throws TableException when the file is absent, unreadable, empty, no table, has no rows, or two columns of one
     *     name
     * @throws org.gradus.error.EnvironmentException when the table engine cannot be loaded
     */
    public static Table read(Path path) {
        return read(path, Set.of());
    }

    /**
     * Reads a table, some columns of which are text even where they look like numbers.
     *
     * @param path the file
     * @param texts the names of these columns
     * @return the table with at least one row
     * @throws TableException as for {@link #read(Path)}
     * @throws org.gradus.error.EnvironmentException when the table engine cannot be loaded
     */
    public static Table read(Path path, Set<String> texts) {
        return read(path, texts, RowListener.NONE);
    }

    static Table read(Path path, Set<String> texts, RowListener listener) {
        String file = path.toString();
        requireReadable(path, file);
        Format format = Format.of(path, file);
        Table table = format == Format.CSV
                ? TableQuery.csv(path, file, csvHeader(path, file), texts, listener)
                : TableQuery.typed(path, file, format, listener);
        requireRows(table);
        return table;
    }

    static void requireRows(Table table) {
        if (table.rows() == 0) {
            throw noRows(table.file(), table.columns().size());
        }
    }

    static CsvHeader csvHeader(Path path, String file) {
        CsvHeader header = CsvHeader.read(path, file);
        requireNames(header, file);
        if (!header.hasRows()) {
            throw noRows(file, header.names().size());
        }
        return header;
    }

    static void requireReadable(Path path, String file) {
        if (Files.isDirectory(path)) {
            throw new TableException("read: this is a folder, not a file", Place.of(file), "name one file in it");
        }
        if (!Files.exists(path)) {
            String hint = Names.meant(name(path), neighbors(path))
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("check the path; it is looked up from "
                            + Path.of("").toAbsolutePath());
            throw new TableException("read: no such file", Place.of(file), hint);
        }
        if (!Files.isReadable(path)) {
            throw new TableException(
                    "read: no permission to read the file", Place.of(file), "run: chmod u+r '" + file + "'");
        }
        try {
            if (Files.size(path) == 0) {
                throw CsvHeader.empty(file);
            }
        } catch (IOException e) {
            throw new TableException(
                    "read: cannot read the file: " + e.getMessage(), Place.of(file), "check the disk", e);
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static List<String> neighbors(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .limit(NEAR_FILES)
                    .map(TableReader::name)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static TableException noRows(String file, int columns) {
        return new TableException(
                "read: the table has a header of " + columns + (columns == 1 ? " column" : " columns") + " but no rows",
                Place.of(file),
                "add a row for each example below the header");
    }

    private static void requireNames(CsvHeader header, String file) {
        List<String> names = header.names();
        if (names.stream().allMatch(TableReader::isNumber)) {
            throw new TableException(
                    "read: no header: the first row holds only numbers (" + String.join(", ", head(names)) + ")",
                    Place.of(file),
                    "add a first row with the names of the columns");
        }
        requireNames(names, file);
    }

    static void requireNames(List<String> names, String file) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                throw new TableException(
                        "read: column " + (i + 1) + " of " + names.size() + " has no name",
                        Place.of(file),
                        "name every column in the header row");
            }
            if (!seen.add(name)) {
                throw new TableException(
                        "read: two columns are named '" + name + "' (columns " + (names.indexOf(name) + 1) + " and "
                                + (i + 1) + ")",
                        Place.of(file, name),
                        "rename one of them in the header row");
            }
        }
    }

    private static List<String> head(List<String> names) {
        return names.size() <= 5
                ? names
                : Stream.concat(names.stream().limit(5), Stream.of("…")).toList();
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The kinds of file, by the end of the name. */
    enum Format {
        CSV,
        PARQUET,
        JSON;

        static Format of(Path path, String file) {
            String name = TableReader.name(path).toLowerCase(Locale.ROOT);
            String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            if (plain.endsWith(".csv") || plain.endsWith(".tsv") || plain.endsWith(".txt")) {
                return CSV;
            }
            if (name.endsWith(".parquet")) {
                return PARQUET;
            }
            if (plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
                return JSON;
            }
            throw new TableException(
                    "read: the kind of file is not known from the name '" + TableReader.name(path) + "'",
                    Place.of(file),
                    "give a file that ends in .csv, .tsv, .txt, .parquet, .json, .jsonl or .ndjson");
        }
    }
}
