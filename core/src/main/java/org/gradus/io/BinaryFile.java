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

/**
 * Bytes to be read, with their number at that moment: a file, a member of an archive, or an array. Files are read, not
 * mapped: a mapped file that shrinks kills.
 */
final class BinaryFile {
    private static final int CHUNK = 1 << 20;

    private final String operation;
    private final String name;
    private final Source source;
    private final long size;

    private BinaryFile(String operation, String name, Source source, long size) {
        this.operation = operation;
        this.name = name;
        this.source = source;
        this.size = size;
    }

    /** Where bytes come from. */
    @FunctionalInterface
    interface Source {
        /** Reads some bytes from a place on into a buffer that has room; a negative number when there are none. */
        int read(ByteBuffer buffer, long at) throws IOException;
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
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return body.read(new BinaryFile(operation, file.toString(), channel::read, channel.size()));
            }
        } catch (IOException e) {
            throw FileProblem.unreadable(operation, file, e);
        }
    }

    /** Bytes in memory as if they were a file. */
    static BinaryFile of(String operation, String name, byte[] bytes) {
        Source source = (buffer, at) -> {
            int count = (int) Math.min(buffer.remaining(), bytes.length - at);
            if (count <= 0) {
                return -1;
            }
            buffer.put(bytes, (int) at, count);
            return count;
        };
        return new BinaryFile(operation, name, source, bytes.length);
    }

    /** A part of this file that counts its own bytes from 0, and is named in errors. */
    BinaryFile member(String part, Source bytes, long count) {
        return new BinaryFile(operation, name + ", " + part, bytes, count);
    }

    long size() {
        return size;
    }

    /** An error at a byte of this file. */
    DataException damaged(long at, String problem) {
        return FileProblem.damaged(operation, name, at, problem, FileProblem.GET_AGAIN);
    }

    /** An error at a byte of this file, for which there is a better remedy than to get it again. */
    DataException refused(long at, String problem, String remedy) {
        return FileProblem.damaged(operation, name, at, problem, remedy);
    }

    /** Bytes of the file, little-endian; the caller has checked that they lie inside it. */
    ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(bytes, from);
        return bytes;
    }

    /** Fills a buffer from a place on, and makes it ready to be read. */
    void fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = source.read(buffer, at);
            if (read < 0) {
                throw damaged(at, "the file ends here; it had " + size + " bytes when it was opened");
            }
            at += read;
        }
        buffer.flip();
    }

    /** A little-endian array from the file; the caller has checked that its bytes lie inside it. */
    NdArray array(Encoding encoding, Shape shape, long from) throws IOException {
        return array(encoding, ByteOrder.LITTLE_ENDIAN, shape, from);
    }

    /** An array from the file; the caller has checked that its bytes lie inside it. */
    NdArray array(Encoding encoding, ByteOrder order, Shape shape, long from) throws IOException {
        int count = shape.size();
        Object elements = encoding.dtype().allocate(count);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, (long) count * encoding.bytes()))
                .order(order);
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
}
