package org.gradus.kernel;

/**
 * Logarithms of sums of exponentials along the middle axis, and the log-softmax. Many short rows are done together, so
 * that the exponentials run as long loops; the order of each sum is that of {@link Reductions} either way.
 */
final class LogSums {
    private static final int SHORT_ROW = 256;
    private static final int TOGETHER = 2048;

    private LogSums() {}

    static void logSumExp(Object x, Object out, int outer, int n, int inner) {
        if (n == 0 || n > SHORT_ROW) {
            Rows.reduce(x, out, outer, n, inner, LogSums::logSumExp);
            return;
        }
        Rows.each(x, outer, n, inner, (rows, at, line, count) -> {
            ShortRows buffer = new ShortRows(Math.clamp(TOGETHER / n, 1, count), n);
            for (int i = 0; i < count; i += buffer.capacity()) {
                int some = Math.min(buffer.capacity(), count - i);
                buffer.prepare(rows, at + i * n, some);
                buffer.writeLogSums(out, line + i, some);
            }
        });
    }

    static void logSoftmax(Object x, Object out, int outer, int n, int inner) {
        if (n == 0) {
            return;
        }
        Rows.each(x, outer, n, inner, (rows, at, line, count) -> {
            ShortRows buffer = new ShortRows(n > SHORT_ROW ? 0 : Math.clamp(TOGETHER / n, 1, count), n);
            double[] result = new double[n];
            for (int i = 0; i < count && n > SHORT_ROW; i++) {
                logSoftmax(rows, at + i * n, result, n);
                Rows.write(result, 0, out, line + i, n, inner);
            }
            for (int i = 0; i < count && n <= SHORT_ROW; i += buffer.capacity()) {
                int some = Math.min(buffer.capacity(), count - i);
                buffer.prepare(rows, at + i * n, some);
                buffer.writeLogSoftmax(rows, at + i * n, out, line + i, some, inner);
            }
        });
    }

    private static double logSumExp(double[] x, int at, int n) {
        double max = n == 0 ? Double.NEGATIVE_INFINITY : RowReductions.max(x, at, n);
        return Double.isInfinite(max) ? max : max + Elementary.log(RowReductions.sumExp(x, at, n, max));
    }

    private static void logSoftmax(double[] x, int at, double[] result, int n) {
        double max = RowReductions.max(x, at, n);
        double log = Elementary.log(RowReductions.sumExp(x, at, n, max));
        for (int j = 0; j < n; j++) {
            result[j] = (x[at + j] - max) - log;
        }
    }

    /** Buffers for rows that are done together. */
    private static final class ShortRows {
        private final int n;
        private final double[] exponentials;
        private final double[] max;
        private final double[] logs;

        ShortRows(int capacity, int n) {
            this.n = n;
            exponentials = new double[capacity * n];
            max = new double[capacity];
            logs = new double[capacity];
        }

        int capacity() {
            return max.length;
        }

        /** Finds the largest elements and the logarithms of the sums. */
        void prepare(double[] rows, int at, int count) {
            for (int i = 0; i < count; i++) {
                max[i] = RowReductions.max(rows, at + i * n, n);
                subtract(rows, at + i * n, max[i], exponentials, i * n, n);
            }
            ElementaryLoops.exp(exponentials, exponentials, count * n);
            for (int i = 0; i < count; i++) {
                logs[i] = RowReductions.sum(exponentials, i * n, n);
            }
            ElementaryLoops.log(logs, logs, count);
        }

        private static void subtract(double[] x, int at, double shift, double[] out, int to, int n) {
            for (int j = 0; j < n; j++) {
                out[to + j] = x[at + j] - shift;
            }
        }

        void writeLogSums(Object out, int line, int count) {
            for (int i = 0; i < count; i++) {
                double value = Double.isInfinite(max[i]) ? max[i] : max[i] + logs[i];
                if (out instanceof double[] o) {
                    o[line + i] = value;
                } else {
                    ((float[]) out)[line + i] = (float) value;
                }
            }
        }

        void writeLogSoftmax(double[] rows, int at, Object out, int line, int count, int inner) {
            for (int i = 0; i < count; i++) {
                for (int j = i * n; j < (i + 1) * n; j++) {
                    exponentials[j] = (rows[at + j] - max[i]) - logs[i];
                }
                Rows.write(exponentials, i * n, out, line + i, n, inner);
            }
        }
    }
}
