package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DataException;
import org.gradus.error.Require;

/** A file open for reading, with its length at that moment. It is read, not mapped: a mapped file that shrinks kills. */
final class BinaryFile implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final String operation;
    private final Path file;
    private final FileChannel channel;
    private final long size;

    private BinaryFile(String operation, Path file, FileChannel channel, long size) {
        this.operation = operation;
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /** Reads something from an open file. */
    @FunctionalInterface
    interface Body<T> {
        T read(BinaryFile file) throws IOException;
    }

    /**
     * Opens a file, reads from it, and closes it.
     *
     * @param operation who reads, for errors
     * @throws DataException when the file cannot be read
     */
    static <T> T read(String operation, Path file, Body<T> body) {
        Require.notNull(file, operation, "the path");
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try (BinaryFile open = new BinaryFile(operation, file, channel, channel.size())) {
                return body.read(open);
            }
        } catch (IOException e) {
            throw FileProblem.unreadable(operation, file, e);
        }
    }

    long size() {
        return size;
    }

    /** An error at a byte of this file. */
    DataException damaged(long at, String problem) {
        return FileProblem.damaged(operation, file, at, problem, FileProblem.GET_AGAIN);
    }

    /** An error at a byte of this file, for which there is a better remedy than to get it again. */
    DataException refused(long at, String problem, String remedy) {
        return FileProblem.damaged(operation, file, at, problem, remedy);
    }

    /** Bytes of the file, little-endian; the caller has checked that they lie inside it. */
    ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(bytes, from);
        return bytes;
    }

    private void fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw damaged(at, "the file ends here; it had " + size + " bytes when it was opened");
            }
            at += read;
        }
        buffer.flip();
    }

    /** An array from the file; the caller has checked that its bytes lie inside it. */
    NdArray array(Encoding encoding, Shape shape, long from) throws IOException {
        int count = shape.size();
        Object elements = encoding.dtype().allocate(count);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, (long) count * encoding.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (done < count) {
            int to = done + Math.min(CHUNK / encoding.bytes(), count - done);
            buffer.clear().limit((to - done) * encoding.bytes());
            long at = from + (long) done * encoding.bytes();
            fill(buffer, at);
            int wrong = encoding.get(buffer, elements, done, to);
            if (wrong >= 0) {
                throw damaged(from + wrong, "a truth value is " + buffer.get(wrong - done) + ", not 0 or 1");
            }
            done = to;
        }
        return NdArray.wrap(shape, elements);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
