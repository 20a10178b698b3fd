package org.gradus.kernel;

import org.gradus.kernel.RowReductions.Row;

/**
 * Hands out the lines along the middle axis of [outer, n, inner] as rows of adjacent doubles: in place where the axis
 * is the last of a double[], else through a buffer of some rows.
 */
final class Rows {
    private static final int BUFFER = 1 << 14;
    private static final int GRAIN = 1 << 14;

    private Rows() {}

    /** Some rows of n doubles, from {@code at} on: the lines {@code line} … {@code line + count - 1}. */
    interface Block {
        void accept(double[] rows, int at, int line, int count);
    }

    static void reduce(Object x, Object out, int outer, int n, int inner, Row row) {
        each(x, outer, n, inner, (rows, at, line, count) -> {
            for (int i = 0; i < count; i++) {
                set(out, line + i, row.apply(rows, at + i * n, n));
            }
        });
    }

    /** Finds an element of a row. */
    interface Search {
        int apply(double[] row, int at, int n);
    }

    static void find(Object x, long[] out, int outer, int n, int inner, Search search) {
        each(x, outer, n, inner, (rows, at, line, count) -> {
            for (int i = 0; i < count; i++) {
                out[line + i] = search.apply(rows, at + i * n, n);
            }
        });
    }

    private static void set(Object out, int at, double value) {
        if (out instanceof double[] o) {
            o[at] = value;
        } else {
            ((float[]) out)[at] = (float) value;
        }
    }

    /** All lines, in blocks, on all threads. */
    static void each(Object x, int outer, int n, int inner, Block block) {
        int grain = Math.max(1, GRAIN / Math.max(1, n));
        if (inner == 1 && x instanceof double[] rows) {
            Workers.ranges(outer, grain, (from, to) -> block.accept(rows, from * n, from, to - from));
            return;
        }
        Workers.ranges(outer * inner, grain, (from, to) -> {
            int width = Math.clamp(BUFFER / Math.max(1, n), 1, to - from);
            double[] rows = new double[width * n];
            for (int line = from; line < to; line += width) {
                int count = Math.min(width, to - line);
                for (int i = 0; i < count; i++) {
                    read(x, start(line + i, n, inner), inner, rows, i * n, n);
                }
                block.accept(rows, 0, line, count);
            }
        });
    }

    /** Writes a row where its line belongs. */
    static void write(double[] row, int from, Object out, int line, int n, int inner) {
        int at = start(line, n, inner);
        switch (out) {
            case double[] o when inner == 1 -> System.arraycopy(row, from, o, at, n);
            case double[] o -> spread(row, from, o, at, inner, n);
            case float[] o -> spread(row, from, o, at, inner, n);
            case null, default -> throw Kinds.unsupported("write", out);
        }
    }

    /** Where a line begins; its elements are {@code inner} apart. */
    static int start(int line, int n, int inner) {
        return line / inner * n * inner + line % inner;
    }

    private static void read(Object x, int at, int step, double[] row, int to, int n) {
        switch (x) {
            case double[] a -> collect(a, at, step, row, to, n);
            case float[] a -> collect(a, at, step, row, to, n);
            case null, default -> throw Kinds.unsupported("read", x);
        }
    }

    private static void collect(double[] x, int at, int step, double[] row, int to, int n) {
        for (int j = 0; j < n; j++) {
            row[to + j] = x[at + j * step];
        }
    }

    private static void collect(float[] x, int at, int step, double[] row, int to, int n) {
        for (int j = 0; j < n; j++) {
            row[to + j] = x[at + j * step];
        }
    }

    private static void spread(double[] row, int from, double[] out, int at, int step, int n) {
        for (int j = 0; j < n; j++) {
            out[at + j * step] = row[from + j];
        }
    }

    private static void spread(double[] row, int from, float[] out, int at, int step, int n) {
        for (int j = 0; j < n; j++) {
            out[at + j * step] = (float) row[from + j];
        }
    }
}
