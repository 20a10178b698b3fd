package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run that was interrupted, or has come to its end. While it is open, no other process can go on with it. */
public final class Resumption implements AutoCloseable {
    private final Path folder;
    private final Checkpoint checkpoint;
    private final Optional<RunFolder> held;

    private Resumption(Path folder, Checkpoint checkpoint, Optional<RunFolder> held) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.held = held;
    }

    /**
     * Opens a run.
     *
     * @param folder the folder that it wrote to
     * @return the run
     * @throws org.gradus.error.ArgumentException when there is no such folder
     * @throws org.gradus.workbench.data.TableException when no run wrote to it, or its checkpoint is damaged or of a later
     *     version
     * @throws org.gradus.error.EnvironmentException when another process is at it, or the folder cannot be written to
     */
    public static Resumption open(Path folder) {
        Checkpoint seen = Checkpoint.read(RunFolder.checkpoint(folder));
        if (seen.finished().isPresent()) {
            return new Resumption(folder, seen, Optional.empty());
        }
        RunFolder held = RunFolder.resume(folder);
        try {
            Checkpoint last = Checkpoint.read(RunFolder.checkpoint(folder));
            if (last.finished().isEmpty()) {
                return new Resumption(folder, last, Optional.of(held));
            }
            held.close();
            return new Resumption(folder, last, Optional.empty());
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /**
     * The folder.
     *
     * @return as it was named
     */
    public Path folder() {
        return folder;
    }

    /**
     * How the run was asked for.
     *
     * @return the invocation
     */
    public Invocation invocation() {
        return checkpoint.run().invocation();
    }

    /**
     * How far it has come.
     *
     * @return in words, for example {@code outer iteration 12}
     */
    public String stage() {
        return checkpoint.stage();
    }

    /**
     * Whether it has come to its end.
     *
     * @return true when there is nothing left to do
     */
    public boolean isFinished() {
        return checkpoint.finished().isPresent();
    }

    /**
     * The object that the run printed with {@code --json}, or would have.
     *
     * @return JSON; empty when the run has not come to its end
     */
    public String json() {
        return checkpoint.finished().map(Checkpoint.Finished::json).orElse("");
    }

    /**
     * The lines that the run printed for a person, or would have.
     *
     * @return the lines; none when the run has not come to its end
     */
    public List<String> lines() {
        return checkpoint.finished().map(Checkpoint.Finished::lines).orElse(List.of());
    }

    /**
     * Where a file of the run is now: relative paths are meant from the folder in which the run was begun.
     *
     * @param file as it was named then
     * @return a path for this process
     */
    public Path locate(Path file) {
        boolean here =
                Path.of("").toAbsolutePath().toString().equals(checkpoint.run().folder());
        return here ? file : Path.of(checkpoint.run().folder()).resolve(file);
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    RunFolder held() {
        return held.orElseThrow(() -> new IllegalStateException("the run has come to its end"));
    }

    @Override
    public void close() {
        held.ifPresent(RunFolder::close);
    }
}
