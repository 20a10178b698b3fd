package org.gradus.workbench.tune;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradus.array.NdArray;
import org.gradus.error.DataException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.CardFields.Damage;

/**
 * A run on the disk: one {@code .safetensors} file, written whole or not at all, whose metadata say what the run is and how
 * far it has come, whose tensors are the tuner's state, and whose digest covers both.
 *
 * @param run what it is
 * @param stage how far it has come, in words
 * @param seconds of all its processes so far
 * @param finished what it printed, when it has come to its end
 * @param tensors the tuner's state, its leaves by name
 */
record Checkpoint(
        RunRecord run, String stage, double seconds, Optional<Finished> finished, Map<String, Tensor> tensors) {
    private static final String FORMAT = "gradus-tune-checkpoint";
    private static final int VERSION = 1;
    private static final String AGAIN = "copy the folder again from where it came, or run tune again without --resume";
    private static final int CHUNK = 1 << 13;

    /**
     * What a run printed.
     *
     * @param json the object of {@code --json}
     * @param lines what a person reads
     */
    record Finished(String json, List<String> lines) {
        Finished {
            lines = List.copyOf(lines);
        }
    }

    /** A run that has only just begun. */
    static Checkpoint begun(RunRecord run) {
        return new Checkpoint(run, "the beginning", 0, Optional.empty(), Map.of());
    }

    // ---- write -----------------------------------------------------------------------------------------------------

    /**
     * Writes it.
     *
     * @throws EnvironmentException when it cannot be written; a checkpoint before it is still there
     */
    void write(Path file) {
        Map<String, Object> object = Json.object("run", run.json(), "stage", stage, "seconds", seconds);
        finished.ifPresent(f -> object.put("finished", Json.object("json", f.json, "lines", f.lines)));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("version", Integer.toString(VERSION));
        metadata.put("state", Json.write(object));
        metadata.put("digest", digest(metadata, tensors));
        try {
            Safetensors.write(file, tensors, metadata);
        } catch (EnvironmentException e) {
            throw new EnvironmentException(
                    "tune: the checkpoint cannot be written: " + e.problem().replaceFirst("^safetensors: ", ""),
                    "make room on the disk, or the folder writable; then continue with gradus tune --resume "
                            + file.toAbsolutePath().getParent(),
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    private static String digest(Map<String, String> metadata, Map<String, Tensor> tensors) {
        MessageDigest digest = DataFile.newDigest();
        new TreeMap<>(metadata).forEach((name, text) -> {
            if (!name.equals("digest")) {
                update(digest, name + "\n" + text.length() + "\n" + text + "\n");
            }
        });
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            update(digest, name + "\n" + tensor.type() + "\n");
            update(digest, tensor.array());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void update(MessageDigest digest, NdArray array) {
        Object elements = array.dense();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < array.size(); from += CHUNK) {
            int count = Math.min(CHUNK, array.size() - from);
            chunk.clear();
            int bytes = switch (elements) {
                case double[] a -> chunk.asDoubleBuffer().put(a, from, count).position() * Double.BYTES;
                case float[] a -> chunk.asFloatBuffer().put(a, from, count).position() * Float.BYTES;
                case long[] a -> chunk.asLongBuffer().put(a, from, count).position() * Long.BYTES;
                case int[] a -> chunk.asIntBuffer().put(a, from, count).position() * Integer.BYTES;
                case boolean[] a -> {
                    for (int i = 0; i < count; i++) {
                        chunk.put(i, (byte) (a[from + i] ? 1 : 0));
                    }
                    yield count;
                }
                default -> throw new AssertionError(elements.getClass());
            };
            digest.update(chunk.limit(bytes));
        }
    }

    // ---- read ------------------------------------------------------------------------------------------------------

    /**
     * Reads one.
     *
     * @throws TableException when it is damaged, another kind of file, or of a later version
     */
    static Checkpoint read(Path file) {
        Safetensors.Contents contents;
        try {
            contents = Safetensors.read(file);
        } catch (DataException e) {
            String problem = e.problem().replaceFirst("^safetensors: ", "");
            String plain = problem.startsWith(file + ", ") ? problem.substring((file + ", ").length()) : problem;
            throw damaged(file, plain, e);
        }
        Map<String, String> metadata = contents.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new TableException(
                    "tune: this is no checkpoint of a run of tune",
                    Place.of(file.toString()),
                    "name the folder that gradus tune wrote to");
        }
        String version = metadata.getOrDefault("version", "");
        if (!version.equals(Integer.toString(VERSION))) {
            throw new TableException(
                    "tune: the checkpoint is in version " + version + " of the format; this Gradus reads version "
                            + VERSION,
                    Place.of(file.toString()),
                    "continue with the Gradus that wrote it, or run tune again without --resume");
        }
        if (!digest(metadata, contents.tensors()).equals(metadata.get("digest"))) {
            throw damaged(file, "its bytes are not those that were written", null);
        }
        try {
            return read(new CardFields("", Json.read(metadata.getOrDefault("state", ""))), contents.tensors());
        } catch (Damage | IOException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static Checkpoint read(CardFields card, Map<String, Tensor> tensors) throws Damage {
        RunRecord run = RunRecord.read(card.object("run"));
        String stage = card.text("stage");
        double seconds = card.number("seconds");
        Optional<Finished> finished = Optional.empty();
        if (card.has("finished")) {
            CardFields end = card.object("finished");
            finished = Optional.of(new Finished(end.text("json"), end.texts("lines")));
            end.end();
        }
        card.end();
        return new Checkpoint(run, stage, seconds, finished, tensors);
    }

    private static TableException damaged(Path file, String reason, Throwable cause) {
        return new TableException(
                "tune: the checkpoint is damaged: " + reason, Place.of(file.toString()), AGAIN, cause);
    }
}
