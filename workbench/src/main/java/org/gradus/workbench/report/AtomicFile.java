package org.gradus.workbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Writes files that are whole whenever they can be seen: to another name and to the disk first, then moved. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes text in UTF-8.
     *
     * @param path the file; one of that name is replaced
     * @param text its content
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public static void write(Path path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @param path the file; one of that name is replaced
     * @param bytes its content
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public static void write(Path path, byte[] bytes) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            try {
                try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    ByteBuffer left = ByteBuffer.wrap(bytes);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                    channel.force(true);
                }
                move(part, path);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** An error that names the file. */
    private static UncheckedIOException failed(Path path, IOException e) {
        return e instanceof FileSystemException
                ? new UncheckedIOException(e)
                : new UncheckedIOException(path + ": " + e.getMessage(), e);
    }

    /**
     * Writes text in UTF-8 that comes in pieces.
     *
     * @param path the file; one of that name is replaced
     * @param text gives its pieces to what it is given
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public static void write(Path path, Consumer<Consumer<String>> text) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            try {
                try (Writer writer = Files.newBufferedWriter(part)) {
                    pieces(writer, text);
                }
                move(part, path);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /**
     * Writes pieces of text one after the other.
     *
     * @param writer where to
     * @param text gives the pieces to what it is given
     * @throws UncheckedIOException when they cannot be written
     */
    public static void pieces(Writer writer, Consumer<Consumer<String>> text) {
        text.accept(piece -> {
            try {
                writer.write(piece);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
