package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.gradus.array.NdArray;
import org.gradus.error.EnvironmentException;
import org.gradus.error.Require;
import org.gradus.error.SourceLine;

/** Writes a file beside its place and moves it there when it is whole, so that no reader ever sees half of it. */
final class AtomicFile {
    private static final int CHUNK = 1 << 20;
    private static final AtomicLong COUNTER = new AtomicLong();

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    private AtomicFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes the contents of a file. */
    @FunctionalInterface
    interface Body {
        void write(AtomicFile file) throws IOException;
    }

    /**
     * Writes a file, replacing one of the same name.
     *
     * @param operation who writes, for the error
     * @throws EnvironmentException when the folder cannot be written to
     */
    static void write(String operation, Path file, Body body) {
        Path target = Require.notNull(file, operation, "the path").toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                AtomicFile out = new AtomicFile(channel);
                body.write(out);
                out.flush();
                channel.force(true);
            }
            move(temporary, target);
        } catch (IOException e) {
            throw new EnvironmentException(
                    operation + ": cannot write " + file + ": " + FileProblem.reason(e),
                    "choose a file in a folder that exists and can be written to",
                    SourceLine.ofCaller(),
                    e);
        } finally {
            discard(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel folder = FileChannel.open(to.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException _) {
            // Where folders cannot be opened, the system alone decides when the new name is on the disk.
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // What failed before is what the person must know.
        }
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, bytes.length);
    }

    /** The first bytes of an array. */
    void bytes(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            room(1);
            int count = Math.min(buffer.remaining(), length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
    }

    /** The number of bytes written so far. */
    long position() throws IOException {
        return channel.position() + buffer.position();
    }

    /** Replaces bytes that were written before. */
    void patch(long at, byte[] bytes) throws IOException {
        flush();
        ByteBuffer replacement = ByteBuffer.wrap(bytes);
        while (replacement.hasRemaining()) {
            channel.write(replacement, at + replacement.position());
        }
    }

    void int64(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    void elements(NdArray array) throws IOException {
        Encoding encoding = Encoding.of(array.dtype());
        Object elements = array.dense();
        int from = 0;
        while (from < array.size()) {
            room(encoding.bytes());
            int to = from + Math.min(buffer.remaining() / encoding.bytes(), array.size() - from);
            encoding.put(elements, from, to, buffer);
            from = to;
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
