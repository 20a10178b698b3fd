package org.gradus.workbench.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.Names;

/**
 * The folder that a run writes to. One that was given may be new, empty, or hold what an earlier run wrote, which is
 * then replaced; with anything else in it, it is left alone.
 */
public final class OutputFolder {
    /** A record of each outer iteration. */
    public static final String LOG = "run.jsonl";
    /** The page to look at. */
    public static final String REPORT = "report.html";
    /** The same object as {@code --json} prints. */
    public static final String RESULT = "result.json";
    /** The tuned penalties. */
    public static final String HYPERPARAMETERS = "hyperparameters.csv";
    /** The weights. */
    public static final String MODEL = "model.safetensors";
    /** What is needed to apply the weights to a table. */
    public static final String CARD = "model.json";

    /** The page that {@code gradus inspect} writes. */
    public static final String INSPECTION = "inspect.html";

    private static final Set<String> OURS = Set.of(
            LOG,
            REPORT,
            RESULT,
            HYPERPARAMETERS,
            MODEL,
            CARD,
            "convergence.png",
            "hyperparameters.png",
            "grid.png",
            "gap.png",
            "calibration.png",
            "confusion.png",
            "residuals.png",
            "learning.png",
            INSPECTION);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final String ROOT = "gradus-out";

    private OutputFolder() {}

    /**
     * Makes the folder ready.
     *
     * @param options the folder asked for, if any, and the table's name
     * @param now the time for the name of a new folder
     * @return the folder, which exists and holds no file of an earlier run
     * @throws ArgumentException when it holds files of others, or is a file
     * @throws EnvironmentException when it cannot be written to
     */
    public static Path prepare(TuneOptions options, LocalDateTime now) {
        Path folder = options.out().orElseGet(() -> fresh(options, now, Path.of(ROOT)));
        try {
            if (Files.exists(folder)) {
                requireOurs(folder);
            }
            Files.createDirectories(folder);
            for (String name : OURS) {
                Files.deleteIfExists(folder.resolve(name));
            }
            return folder;
        } catch (IOException e) {
            throw new EnvironmentException(
                    "tune: cannot write to the folder " + folder + ": " + reason(e),
                    "make it writable, or name another one with --out",
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    static Path fresh(TuneOptions options, LocalDateTime now, Path root) {
        Path name = options.table().getFileName();
        String table = (name == null ? "table" : name.toString())
                .replaceFirst("\\.[^.]*(\\.gz)?$", "")
                .replaceAll("[^\\p{L}\\p{N}._-]+", "-")
                .replaceAll("^-+|-+$", "");
        Path first = root.resolve("tune-" + table + "-" + TIME.format(now));
        Path folder = first;
        for (int i = 2; Files.exists(folder); i++) {
            folder = first.resolveSibling(first.getFileName() + "-" + i);
        }
        return folder;
    }

    private static void requireOurs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw refused(folder, "is a file");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> foreign = files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .sorted()
                    .toList();
            if (!foreign.isEmpty()) {
                throw refused(folder, "holds files that no run of tune wrote: " + Names.list(foreign));
            }
        }
    }

    private static ArgumentException refused(Path folder, String reason) {
        return new ArgumentException(
                "tune: the output folder '" + folder + "' " + reason,
                "name a new or empty folder with --out",
                SourceLine.UNKNOWN,
                null);
    }
}
