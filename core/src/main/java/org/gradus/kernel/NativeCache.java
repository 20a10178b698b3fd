package org.gradus.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Files of a jar as files of the file system, in a folder that is kept from run to run.
 *
 * <p>A file that is there already is used only if its size and CRC-32 are those of the jar's entry, so one that was cut
 * short or damaged is written again. A new file is written beside its name and moved there in one step; processes that
 * start together do not see each other's halves.
 */
final class NativeCache {
    private static final String VERSION_FILE = "META-INF/maven/org.bytedeco/openblas/pom.properties";

    private static final String TEMPORARY = "gradus-natives-";

    private NativeCache() {}

    /** The folder for what can be made again: gradus.cache, GRADUS_CACHE, XDG_CACHE_HOME/gradus, ~/.cache/gradus. */
    static Path root(UnaryOperator<String> property, UnaryOperator<String> environment) {
        String own = property.apply("gradus.cache");
        if (isBlank(own)) {
            own = environment.apply("GRADUS_CACHE");
        }
        if (!isBlank(own)) {
            return Path.of(own);
        }
        String shared = environment.apply("XDG_CACHE_HOME");
        Path base = isBlank(shared) ? Path.of(property.apply("user.home"), ".cache") : Path.of(shared);
        return base.resolve("gradus");
    }

    /** A folder of its own that goes when the JVM ends. */
    static Path temporary() throws IOException {
        Path folder = Files.createTempDirectory(TEMPORARY);
        folder.toFile().deleteOnExit();
        return folder;
    }

    private static boolean isBlank(String s) {
        return s == null || s.isBlank();
    }

    /** The version of the jar that holds the resource, "unknown" where it does not say. */
    static String version(URL resource) {
        try {
            URLConnection connection = resource.openConnection();
            if (connection instanceof JarURLConnection jarConnection) {
                jarConnection.setUseCaches(false);
                try (JarFile jar = jarConnection.getJarFile()) {
                    var entry = jar.getJarEntry(VERSION_FILE);
                    if (entry != null) {
                        Properties properties = new Properties();
                        try (InputStream in = jar.getInputStream(entry)) {
                            properties.load(in);
                        }
                        return properties.getProperty("version", "unknown").replaceAll("[^\\w.+-]", "_");
                    }
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }

    /** Makes sure that the folder holds the resource under the name; the file. */
    static Path unpack(URL resource, Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        Mark expected = mark(resource);
        if (Files.isRegularFile(file) && Files.size(file) == expected.size && crc(file) == expected.crc) {
            return file;
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, name, ".part");
        try {
            CRC32 crc = new CRC32();
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = new CheckedInputStream(connection.getInputStream(), crc);
                    OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            if (crc.getValue() != expected.crc || Files.size(part) != expected.size) {
                throw new IOException("the copy of " + name + " is not what the jar holds");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (folder.getFileName().toString().startsWith(TEMPORARY)) {
                file.toFile().deleteOnExit();
            }
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    /** Size and CRC-32 of a file's content. */
    private record Mark(long size, long crc) {}

    private static Mark mark(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jarConnection) {
            try (JarFile jar = jarConnection.getJarFile()) {
                var entry = jar.getEntry(jarConnection.getEntryName());
                if (entry.getSize() >= 0 && entry.getCrc() >= 0) {
                    return new Mark(entry.getSize(), entry.getCrc());
                }
            }
        }
        CRC32 crc = new CRC32();
        URLConnection content = resource.openConnection();
        content.setUseCaches(false);
        try (InputStream in = new CheckedInputStream(content.getInputStream(), crc)) {
            return new Mark(in.transferTo(OutputStream.nullOutputStream()), crc.getValue());
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return crc.getValue();
    }
}
