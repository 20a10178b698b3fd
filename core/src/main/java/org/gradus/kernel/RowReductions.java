package org.gradus.kernel;

/** Reductions of n adjacent doubles, in the fixed order that {@link Reductions} describes. */
final class RowReductions {
    static final int CHUNK = 1024;
    private static final int CHUNKS_A_TASK = 32;

    private RowReductions() {}

    /** Reduces a row, or a chunk of one. */
    interface Row {
        double apply(double[] x, int at, int n);
    }

    /** Combines two partial results. */
    interface Pair {
        double apply(double x, double y);
    }

    /** Chunks on all threads, then their results in pairs. */
    static double chunked(double[] x, int at, int n, Row chunk, Pair pair) {
        if (n <= CHUNK) {
            return chunk.apply(x, at, n);
        }
        int chunks = (n - 1) / CHUNK + 1;
        double[] partial = new double[chunks];
        Workers.ranges(chunks, CHUNKS_A_TASK, (from, to) -> {
            for (int c = from; c < to; c++) {
                partial[c] = chunk.apply(x, at + c * CHUNK, Math.min(CHUNK, n - c * CHUNK));
            }
        });
        return inPairs(partial, chunks, pair);
    }

    static double inPairs(double[] partial, int count, Pair pair) {
        for (int left = count; left > 1; left = (left + 1) / 2) {
            for (int i = 0; i < left / 2; i++) {
                partial[i] = pair.apply(partial[2 * i], partial[2 * i + 1]);
            }
            if ((left & 1) != 0) {
                partial[left / 2] = partial[left - 1];
            }
        }
        return partial[0];
    }

    static double sum(double[] x, int at, int n) {
        return chunked(x, at, n, RowReductions::sumOfChunk, Double::sum);
    }

    private static double sumOfChunk(double[] x, int at, int n) {
        double l0 = 0;
        double l1 = 0;
        double l2 = 0;
        double l3 = 0;
        double l4 = 0;
        double l5 = 0;
        double l6 = 0;
        double l7 = 0;
        int whole = at + (n & -8);
        int i = at;
        for (; i < whole; i += 8) {
            l0 += x[i];
            l1 += x[i + 1];
            l2 += x[i + 2];
            l3 += x[i + 3];
            l4 += x[i + 4];
            l5 += x[i + 5];
            l6 += x[i + 6];
            l7 += x[i + 7];
        }
        int left = n & 7;
        l0 += left > 0 ? x[i] : 0;
        l1 += left > 1 ? x[i + 1] : 0;
        l2 += left > 2 ? x[i + 2] : 0;
        l3 += left > 3 ? x[i + 3] : 0;
        l4 += left > 4 ? x[i + 4] : 0;
        l5 += left > 5 ? x[i + 5] : 0;
        l6 += left > 6 ? x[i + 6] : 0;
        return ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7));
    }

    static double product(double[] x, int at, int n) {
        return chunked(x, at, n, RowReductions::productOfChunk, (a, b) -> a * b);
    }

    private static double productOfChunk(double[] x, int at, int n) {
        double[] lanes = {1, 1, 1, 1, 1, 1, 1, 1};
        for (int i = 0; i < n; i++) {
            lanes[i & 7] *= x[at + i];
        }
        return ((lanes[0] * lanes[4]) * (lanes[2] * lanes[6])) * ((lanes[1] * lanes[5]) * (lanes[3] * lanes[7]));
    }

    static double max(double[] x, int at, int n) {
        return chunked(x, at, n, RowReductions::maxOfChunk, Math::max);
    }

    private static double maxOfChunk(double[] x, int at, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    static double min(double[] x, int at, int n) {
        return chunked(x, at, n, RowReductions::minOfChunk, Math::min);
    }

    private static double minOfChunk(double[] x, int at, int n) {
        double min = Double.POSITIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            min = Math.min(min, x[i]);
        }
        return min;
    }

    static int argmax(double[] x, int at, int n) {
        int best = at;
        for (int i = at; i < at + n; i++) {
            if (!(x[i] <= x[best])) {
                best = i;
                if (Double.isNaN(x[i])) {
                    break;
                }
            }
        }
        return best - at;
    }

    static int argmin(double[] x, int at, int n) {
        int best = at;
        for (int i = at; i < at + n; i++) {
            if (!(x[i] >= x[best])) {
                best = i;
                if (Double.isNaN(x[i])) {
                    break;
                }
            }
        }
        return best - at;
    }

    /** Σ e^(x - shift). */
    static double sumExp(double[] x, int at, int n, double shift) {
        return chunked(x, at, n, (row, from, size) -> sumExpOfChunk(row, from, size, shift), Double::sum);
    }

    private static double sumExpOfChunk(double[] x, int at, int n, double shift) {
        double[] exponentials = new double[n];
        for (int i = 0; i < n; i++) {
            exponentials[i] = x[at + i] - shift;
        }
        ElementaryLoops.exp(exponentials, exponentials, n);
        return sumOfChunk(exponentials, 0, n);
    }
}
