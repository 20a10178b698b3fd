package org.gradus.kernel;

import java.util.Arrays;

/**
 * Moves planes of one size and stride from one array to another: runs by {@link System#arraycopy}, repeated elements by
 * a fill, transpositions in blocks that stay in the nearest cache.
 */
final class Planes {
    static final int BLOCK = 16;
    private static final int SHORT_RUN = 8;

    private final Object src;
    private final Object out;
    private final int columns;
    private final int fromRow;
    private final int fromColumn;
    private final int toRow;
    private final int toColumn;

    Planes(Object src, Object out, int columns, int fromRow, int fromColumn, int toRow, int toColumn) {
        this.src = src;
        this.out = out;
        this.columns = columns;
        this.fromRow = fromRow;
        this.fromColumn = fromColumn;
        this.toRow = toRow;
        this.toColumn = toColumn;
    }

    /** Moves some rows from one position to the other. */
    void copy(int from, int to, int rows) {
        if (toColumn == 1 && fromColumn == 1 && columns >= SHORT_RUN) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(src, from + r * fromRow, out, to + r * toRow, columns);
            }
        } else if (toColumn == 1 && fromColumn == 0 && columns >= SHORT_RUN) {
            for (int r = 0; r < rows; r++) {
                fill(from + r * fromRow, to + r * toRow);
            }
        } else if (rows > BLOCK && columns > BLOCK) {
            for (int r = 0; r < rows; r += BLOCK) {
                int height = Math.min(BLOCK, rows - r);
                for (int c = 0; c < columns; c += BLOCK) {
                    int width = Math.min(BLOCK, columns - c);
                    block(from + r * fromRow + c * fromColumn, to + r * toRow + c * toColumn, height, width);
                }
            }
        } else {
            block(from, to, rows, columns);
        }
    }

    private void fill(int from, int to) {
        switch (src) {
            case double[] a -> Arrays.fill((double[]) out, to, to + columns, a[from]);
            case float[] a -> Arrays.fill((float[]) out, to, to + columns, a[from]);
            case int[] a -> Arrays.fill((int[]) out, to, to + columns, a[from]);
            case long[] a -> Arrays.fill((long[]) out, to, to + columns, a[from]);
            case boolean[] a -> Arrays.fill((boolean[]) out, to, to + columns, a[from]);
            case null, default -> throw Kinds.unsupported("copy", src, out);
        }
    }

    private void block(int from, int to, int height, int width) {
        for (int r = 0; r < height; r++) {
            int at = from + r * fromRow;
            int position = to + r * toRow;
            switch (src) {
                case double[] a -> line(a, at, fromColumn, (double[]) out, position, toColumn, width);
                case float[] a -> line(a, at, fromColumn, (float[]) out, position, toColumn, width);
                case int[] a -> line(a, at, fromColumn, (int[]) out, position, toColumn, width);
                case long[] a -> line(a, at, fromColumn, (long[]) out, position, toColumn, width);
                case boolean[] a -> line(a, at, fromColumn, (boolean[]) out, position, toColumn, width);
                case null, default -> throw Kinds.unsupported("copy", src, out);
            }
        }
    }

    /** Adds some rows at one position to those at the other. */
    void add(int from, int to, int rows) {
        for (int r = 0; r < rows; r++) {
            int at = from + r * fromRow;
            int position = to + r * toRow;
            switch (src) {
                case double[] a -> addLine(a, at, fromColumn, (double[]) out, position, toColumn, columns);
                case float[] a -> addLine(a, at, fromColumn, (float[]) out, position, toColumn, columns);
                case int[] a -> addLine(a, at, fromColumn, (int[]) out, position, toColumn, columns);
                case long[] a -> addLine(a, at, fromColumn, (long[]) out, position, toColumn, columns);
                case null, default -> throw Kinds.unsupported("add", src, out);
            }
        }
    }

    private static void line(double[] src, int from, int fromStep, double[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] = src[from + i * fromStep];
        }
    }

    private static void line(float[] src, int from, int fromStep, float[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] = src[from + i * fromStep];
        }
    }

    private static void line(int[] src, int from, int fromStep, int[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] = src[from + i * fromStep];
        }
    }

    private static void line(long[] src, int from, int fromStep, long[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] = src[from + i * fromStep];
        }
    }

    private static void line(boolean[] src, int from, int fromStep, boolean[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] = src[from + i * fromStep];
        }
    }

    private static void addLine(double[] src, int from, int fromStep, double[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] += src[from + i * fromStep];
        }
    }

    private static void addLine(float[] src, int from, int fromStep, float[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] += src[from + i * fromStep];
        }
    }

    private static void addLine(int[] src, int from, int fromStep, int[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] += src[from + i * fromStep];
        }
    }

    private static void addLine(long[] src, int from, int fromStep, long[] out, int to, int toStep, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i * toStep] += src[from + i * fromStep];
        }
    }
}
