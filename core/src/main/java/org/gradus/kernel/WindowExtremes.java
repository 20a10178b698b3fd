package org.gradus.kernel;

import java.util.Arrays;

/** Largest elements under a moving window. */
public final class WindowExtremes {
    private static final int WORK_A_TASK = 1 << 15;

    private WindowExtremes() {}

    /**
     * The index of the first largest element of each window, the first NaN if there is one. Every window meets an element.
     *
     * @param layout where the windows lie
     * @param batch the number of arrays one after another
     * @param x the arrays: double[], float[], long[] or int[]
     * @param out receives the indices within an array
     */
    public static void argmax(WindowLayout layout, int batch, Object x, long[] out) {
        long work = (long) layout.resultSize() * layout.windowSize();
        int grain = Math.clamp(WORK_A_TASK / Math.max(1, work), 1, 1 << 30);
        Workers.ranges(batch, grain, (from, to) -> {
            for (int b = from; b < to; b++) {
                for (int r = 0; r < layout.resultRows(); r++) {
                    row(layout, r, x, b * layout.inputSize(), out, b * layout.resultSize() + r * layout.resultWidth());
                }
            }
        });
    }

    private static void row(WindowLayout layout, int r, Object x, int at, long[] out, int to) {
        Arrays.fill(out, to, to + layout.resultWidth(), -1);
        int resultStep = layout.resultStep();
        int inputStep = layout.inputStep();
        for (int kr = 0; kr < layout.windowRows(); kr++) {
            int start = layout.row(kr, r);
            if (start < 0) {
                continue;
            }
            for (int k = 0; k < layout.windowWidth(); k++) {
                int n = layout.count(k);
                int from = start + layout.firstInput(k);
                int first = to + layout.firstResult(k);
                switch (x) {
                    case double[] a -> line(a, at, from, inputStep, out, first, resultStep, n);
                    case float[] a -> line(a, at, from, inputStep, out, first, resultStep, n);
                    case long[] a -> line(a, at, from, inputStep, out, first, resultStep, n);
                    case int[] a -> line(a, at, from, inputStep, out, first, resultStep, n);
                    case null, default -> throw Kinds.unsupported("window_argmax", x, out);
                }
            }
        }
    }

    private static void line(double[] x, int at, int from, int step, long[] out, int to, int outStep, int n) {
        for (int i = 0; i < n; i++) {
            int candidate = from + i * step;
            int best = (int) out[to + i * outStep];
            // Not "larger": a NaN takes the place of any number, and of no NaN.
            if (best < 0 || (!Double.isNaN(x[at + best]) && !(x[at + candidate] <= x[at + best]))) {
                out[to + i * outStep] = candidate;
            }
        }
    }

    private static void line(float[] x, int at, int from, int step, long[] out, int to, int outStep, int n) {
        for (int i = 0; i < n; i++) {
            int candidate = from + i * step;
            int best = (int) out[to + i * outStep];
            if (best < 0 || (!Float.isNaN(x[at + best]) && !(x[at + candidate] <= x[at + best]))) {
                out[to + i * outStep] = candidate;
            }
        }
    }

    private static void line(long[] x, int at, int from, int step, long[] out, int to, int outStep, int n) {
        for (int i = 0; i < n; i++) {
            int candidate = from + i * step;
            int best = (int) out[to + i * outStep];
            if (best < 0 || x[at + candidate] > x[at + best]) {
                out[to + i * outStep] = candidate;
            }
        }
    }

    private static void line(int[] x, int at, int from, int step, long[] out, int to, int outStep, int n) {
        for (int i = 0; i < n; i++) {
            int candidate = from + i * step;
            int best = (int) out[to + i * outStep];
            if (best < 0 || x[at + candidate] > x[at + best]) {
                out[to + i * outStep] = candidate;
            }
        }
    }
}
