package org.gradus.workbench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Writes Parquet. */
public final class ParquetFile {
    private ParquetFile() {}

    /**
     * Makes a Parquet file of a CSV file of predictions.
     *
     * @param csv the CSV file, with a header
     * @param path the file; one of that name is replaced when the new one is whole
     * @param names the columns: the row, the prediction, and numbers
     * @param text whether the prediction is text
     * @throws IOException when it cannot be written
     */
    public static void fromCsv(Path csv, Path path, List<String> names, boolean text) throws IOException {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String type = i == 0 ? "BIGINT" : i == 1 && text ? "VARCHAR" : "DOUBLE";
            columns.add(literal(names.get(i)) + ": '" + type + "'");
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_csv(" + literal(TableQuery.literal(csv.toString()))
                    + ", auto_detect=false, header=true, delim=',', quote='\"', escape='\"', nullstr='', columns={"
                    + String.join(", ", columns) + "})) TO " + literal(part.toString()) + " (FORMAT parquet)");
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException e) {
            throw new IOException(TableQuery.firstLine(e), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
