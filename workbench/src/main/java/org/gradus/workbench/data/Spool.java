package org.gradus.workbench.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;

/**
 * A temporary file of numbers that are written once, then read. The file loses its name as soon as it is open, where the
 * system allows that, so that nothing is left of it even when the program is killed. It is written by ordinary writes, which
 * report a full disk, and mapped when it is read.
 */
final class Spool implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final FileChannel channel;
    private final ThreadLocal<ByteBuffer> buffers =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder()));
    private Arena arena;
    private MemorySegment mapped;

    private Spool(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Opens an empty file in the folder for temporary files.
     *
     * @return the file, to be closed by the caller
     * @throws EnvironmentException when that folder cannot be written to
     */
    static Spool open() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        Path file = null;
        try {
            file = Files.createTempFile(folder, "gradus-", ".tmp");
            return new Spool(
                    folder,
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static EnvironmentException failed(Path folder, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new EnvironmentException(
                "the table is too large for memory, and a temporary file in " + folder + " cannot be written: "
                        + reason,
                "make room there, name another folder (JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR), or give more memory"
                        + " (-Xmx)",
                SourceLine.UNKNOWN,
                e);
    }

    /** Writes numbers at a place, counted in numbers. */
    void write(long at, double[] values, int from, int count) {
        ByteBuffer buffer = buffers.get();
        int perBuffer = BUFFER / Double.BYTES;
        for (int done = 0; done < count; done += perBuffer) {
            int size = Math.min(perBuffer, count - done);
            buffer.clear();
            buffer.asDoubleBuffer().put(values, from + done, size);
            buffer.limit(size * Double.BYTES);
            write((at + done) * Double.BYTES, buffer);
        }
    }

    /** Writes bytes at a place, counted in bytes. */
    void write(long at, ByteBuffer bytes) {
        try {
            long place = at;
            while (bytes.hasRemaining()) {
                place += channel.write(bytes, place);
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Reads numbers from a place, counted in numbers. */
    void read(long at, double[] into, int count) {
        MemorySegment.copy(mapped(), ValueLayout.JAVA_DOUBLE, at * Double.BYTES, into, 0, count);
    }

    /** The bytes from one place to another. */
    ByteBuffer bytes(long from, long to) {
        return mapped().asSlice(from, to - from).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** What was written until the first call. */
    @SuppressWarnings("MustBeClosedChecker") // closed with the file
    private synchronized MemorySegment mapped() {
        if (mapped == null) {
            try {
                arena = Arena.ofShared();
                mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            } catch (IOException e) {
                throw failed(folder, e);
            }
        }
        return mapped;
    }

    @Override
    public synchronized void close() {
        if (arena != null && arena.scope().isAlive()) {
            arena.close();
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }
}
