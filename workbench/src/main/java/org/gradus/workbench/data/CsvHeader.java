package org.gradus.workbench.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The first record of a CSV file, and the separator that it uses. It is read here, and not guessed by the engine, so
 * that a ragged file is an error with a line number and never a table with fewer rows.
 *
 * @param separator the character between the fields: of comma, semicolon, tab and bar the most frequent one
 * @param names the fields
 * @param hasRows whether anything but white space follows
 */
record CsvHeader(char separator, List<String> names, boolean hasRows) {
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LONGEST = 4 << 20;

    static CsvHeader read(Path path, String file) {
        try (BufferedReader reader = new BufferedReader(open(path))) {
            String record = record(reader, file);
            char separator = separator(record);
            return new CsvHeader(separator, fields(record, separator), hasMore(reader));
        } catch (MalformedInputException e) {
            throw notUtf8(file, e);
        } catch (IOException e) {
            throw new TableException(
                    "read: cannot read the file: " + e.getMessage(),
                    Place.of(file),
                    "check that it is a CSV file and that it is whole",
                    e);
        }
    }

    static TableException notUtf8(String file, Throwable cause) {
        return new TableException(
                "read: the file is not text in UTF-8", Place.of(file), "save it as CSV in UTF-8, or as Parquet", cause);
    }

    private static Reader open(Path path) throws IOException {
        InputStream bytes = Files.newInputStream(path);
        InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new InputStreamReader(
                plain, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    }

    private static String record(Reader reader, String file) throws IOException {
        StringBuilder record = new StringBuilder();
        boolean quoted = false;
        int c;
        while ((c = reader.read()) >= 0) {
            if (c == 0) {
                throw new TableException(
                        "read: the file is not a table: it holds binary data",
                        Place.of(file),
                        "give a CSV, Parquet or JSON file");
            }
            if (!quoted && (c == '\n' || c == '\r')) {
                if (record.toString().isBlank()) {
                    record.setLength(0);
                    continue;
                }
                break;
            }
            quoted ^= c == '"';
            if (c != '\uFEFF') {
                record.append((char) c);
            }
            if (record.length() > LONGEST) {
                throw new TableException(
                        "read: the file is not a table: its first line is longer than 4 MiB",
                        Place.of(file),
                        "give a CSV file with one row a line, or a Parquet file");
            }
        }
        if (record.toString().isBlank()) {
            throw empty(file);
        }
        return record.toString();
    }

    static TableException empty(String file) {
        return new TableException(
                "read: the file is empty", Place.of(file), "give a table with a header row and a row for each example");
    }

    private static boolean hasMore(Reader reader) throws IOException {
        int c;
        while ((c = reader.read()) >= 0) {
            if (!Character.isWhitespace(c)) {
                return true;
            }
        }
        return false;
    }

    private static char separator(String record) {
        char best = ',';
        long most = 0;
        for (char candidate : SEPARATORS) {
            long count = fields(record, candidate).size() - 1L;
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private static List<String> fields(String record, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c == '"') {
                boolean escaped = quoted && i + 1 < record.length() && record.charAt(i + 1) == '"';
                if (escaped) {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
