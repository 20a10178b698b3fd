package org.gradus.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.Shape;

/**
 * The header of a {@code .safetensors} file, read and checked whole before any tensor.
 *
 * @param entries what the data hold, in the header's order
 * @param metadata texts by name
 * @param data the byte at which the data begin
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long data) {
    static final String METADATA = "__metadata__";

    private static final int MOST_AXES = 64;
    private static final List<String> HELD = List.of("F64", "F32", "F16", "BF16", "I64", "I32", "BOOL");

    /**
     * A tensor of the file.
     *
     * @param name its name
     * @param at the byte of the header at which its description begins
     * @param encoding how its elements are laid down
     * @param shape its axis lengths
     * @param begin its first byte, counted from the beginning of the data
     * @param end the byte after its last
     */
    record Entry(String name, int at, Encoding encoding, Shape shape, long begin, long end) {}

    /** Reads a header from its text, and checks it against the length of the file. */
    static SafetensorsHeader parse(BinaryFile file, byte[] text) {
        SafetensorsHeader header = new Parser(file, text).header();
        header.checkRanges(file);
        return header;
    }

    /** The ranges must fill the data from end to end, without holes and without overlapping. */
    private void checkRanges(BinaryFile file) {
        List<Entry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long filled = 0;
        String before = "the beginning of the data";
        long length = file.size() - data;
        for (Entry entry : byPlace) {
            String name = "'" + entry.name + "'";
            if (entry.end > length) {
                throw file.damaged(
                        entry.at, name + " ends at byte " + entry.end + " of the data, which have " + length);
            } else if (entry.begin < filled) {
                throw file.damaged(
                        entry.at,
                        name + " begins at byte " + entry.begin + " of the data, inside " + before + ", which ends at "
                                + filled);
            } else if (entry.begin > filled) {
                throw file.damaged(
                        entry.at,
                        "bytes " + filled + " to " + entry.begin + " of the data, between " + before + " and " + name
                                + ", belong to no tensor");
            }
            filled = entry.end;
            before = name;
        }
        if (filled < length) {
            throw file.damaged(data + filled, (length - filled) + " bytes after the last tensor belong to no tensor");
        }
    }

    private static final class Parser {
        private final BinaryFile file;
        private final JsonReader json;
        private final int length;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        Parser(BinaryFile file, byte[] text) {
            this.file = file;
            this.length = text.length;
            this.json = new JsonReader(text, (at, problem) -> file.damaged(Long.BYTES + (long) at, problem));
        }

        SafetensorsHeader header() {
            Map<String, Integer> names = new LinkedHashMap<>();
            json.open('{', "the header, an object that begins with '{'");
            for (boolean first = true; json.more(first, '}'); first = false) {
                int at = here();
                String name = json.name();
                Integer before = names.putIfAbsent(name, at);
                if (before != null) {
                    throw file.damaged(at, "the name '" + name + "' stands twice, first at byte " + before);
                }
                if (name.equals(METADATA)) {
                    metadata();
                } else {
                    entries.add(entry(name, at));
                }
            }
            json.end();
            return new SafetensorsHeader(entries, metadata, Long.BYTES + (long) length);
        }

        private int here() {
            return Long.BYTES + json.position();
        }

        private void metadata() {
            json.open('{', "an object of texts after \"" + METADATA + "\"");
            for (boolean first = true; json.more(first, '}'); first = false) {
                int at = here();
                String name = json.name();
                String text = json.string("a text in quotes");
                if (metadata.put(name, text) != null) {
                    throw file.damaged(at, "the name '" + name + "' stands twice in " + METADATA);
                }
            }
        }

        private Entry entry(String name, int at) {
            Encoding encoding = null;
            Shape shape = null;
            Range range = null;
            json.open('{', "an object with dtype, shape and data_offsets");
            for (boolean first = true; json.more(first, '}'); first = false) {
                int field = here();
                String key = json.name();
                switch (key) {
                    case "dtype" -> encoding = once(encoding, encoding(name), name, key, field);
                    case "shape" -> shape = once(shape, shape(name), name, key, field);
                    case "data_offsets" -> range = once(range, range(), name, key, field);
                    default ->
                        throw file.damaged(
                                field, "'" + name + "' has a field \"" + key + "\" beside dtype, shape, data_offsets");
                }
            }
            present(encoding, name, "dtype", at);
            present(shape, name, "shape", at);
            present(range, name, "data_offsets", at);
            long bytes = (long) shape.size() * encoding.bytes();
            if (range.end - range.begin != bytes) {
                throw file.damaged(
                        at,
                        "'" + name + "' is " + encoding + shape + " of " + bytes + " bytes, but its data_offsets hold "
                                + (range.end - range.begin));
            }
            return new Entry(name, at, encoding, shape, range.begin, range.end);
        }

        private record Range(long begin, long end) {}

        private <T> T once(T before, T value, String name, String key, int field) {
            if (before != null) {
                throw file.damaged(field, "'" + name + "' has " + key + " twice");
            }
            return value;
        }

        private void present(Object value, String name, String key, int at) {
            if (value == null) {
                throw file.damaged(at, "'" + name + "' has no " + key);
            }
        }

        private Encoding encoding(String name) {
            int at = here();
            String dtype = json.string("a dtype in quotes");
            if (!HELD.contains(dtype)) {
                throw file.refused(
                        at,
                        "'" + name + "' has dtype " + dtype + ", which Gradus does not hold",
                        "convert it to one of " + String.join(", ", HELD) + " before, as in tensor.to(torch.float32)");
            }
            return Encoding.valueOf(dtype);
        }

        private Shape shape(String name) {
            int at = here();
            List<Integer> dims = new ArrayList<>();
            long size = 1;
            json.open('[', "a list of axis lengths");
            for (boolean first = true; json.more(first, ']'); first = false) {
                long dim = json.whole("an axis length");
                if (dims.size() == MOST_AXES) {
                    throw file.damaged(at, "'" + name + "' has more than " + MOST_AXES + " axes");
                }
                if (dim > Integer.MAX_VALUE || size * dim > Integer.MAX_VALUE) {
                    throw file.refused(
                            at,
                            "'" + name + "' has more than 2^31-1 elements",
                            "split it before: one Java array holds at most 2^31-1 elements");
                }
                size *= dim;
                dims.add((int) dim);
            }
            return Shape.of(dims);
        }

        private Range range() {
            int at = here();
            json.open('[', "a list of two offsets");
            List<Long> offsets = new ArrayList<>(2);
            for (boolean first = true; json.more(first, ']') && offsets.size() < 3; first = false) {
                offsets.add(json.whole("an offset"));
            }
            if (offsets.size() != 2) {
                throw file.damaged(at, "data_offsets are two numbers, the first byte and the byte after the last");
            }
            if (offsets.get(1) < offsets.get(0)) {
                throw file.damaged(
                        at, "data_offsets end at " + offsets.get(1) + ", before they begin at " + offsets.get(0));
            }
            return new Range(offsets.get(0), offsets.get(1));
        }
    }
}
