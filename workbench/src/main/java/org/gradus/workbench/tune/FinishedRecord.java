package org.gradus.workbench.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.report.Json;

/**
 * What a finished run wrote down in {@code result.json} that its model's card does not hold.
 *
 * @param data the files that its table was read from
 * @param gridPenalty the best single penalty of its grid
 */
public record FinishedRecord(List<DataFile> data, double gridPenalty) {
    /** Copies the list. */
    public FinishedRecord {
        data = List.copyOf(data);
    }

    /**
     * Reads it.
     *
     * @param folder the folder that {@code gradus tune} wrote
     * @return the record
     * @throws TableException when it is absent or damaged, or of a version that did not write what is needed
     */
    public static FinishedRecord read(Path folder) {
        Path file = folder.resolve(OutputFolder.RESULT);
        if (!Files.isRegularFile(file)) {
            throw new TableException(
                    "inspect: the folder holds no " + OutputFolder.RESULT,
                    Place.of(folder.toString()),
                    "name a folder that gradus tune wrote, and in which it came to its end");
        }
        try {
            Map<String, Object> object = Json.read(Files.readString(file));
            if (object.get("grid_penalty") instanceof Number penalty && object.get("data") instanceof List<?> list) {
                List<DataFile> data = new ArrayList<>();
                for (Object item : list) {
                    data.add(dataFile(item));
                }
                return new FinishedRecord(data, penalty.doubleValue());
            }
            throw new IOException("it has no 'grid_penalty' or no 'data', as of an older version");
        } catch (java.nio.charset.CharacterCodingException e) {
            throw damaged(file, "it is no text", e);
        } catch (java.nio.file.FileSystemException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static DataFile dataFile(Object item) throws IOException {
        if (item instanceof Map<?, ?> map
                && map.get("file") instanceof String path
                && map.get("bytes") instanceof Long bytes
                && map.get("sha256") instanceof String sha256) {
            return new DataFile(path, bytes, sha256);
        }
        throw new IOException("its 'data' is not a list of files");
    }

    private static TableException damaged(Path file, String why, Exception cause) {
        return new TableException(
                "inspect: the record of the run cannot be used: " + why,
                Place.of(file.toString()),
                "copy the folder again from where it came, or run gradus tune again",
                cause);
    }

    /**
     * Refuses data that are not what the model was fitted to.
     *
     * @throws TableException when a file is absent or has changed, with the file
     */
    public void requireSameData() {
        for (DataFile then : data) {
            Path path = Path.of(then.file());
            if (!Files.isRegularFile(path)) {
                throw new TableException(
                        "inspect: the data that the model was fitted to are not there",
                        Place.of(then.file()),
                        "put the file there again, or run this in the folder where gradus tune ran");
            }
            DataFile now = DataFile.of(path)
                    .orElseThrow(() -> new TableException(
                            "inspect: the data that the model was fitted to cannot be read",
                            Place.of(then.file()),
                            "see whether you may read the file"));
            if (!now.sha256().equals(then.sha256())) {
                throw new TableException(
                        "inspect: the data have changed since the model was fitted: " + then.bytes()
                                + " bytes with the SHA-256 " + then.sha256().substring(0, 12) + "… then, "
                                + now.bytes() + " bytes with " + now.sha256().substring(0, 12) + "… now",
                        Place.of(then.file()),
                        "put the old file there again, or run gradus tune on the new one");
            }
        }
    }
}
