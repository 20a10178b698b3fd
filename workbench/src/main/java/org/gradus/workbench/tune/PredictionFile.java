package org.gradus.workbench.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.ParquetFile;
import org.gradus.workbench.report.AtomicFile;

/** Writes predictions to a file: CSV or Parquet, by the end of its name. The file is whole whenever it can be seen. */
public final class PredictionFile {
    private PredictionFile() {}

    /**
     * Refuses a file that cannot be written, before any work is done.
     *
     * @param path the file
     * @throws ArgumentException for another ending, a folder, or a file in a folder that does not exist
     */
    public static void require(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".csv") && !name.endsWith(".parquet")) {
            throw refused(
                    "predict: the output file '" + path + "' ends neither in .csv nor in .parquet",
                    "name it so, for example --out predictions.csv");
        }
        if (Files.isDirectory(path)) {
            throw refused("predict: the output file '" + path + "' is a folder", "name a file in it");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw refused(
                    "predict: there is no folder '" + folder + "' for the output file",
                    "make it, or name another file");
        }
    }

    private static ArgumentException refused(String problem, String remedy) {
        return new ArgumentException(problem, remedy, SourceLine.UNKNOWN, null);
    }

    /**
     * Writes.
     *
     * @param path the file; one of that name is replaced
     * @param predictions what to write
     */
    public static void write(Path path, Predictions predictions) {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            AtomicFile.write(path, predictions::writeCsv);
            return;
        }
        Path text = path.resolveSibling(path.getFileName() + ".part.csv");
        try {
            try {
                try (Writer writer = Files.newBufferedWriter(text)) {
                    AtomicFile.pieces(writer, predictions::writeCsv);
                }
                ParquetFile.fromCsv(
                        text,
                        path,
                        predictions.names(),
                        predictions.card().model().classifies());
            } finally {
                Files.deleteIfExists(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
