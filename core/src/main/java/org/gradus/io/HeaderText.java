package org.gradus.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradus.error.ArgumentException;
import org.gradus.io.Safetensors.Named;

/** The header of a {@code .safetensors} file as text, padded so that the data begin at a multiple of eight. */
final class HeaderText {
    /** The limit of the reference implementation. */
    static final int LONGEST = 100_000_000;

    private HeaderText() {}

    static byte[] of(List<Named> tensors, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            quote(SafetensorsHeader.METADATA, json).append(":{");
            new TreeMap<>(checked(metadata)).forEach((name, text) -> {
                quote(text, quote(name, json).append(':')).append(',');
            });
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        long at = 0;
        for (Named tensor : tensors) {
            long end =
                    at + (long) tensor.array().size() * tensor.array().dtype().bytes();
            quote(tensor.name(), json)
                    .append(":{\"dtype\":\"")
                    .append(Encoding.of(tensor.array().dtype()))
                    .append("\",\"shape\":")
                    .append(tensor.array().shape())
                    .append(",\"data_offsets\":[")
                    .append(at)
                    .append(",")
                    .append(end)
                    .append("]},");
            at = end;
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        return padded(encoded(json.append('}')));
    }

    private static Map<String, String> checked(Map<String, String> metadata) {
        metadata.forEach((name, text) -> {
            if (name == null || text == null) {
                throw new ArgumentException(
                        "safetensors: the metadata hold a null, " + name + " = " + text, "leave it out of the map");
            }
        });
        return metadata;
    }

    private static StringBuilder quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    private static byte[] encoded(CharSequence json) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
            byte[] text = new byte[bytes.remaining()];
            bytes.get(text);
            return text;
        } catch (CharacterCodingException _) {
            throw new ArgumentException(
                    "safetensors: a name or text holds half of a surrogate pair, which is no character",
                    "give names that are valid Unicode");
        }
    }

    private static byte[] padded(byte[] text) {
        int length = Math.ceilDiv(text.length, Long.BYTES) * Long.BYTES;
        if (length > LONGEST) {
            throw new ArgumentException(
                    "safetensors: the header has " + length + " bytes, more than the format's " + LONGEST,
                    "write fewer tensors, or shorter metadata");
        }
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        return padded;
    }
}
