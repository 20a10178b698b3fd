package org.gradus.workbench.tune;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;

/**
 * A file with data, and what tells that it is still the same.
 *
 * @param path the file as the person named it
 * @param bytes its size
 * @param sha256 64 hexadecimal digits
 */
public record DataFile(String path, long bytes, String sha256) {

    /**
     * Looks at files.
     *
     * @param files the files
     * @return one record a file, in order
     * @throws UncheckedIOException when one cannot be read
     */
    public static List<DataFile> of(List<Path> files) {
        return files.stream().map(DataFile::of).toList();
    }

    /**
     * Looks at a file.
     *
     * @param file the file
     * @return size and digest
     * @throws UncheckedIOException when it cannot be read
     */
    public static DataFile of(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long bytes;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return new DataFile(file.toString(), bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> json() {
        return Json.object("file", path, "bytes", bytes, "sha256", sha256);
    }
}
