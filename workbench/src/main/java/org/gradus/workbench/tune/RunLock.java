package org.gradus.workbench.tune;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;

/**
 * The right to write to a folder. The operating system takes it back when the process dies. A file is locked that is there
 * for this alone, since a lock on a file that is replaced would be a lock on the one before.
 */
final class RunLock implements AutoCloseable {
    private static final int DIGITS = 20;
    /** Folders of this process: to open a locked file again, and close it, would give the lock back. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path file;
    private final FileChannel channel;

    private RunLock(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the right to a folder that exists.
     *
     * @throws EnvironmentException when another run has it
     */
    static RunLock of(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return locked(folder, real);
        } catch (IOException | RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static RunLock locked(Path folder, Path real) throws IOException {
        Path file = real.resolve(OutputFolder.LOCK);
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean kept = false;
            try {
                if (tryLock(channel) == null) {
                    throw inUse(folder, owner(channel));
                }
                // The one who had it may have removed the file after it was opened here.
                if (Files.exists(file)) {
                    channel.truncate(0);
                    String pid = Long.toString(ProcessHandle.current().pid());
                    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
                    kept = true;
                    return new RunLock(real, file, channel);
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(FileChannel channel) {
        try {
            ByteBuffer text = ByteBuffer.allocate(DIGITS);
            channel.read(text, 0);
            return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static EnvironmentException inUse(Path folder, String owner) {
        return new EnvironmentException(
                "tune: another run is writing to the folder " + folder
                        + (owner.matches("\\d+") ? " (process " + owner + ")" : ""),
                "wait until it has ended, or name another folder with --out",
                SourceLine.UNKNOWN,
                null);
    }

    /** Gives the right back. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The file may stay; without a lock it says nothing.
        } finally {
            HELD.remove(folder);
        }
    }
}
