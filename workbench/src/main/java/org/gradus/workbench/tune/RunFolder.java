package org.gradus.workbench.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;

/**
 * The folder of a run that goes on, which no other run may write to meanwhile. A new run leaves the files of the one before
 * alone until its table is read; then its checkpoint takes the place of theirs, and they are removed.
 */
final class RunFolder implements AutoCloseable {
    private final Path path;
    private final List<Path> made;
    private final RunLock lock;

    private RunFolder(Path path, List<Path> made, RunLock lock) {
        this.path = path;
        this.made = made;
        this.lock = lock;
    }

    /**
     * The folder of a new run.
     *
     * @param options the folder asked for, if any, and the table's name
     * @param now the time for the name of a new folder
     * @throws ArgumentException when it holds files of others, or is a file
     * @throws EnvironmentException when it cannot be written to, or another run does
     */
    static RunFolder begin(TuneOptions options, LocalDateTime now) {
        Path folder = OutputFolder.of(options, now);
        List<Path> made = new ArrayList<>();
        try {
            for (Path p = folder.toAbsolutePath(); p != null && !Files.exists(p); p = p.getParent()) {
                made.add(p);
            }
            if (Files.exists(folder)) {
                OutputFolder.requireOurs(folder);
            }
            Files.createDirectories(folder);
            return new RunFolder(folder, made, RunLock.of(folder));
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }

    /**
     * The file with the state of the last run in a folder.
     *
     * @throws ArgumentException when there is no such folder
     * @throws TableException when no run wrote to it
     */
    static Path checkpoint(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ArgumentException(
                    "tune: --resume: "
                            + (Files.exists(folder) ? folder + " is a file" : "there is no folder " + folder),
                    "name the folder that gradus tune wrote to",
                    SourceLine.UNKNOWN,
                    null);
        }
        for (String name : List.of(OutputFolder.NEXT, OutputFolder.CHECKPOINT)) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new TableException(
                "tune: the folder holds no " + OutputFolder.CHECKPOINT + ", so there is nothing to resume",
                Place.of(folder.toString()),
                "name a folder that gradus tune wrote to, or begin the run again");
    }

    /**
     * The folder of a run that goes on.
     *
     * @throws EnvironmentException when it cannot be written to, or another run does
     */
    static RunFolder resume(Path folder) {
        try {
            return new RunFolder(folder, List.of(), RunLock.of(folder));
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }

    Path path() {
        return path;
    }

    /** Says that a new run has begun. */
    void announce(Checkpoint first) {
        first.write(path.resolve(OutputFolder.NEXT));
    }

    /** Makes the folder that of this run alone: with its checkpoint, and no file of a run before. */
    void take() {
        try {
            Path next = path.resolve(OutputFolder.NEXT);
            if (Files.exists(next)) {
                Files.move(next, path.resolve(OutputFolder.CHECKPOINT), StandardCopyOption.ATOMIC_MOVE);
            }
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    boolean kept = name.equals(OutputFolder.CHECKPOINT) || name.equals(OutputFolder.LOCK);
                    if (!kept && OutputFolder.isOurs(name)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw OutputFolder.unwritable(path, e);
        }
    }

    /** Leaves everything as it was before the run. */
    void abandon() {
        try {
            Files.deleteIfExists(path.resolve(OutputFolder.NEXT));
            lock.close();
            for (Path folder : made) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // What failed before is what the person must know.
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
