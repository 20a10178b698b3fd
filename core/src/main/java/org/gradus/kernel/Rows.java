package org.gradus.kernel;

import org.gradus.kernel.RowReductions.Row;

/**
 * Applies functions of a row of adjacent doubles along the middle axis of [outer, n, inner]: directly where the axis is
 * the last of a double[], else through a buffer of a few rows.
 */
final class Rows {
    private static final int BUFFER = 1 << 14;
    private static final int GRAIN = 1 << 14;

    private Rows() {}

    /** Writes n results for n elements. */
    interface Transform {
        void apply(double[] x, int at, double[] out, int to, int n);
    }

    private interface Sink {
        void accept(double[] rows, int at, int line);
    }

    static void reduce(Object x, Object out, int outer, int n, int inner, Row row) {
        switch (out) {
            case double[] o -> each(x, outer, n, inner, (rows, at, line) -> o[line] = row.apply(rows, at, n));
            case float[] o -> each(x, outer, n, inner, (rows, at, line) -> o[line] = (float) row.apply(rows, at, n));
            case null, default -> throw Kinds.unsupported("reduce", x, out);
        }
    }

    static void argmax(Object x, long[] out, int outer, int n, int inner) {
        each(x, outer, n, inner, (rows, at, line) -> out[line] = RowReductions.argmax(rows, at, n));
    }

    static void transform(Object x, Object out, int outer, int n, int inner, Transform transform) {
        each(x, outer, n, inner, (rows, at, line) -> {
            if (inner == 1 && out instanceof double[] o) {
                transform.apply(rows, at, o, line * n, n);
                return;
            }
            double[] result = rows == x ? new double[n] : rows;
            int from = rows == x ? 0 : at;
            transform.apply(rows, at, result, from, n);
            int to = line / inner * n * inner + line % inner;
            switch (out) {
                case double[] o -> unpack(result, from, o, to, n, inner);
                case float[] o -> unpack(result, from, o, to, n, inner);
                case null, default -> throw Kinds.unsupported("transform", x, out);
            }
        });
    }

    /** Hands over each of the outer·inner lines as a row. */
    private static void each(Object x, int outer, int n, int inner, Sink sink) {
        int lines = outer * inner;
        int grain = Math.max(1, GRAIN / Math.max(1, n));
        if (inner == 1 && x instanceof double[] rows) {
            Workers.ranges(lines, grain, (from, to) -> {
                for (int line = from; line < to; line++) {
                    sink.accept(rows, line * n, line);
                }
            });
            return;
        }
        Workers.ranges(lines, grain, (from, to) -> {
            int width = Math.clamp(BUFFER / Math.max(1, n), 1, to - from);
            double[] rows = new double[width * n];
            for (int line = from; line < to; line += width) {
                int count = Math.min(width, to - line);
                pack(x, line, count, n, inner, rows);
                for (int i = 0; i < count; i++) {
                    sink.accept(rows, i * n, line + i);
                }
            }
        });
    }

    private static void pack(Object x, int line, int count, int n, int inner, double[] rows) {
        for (int i = 0; i < count; i++) {
            int at = (line + i) / inner * n * inner + (line + i) % inner;
            switch (x) {
                case double[] a -> pack(a, at, inner, rows, i * n, n);
                case float[] a -> pack(a, at, inner, rows, i * n, n);
                case null, default -> throw Kinds.unsupported("reduce", x);
            }
        }
    }

    private static void pack(double[] x, int at, int step, double[] rows, int to, int n) {
        for (int j = 0; j < n; j++) {
            rows[to + j] = x[at + j * step];
        }
    }

    private static void pack(float[] x, int at, int step, double[] rows, int to, int n) {
        for (int j = 0; j < n; j++) {
            rows[to + j] = x[at + j * step];
        }
    }

    private static void unpack(double[] row, int from, double[] out, int at, int n, int step) {
        for (int j = 0; j < n; j++) {
            out[at + j * step] = row[from + j];
        }
    }

    private static void unpack(double[] row, int from, float[] out, int at, int n, int step) {
        for (int j = 0; j < n; j++) {
            out[at + j * step] = (float) row[from + j];
        }
    }
}
