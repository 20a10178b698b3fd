package org.gradus.workbench.tune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.CardFields.Damage;

/**
 * A file that a run reads, as it was when the run began.
 *
 * @param file as the person named it
 * @param bytes its length
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record DataFile(String file, long bytes, String sha256) {
    private static final int CHUNK = 1 << 18;
    private static final String AGAIN =
            "put the file back as it was when the run began, or start a new run without --resume";

    /** Looks at a file; nothing where it cannot be read, which the reader of tables explains better. */
    static Optional<DataFile> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        MessageDigest digest = newDigest();
        long bytes = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
                bytes += count;
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(new DataFile(file.toString(), bytes, HexFormat.of().formatHex(digest.digest())));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Refuses a file that is not what it was.
     *
     * @param now where it is now
     * @throws TableException when it has other bytes, or none
     */
    void requireUnchanged(Path now) {
        Place place = Place.of(now.toString());
        if (!Files.exists(now)) {
            throw new TableException("tune: the data file of the run is not there any more", place, AGAIN);
        }
        DataFile found = of(now).orElseThrow(() ->
                new TableException("tune: the data file of the run cannot be read any more", place, AGAIN));
        if (!found.sha256.equals(sha256)) {
            throw new TableException(
                    "tune: the data changed since the run began: the file has " + found.said() + ", it had " + said(),
                    place,
                    AGAIN);
        }
    }

    private String said() {
        return Text.count(bytes, "byte") + " with SHA-256 " + sha256.substring(0, 12) + "…";
    }

    Map<String, Object> json() {
        return Json.object("file", file, "bytes", bytes, "sha256", sha256);
    }

    static DataFile read(CardFields card) throws Damage {
        DataFile file = new DataFile(card.text("file"), card.whole("bytes"), card.text("sha256"));
        card.end();
        return file;
    }
}
