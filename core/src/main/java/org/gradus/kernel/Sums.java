package org.gradus.kernel;

/**
 * Sums along the middle axis, in the order that {@link Reductions} describes: by rows, or by columns in a row of lanes.
 */
final class Sums {
    private static final int LANES = 8;
    private static final int WIDTH = 256;
    private static final int NARROW = 4;
    private static final int VECTOR_WORTHWHILE = 32;
    private static final int GRAIN = 1 << 15;

    private Sums() {}

    static void sum(Object x, Object out, int outer, int n, int inner) {
        if (inner < NARROW || n == 0) {
            Rows.reduce(x, out, outer, n, inner, RowReductions::sum);
            return;
        }
        int tiles = (inner - 1) / WIDTH + 1;
        int grain = Math.clamp(GRAIN / ((long) n * Math.min(inner, WIDTH)), 1, GRAIN);
        Workers.ranges(outer * tiles, grain, (from, to) -> {
            for (int t = from; t < to; t++) {
                int o = t / tiles;
                int column = t % tiles * WIDTH;
                int width = Math.min(WIDTH, inner - column);
                double[] sums = columns(x, o * n * inner + column, n, inner, width);
                write(sums, out, o * inner + column);
            }
        });
    }

    /** The sums of some adjacent columns. */
    private static double[] columns(Object x, int at, int n, int inner, int width) {
        int chunks = (n - 1) / RowReductions.CHUNK + 1;
        double[][] partial = new double[chunks][];
        int grain = Math.max(1, GRAIN / (RowReductions.CHUNK * width));
        Workers.ranges(chunks, grain, (from, to) -> {
            double[][] lanes = new double[LANES][width];
            double[] row = new double[width];
            for (int c = from; c < to; c++) {
                int first = c * RowReductions.CHUNK;
                int count = Math.min(RowReductions.CHUNK, n - first);
                partial[c] = chunk(x, at + first * inner, count, inner, lanes, row);
            }
        });
        for (int left = chunks; left > 1; left = (left + 1) / 2) {
            for (int i = 0; i < left / 2; i++) {
                add(partial[2 * i + 1], partial[2 * i], width);
                partial[i] = partial[2 * i];
            }
            if ((left & 1) != 0) {
                partial[left / 2] = partial[left - 1];
            }
        }
        return partial[0];
    }

    private static double[] chunk(Object x, int at, int rows, int inner, double[][] lanes, double[] row) {
        for (double[] lane : lanes) {
            java.util.Arrays.fill(lane, 0);
        }
        for (int j = 0; j < rows; j++) {
            double[] lane = lanes[j & LANES - 1];
            switch (x) {
                case double[] a when row.length < VECTOR_WORTHWHILE -> addShort(a, at + j * inner, lane);
                case double[] a -> {
                    System.arraycopy(a, at + j * inner, row, 0, row.length);
                    add(row, lane, row.length);
                }
                case float[] a -> addShort(a, at + j * inner, lane);
                case null, default -> throw Kinds.unsupported("sum", x);
            }
        }
        return combined(lanes, row.length);
    }

    // The JVM makes vector code only of loops whose arrays are indexed alike, hence the copy of longer rows.
    private static void add(double[] row, double[] lane, int width) {
        for (int c = 0; c < width; c++) {
            lane[c] += row[c];
        }
    }

    private static void addShort(double[] x, int at, double[] lane) {
        for (int c = 0; c < lane.length; c++) {
            lane[c] += x[at + c];
        }
    }

    private static void addShort(float[] x, int at, double[] lane) {
        for (int c = 0; c < lane.length; c++) {
            lane[c] += x[at + c];
        }
    }

    private static double[] combined(double[][] lanes, int width) {
        double[] sums = new double[width];
        for (int c = 0; c < width; c++) {
            sums[c] = ((lanes[0][c] + lanes[4][c]) + (lanes[2][c] + lanes[6][c]))
                    + ((lanes[1][c] + lanes[5][c]) + (lanes[3][c] + lanes[7][c]));
        }
        return sums;
    }

    private static void write(double[] sums, Object out, int at) {
        if (out instanceof double[] o) {
            System.arraycopy(sums, 0, o, at, sums.length);
        } else {
            float[] o = (float[]) out;
            for (int c = 0; c < sums.length; c++) {
                o[at + c] = (float) sums[c];
            }
        }
    }
}
