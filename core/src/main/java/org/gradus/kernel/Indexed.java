package org.gradus.kernel;

/** The loops of {@link Layout#take}, {@link Layout#takeAdd} and {@link Layout#takeSet}; indices have been checked. */
final class Indexed {
    private static final int GRAIN = 1 << 15;

    private Indexed() {}

    static void take(Object src, int batch, int outer, int axisSize, int inner, long[] index, int count, Object out) {
        int grain = Math.max(1, GRAIN / Math.max(1, count * inner));
        Workers.ranges(batch * outer, grain, (first, end) -> {
            for (int block = first; block < end; block++) {
                int from = block * axisSize * inner;
                int to = block * count * inner;
                int at = block / outer * count;
                if (inner == 1) {
                    takeElements(src, from, index, at, count, out, to);
                } else {
                    for (int c = 0; c < count; c++) {
                        System.arraycopy(src, from + (int) index[at + c] * inner, out, to + c * inner, inner);
                    }
                }
            }
        });
    }

    private static void takeElements(Object src, int from, long[] index, int at, int count, Object out, int to) {
        switch (src) {
            case double[] a -> elements(a, from, index, at, count, (double[]) out, to);
            case float[] a -> elements(a, from, index, at, count, (float[]) out, to);
            case int[] a -> elements(a, from, index, at, count, (int[]) out, to);
            case long[] a -> elements(a, from, index, at, count, (long[]) out, to);
            case boolean[] a -> elements(a, from, index, at, count, (boolean[]) out, to);
            case null, default -> throw Kinds.unsupported("take", src, out);
        }
    }

    static void takeAdd(
            Object src, int batch, int outer, int axisSize, int inner, long[] index, int count, Object out) {
        int grain = Math.max(1, GRAIN / Math.max(1, count * inner));
        Workers.ranges(batch * outer, grain, (first, end) -> {
            for (int block = first; block < end; block++) {
                int from = block * count * inner;
                int to = block * axisSize * inner;
                int at = block / outer * count;
                switch (src) {
                    case double[] a -> add(a, from, index, at, count, inner, (double[]) out, to);
                    case float[] a -> add(a, from, index, at, count, inner, (float[]) out, to);
                    case int[] a -> add(a, from, index, at, count, inner, (int[]) out, to);
                    case long[] a -> add(a, from, index, at, count, inner, (long[]) out, to);
                    case null, default -> throw Kinds.unsupported("takeAdd", src, out);
                }
            }
        });
    }

    private static void elements(double[] src, int from, long[] index, int at, int count, double[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + c] = src[from + (int) index[at + c]];
        }
    }

    private static void elements(float[] src, int from, long[] index, int at, int count, float[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + c] = src[from + (int) index[at + c]];
        }
    }

    private static void elements(int[] src, int from, long[] index, int at, int count, int[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + c] = src[from + (int) index[at + c]];
        }
    }

    private static void elements(long[] src, int from, long[] index, int at, int count, long[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + c] = src[from + (int) index[at + c]];
        }
    }

    private static void elements(boolean[] src, int from, long[] index, int at, int count, boolean[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + c] = src[from + (int) index[at + c]];
        }
    }

    static void takeSet(
            Object src, int batch, int outer, int axisSize, int inner, long[] index, int count, Object out) {
        int grain = Math.max(1, GRAIN / Math.max(1, count * inner));
        Workers.ranges(batch * outer, grain, (first, end) -> {
            for (int block = first; block < end; block++) {
                int from = block * count * inner;
                int to = block * axisSize * inner;
                int at = block / outer * count;
                if (inner == 1) {
                    setElements(src, from, index, at, count, out, to);
                } else {
                    for (int c = 0; c < count; c++) {
                        System.arraycopy(src, from + c * inner, out, to + (int) index[at + c] * inner, inner);
                    }
                }
            }
        });
    }

    private static void setElements(Object src, int from, long[] index, int at, int count, Object out, int to) {
        switch (src) {
            case double[] a -> set(a, from, index, at, count, (double[]) out, to);
            case float[] a -> set(a, from, index, at, count, (float[]) out, to);
            case int[] a -> set(a, from, index, at, count, (int[]) out, to);
            case long[] a -> set(a, from, index, at, count, (long[]) out, to);
            case boolean[] a -> set(a, from, index, at, count, (boolean[]) out, to);
            case null, default -> throw Kinds.unsupported("takeSet", src, out);
        }
    }

    private static void set(double[] src, int from, long[] index, int at, int count, double[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + (int) index[at + c]] = src[from + c];
        }
    }

    private static void set(float[] src, int from, long[] index, int at, int count, float[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + (int) index[at + c]] = src[from + c];
        }
    }

    private static void set(int[] src, int from, long[] index, int at, int count, int[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + (int) index[at + c]] = src[from + c];
        }
    }

    private static void set(long[] src, int from, long[] index, int at, int count, long[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + (int) index[at + c]] = src[from + c];
        }
    }

    private static void set(boolean[] src, int from, long[] index, int at, int count, boolean[] out, int to) {
        for (int c = 0; c < count; c++) {
            out[to + (int) index[at + c]] = src[from + c];
        }
    }

    private static void add(double[] src, int from, long[] index, int at, int count, int inner, double[] out, int to) {
        for (int c = 0; c < count; c++) {
            int row = to + (int) index[at + c] * inner;
            for (int i = 0; i < inner; i++) {
                out[row + i] += src[from + c * inner + i];
            }
        }
    }

    private static void add(float[] src, int from, long[] index, int at, int count, int inner, float[] out, int to) {
        for (int c = 0; c < count; c++) {
            int row = to + (int) index[at + c] * inner;
            for (int i = 0; i < inner; i++) {
                out[row + i] += src[from + c * inner + i];
            }
        }
    }

    private static void add(int[] src, int from, long[] index, int at, int count, int inner, int[] out, int to) {
        for (int c = 0; c < count; c++) {
            int row = to + (int) index[at + c] * inner;
            for (int i = 0; i < inner; i++) {
                out[row + i] += src[from + c * inner + i];
            }
        }
    }

    private static void add(long[] src, int from, long[] index, int at, int count, int inner, long[] out, int to) {
        for (int c = 0; c < count; c++) {
            int row = to + (int) index[at + c] * inner;
            for (int i = 0; i < inner; i++) {
                out[row + i] += src[from + c * inner + i];
            }
        }
    }
}
