package org.gradus.workbench.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * Columns in temporary files: one of numbers for all columns of numbers, one for each column of text. A column is read when
 * it is asked for, each time.
 */
final class ColumnStore extends AbstractList<Column> implements RandomAccess, AutoCloseable {
    /** Rows that are written at once, and at which text can be read from. */
    static final int CHUNK = 8192;

    private final List<String> names;
    private final List<Content> contents;
    private final int rows;

    private ColumnStore(List<String> names, List<Content> contents, int rows) {
        this.names = List.copyOf(names);
        this.contents = List.copyOf(contents);
        this.rows = rows;
    }

    /** What a column is made of. */
    private sealed interface Content {
        record Numbers(Spool spool, long at) implements Content {}

        record Texts(Spool spool, long[] chunks) implements Content {}
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public Column get(int index) {
        return slice(index, 0, rows);
    }

    List<String> names() {
        return names;
    }

    int rows() {
        return rows;
    }

    /** All columns but one. */
    ColumnStore without(String name) {
        List<String> others = new ArrayList<>(names);
        List<Content> rest = new ArrayList<>(contents);
        int index = names.indexOf(name);
        if (index >= 0) {
            others.remove(index);
            rest.remove(index);
        }
        return new ColumnStore(others, rest, rows);
    }

    /** Some rows of a column, from a multiple of {@link #CHUNK} on. */
    Column slice(int index, int from, int count) {
        String name = names.get(index);
        return switch (contents.get(index)) {
            case Content.Numbers(Spool spool, long at) -> {
                double[] values = new double[count];
                spool.read(at + from, values, count);
                yield new Column.Numbers(name, values);
            }
            case Content.Texts(Spool spool, long[] chunks) -> new Column.Texts(name, texts(spool, chunks, from, count));
        };
    }

    private static String[] texts(Spool spool, long[] chunks, int from, int count) {
        String[] texts = new String[count];
        Map<String, String> known = new HashMap<>();
        for (int row = 0; row < count; ) {
            int chunk = (from + row) / CHUNK;
            ByteBuffer bytes = spool.bytes(chunks[chunk], chunks[chunk + 1]);
            int end = (int) Math.min(count, (long) (chunk + 1) * CHUNK - from);
            for (; row < end; row++) {
                int length = bytes.getInt();
                if (length >= 0) {
                    byte[] text = new byte[length];
                    bytes.get(text);
                    String read = new String(text, StandardCharsets.UTF_8);
                    if (known.size() < CHUNK) {
                        known.putIfAbsent(read, read);
                    }
                    texts[row] = known.getOrDefault(read, read);
                }
            }
        }
        return texts;
    }

    @Override
    public void close() {
        for (Content content : contents) {
            switch (content) {
                case Content.Numbers(Spool spool, long _) -> spool.close();
                case Content.Texts(Spool spool, long[] _) -> spool.close();
            }
        }
    }

    /** Takes the cells of a table, row by row. */
    static final class Writer implements CellWriter {
        private final List<String> names;
        private final boolean[] numeric;
        private final int rows;
        private final double[][] numbers;
        private final String[][] texts;
        private final Spool[] spools;
        private final long[] places;
        private final long[][] chunks;
        private int filled;
        private int written;

        Writer(List<String> names, boolean[] numeric, int rows) {
            int n = names.size();
            this.names = names;
            this.numeric = numeric.clone();
            this.rows = rows;
            this.numbers = new double[n][];
            this.texts = new String[n][];
            this.spools = new Spool[n];
            this.places = new long[n];
            this.chunks = new long[n][];
            Spool shared = null;
            long at = 0;
            for (int i = 0; i < n; i++) {
                if (numeric[i]) {
                    shared = shared == null ? Spool.open() : shared;
                    spools[i] = shared;
                    places[i] = at;
                    at += rows;
                    numbers[i] = new double[CHUNK];
                } else {
                    spools[i] = Spool.open();
                    texts[i] = new String[CHUNK];
                    chunks[i] = new long[(rows + CHUNK - 1) / CHUNK + 1];
                }
            }
        }

        @Override
        public void set(int column, double value) {
            numbers[column][filled] = value;
        }

        @Override
        public void set(int column, String text) {
            texts[column][filled] = text;
        }

        @Override
        public void endRow() {
            if (++filled == CHUNK) {
                flush();
            }
        }

        private void flush() {
            for (int i = 0; i < numeric.length; i++) {
                if (numeric[i]) {
                    spools[i].write(places[i] + written, numbers[i], 0, filled);
                } else {
                    int chunk = written / CHUNK;
                    ByteBuffer bytes = encoded(texts[i], filled);
                    chunks[i][chunk + 1] = chunks[i][chunk] + bytes.remaining();
                    spools[i].write(chunks[i][chunk], bytes);
                    Arrays.fill(texts[i], null);
                }
            }
            written += filled;
            filled = 0;
        }

        private static ByteBuffer encoded(String[] texts, int count) {
            byte[][] all = new byte[count][];
            int size = 0;
            for (int i = 0; i < count; i++) {
                all[i] = texts[i] == null ? null : texts[i].getBytes(StandardCharsets.UTF_8);
                size += Integer.BYTES + (all[i] == null ? 0 : all[i].length);
            }
            ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
            for (byte[] text : all) {
                buffer.putInt(text == null ? -1 : text.length);
                if (text != null) {
                    buffer.put(text);
                }
            }
            return buffer.flip();
        }

        @Override
        public ColumnStore finish() {
            if (filled > 0) {
                flush();
            }
            List<Content> contents = new ArrayList<>();
            for (int i = 0; i < numeric.length; i++) {
                contents.add(
                        numeric[i]
                                ? new Content.Numbers(spools[i], places[i])
                                : new Content.Texts(spools[i], chunks[i]));
            }
            return new ColumnStore(names, contents, rows);
        }

        @Override
        public void abandon() {
            for (Spool spool : spools) {
                if (spool != null) {
                    spool.close();
                }
            }
        }
    }
}
