package org.gradus.kernel;

import org.gradus.error.ShapeException;

/**
 * Sums over moving windows.
 *
 * <p>Small ones, and those with few outputs a group, are loops of fused multiply-adds along result rows. For the others,
 * the elements that the windows meet are copied into tiles of a matrix, which {@link Blas} multiplies by the kernel. The
 * way and the tiles depend on the shape alone, so the bits do not depend on the number of threads.
 */
public final class Convolutions {
    private static final long SMALL = 1 << 12;
    private static final int FEW_OUTPUTS = 4;
    private static final long WORK_A_TASK = 1 << 18;
    private static final int TILE = 1 << 16;
    private static final int DEPTH = 1 << 10;
    private static final int NARROWEST = 64;
    private static final int WIDEST = 1 << 10;

    private Convolutions() {}

    /**
     * out[b, g·O + o, p] = Σ_{c, k} x[b, g·C + c, meets(p, k)] · w[g·O + o, c, k] for O outputs and C inputs a group.
     *
     * @param layout where the windows lie
     * @param batch the number of examples
     * @param groups the number of groups
     * @param inputs channels a group
     * @param outputs outputs a group
     * @param x double[] or float[] of {@code [batch, groups·inputs, input…]}
     * @param w the kernel, of x's type, {@code [groups·outputs, inputs, window…]}
     * @param out receives {@code [batch, groups·outputs, result…]}, of x's type
     * @throws ShapeException if an array is too short for the sizes
     */
    public static void convolve(
            WindowLayout layout, int batch, int groups, int inputs, int outputs, Object x, Object w, Object out) {
        requireMatching(layout, batch, groups, inputs, outputs, x, w, out);
        int depth = inputs * layout.windowSize();
        int results = layout.resultSize();
        if (batch == 0 || groups == 0 || outputs == 0 || results == 0) {
            return;
        }
        if (depth == 0) {
            Kinds.fillZero(out, batch * groups * outputs * results);
            return;
        }
        Call call = new Call(layout, groups, inputs, outputs, x, w, out);
        long work = (long) outputs * depth * batch * results;
        if (outputs < FEW_OUTPUTS || work <= SMALL) {
            int grain = Math.clamp(WORK_A_TASK / ((long) depth * results), 1, 1 << 30);
            Workers.ranges(batch * groups * outputs, grain, (from, to) -> {
                for (int i = from; i < to; i++) {
                    direct(call, i / (groups * outputs), i % (groups * outputs));
                }
            });
        } else {
            int height = Math.min(depth, DEPTH);
            int width = Math.clamp(TILE / height & -8, NARROWEST, WIDEST);
            int columns = batch * results;
            int tiles = (columns - 1) / width + 1;
            Workers.run(groups * tiles, t -> {
                int from = t % tiles * width;
                tile(call, t / tiles, from, Math.min(columns - from, width), height);
            });
        }
    }

    private record Call(WindowLayout layout, int groups, int inputs, int outputs, Object x, Object w, Object out) {
        int depth() {
            return inputs * layout.windowSize();
        }
    }

    /** One output of one example. */
    private static void direct(Call call, int example, int output) {
        WindowLayout layout = call.layout;
        int group = output / call.outputs;
        int to = (example * call.groups * call.outputs + output) * layout.resultSize();
        int from = (example * call.groups + group) * call.inputs * layout.inputSize();
        int weight = output * call.depth();
        for (int r = 0; r < layout.resultRows(); r++) {
            if (call.x instanceof double[] x) {
                row(layout, r, call.inputs, x, from, (double[]) call.w, weight, (double[]) call.out, to);
            } else {
                row(layout, r, call.inputs, (float[]) call.x, from, (float[]) call.w, weight, (float[]) call.out, to);
            }
            to += layout.resultWidth();
        }
    }

    private static void row(
            WindowLayout layout,
            int r,
            int inputs,
            double[] x,
            int from,
            double[] w,
            int weight,
            double[] out,
            int to) {
        int width = layout.windowWidth();
        for (int c = 0; c < inputs; c++) {
            for (int kr = 0; kr < layout.windowRows(); kr++) {
                int start = layout.row(kr, r);
                for (int k = 0; k < width && start >= 0; k++) {
                    double factor = w[weight + (c * layout.windowRows() + kr) * width + k];
                    int at = from + c * layout.inputSize() + start + layout.firstInput(k);
                    add(
                            factor,
                            x,
                            at,
                            layout.inputStep(),
                            out,
                            to + layout.firstResult(k),
                            layout.resultStep(),
                            layout.count(k));
                }
            }
        }
    }

    private static void add(double factor, double[] x, int from, int step, double[] out, int to, int outStep, int n) {
        if (step == 1 && outStep == 1) {
            for (int i = 0; i < n; i++) {
                out[to + i] = Math.fma(factor, x[from + i], out[to + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[to + i * outStep] = Math.fma(factor, x[from + i * step], out[to + i * outStep]);
            }
        }
    }

    private static void row(
            WindowLayout layout, int r, int inputs, float[] x, int from, float[] w, int weight, float[] out, int to) {
        int width = layout.windowWidth();
        for (int c = 0; c < inputs; c++) {
            for (int kr = 0; kr < layout.windowRows(); kr++) {
                int start = layout.row(kr, r);
                for (int k = 0; k < width && start >= 0; k++) {
                    float factor = w[weight + (c * layout.windowRows() + kr) * width + k];
                    int at = from + c * layout.inputSize() + start + layout.firstInput(k);
                    add(
                            factor,
                            x,
                            at,
                            layout.inputStep(),
                            out,
                            to + layout.firstResult(k),
                            layout.resultStep(),
                            layout.count(k));
                }
            }
        }
    }

    private static void add(float factor, float[] x, int from, int step, float[] out, int to, int outStep, int n) {
        if (step == 1 && outStep == 1) {
            for (int i = 0; i < n; i++) {
                out[to + i] = Math.fma(factor, x[from + i], out[to + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[to + i * outStep] = Math.fma(factor, x[from + i * step], out[to + i * outStep]);
            }
        }
    }

    /** All outputs of a group at some positions; the sums are taken in parts of at most {@code height} terms. */
    private static void tile(Call call, int group, int from, int width, int height) {
        int depth = call.depth();
        int outputs = call.outputs;
        Object patches = Kinds.array(call.x, height * width);
        Object sums = Kinds.array(call.x, outputs * width);
        Object part = depth <= height ? sums : Kinds.array(call.x, outputs * width);
        boolean whole = depth <= height && call.groups == 1;
        Object weights = whole ? call.w : Kinds.array(call.x, outputs * height);
        for (int at = 0; at < depth; at += height) {
            int rows = Math.min(height, depth - at);
            fill(call, group, at, rows, from, width, patches);
            if (!whole) {
                for (int o = 0; o < outputs; o++) {
                    System.arraycopy(call.w, (group * outputs + o) * depth + at, weights, o * rows, rows);
                }
            }
            Blas.gemm(false, false, 1, outputs, width, rows, weights, patches, at == 0 ? sums : part);
            if (at > 0) {
                Kinds.add(part, 0, sums, 0, outputs * width);
            }
        }
        spread(call, group, from, width, sums);
    }

    /** Some rows (channel and window position) and columns (example and result position) of the matrix of patches. */
    private static void fill(Call call, int group, int at, int rows, int from, int width, Object patches) {
        WindowLayout layout = call.layout;
        int window = layout.windowSize();
        for (int i = 0; i < rows; i++) {
            int channel = (at + i) / window;
            int k = (at + i) % window;
            int kr = k / layout.windowWidth();
            int kc = k % layout.windowWidth();
            int to = i * width;
            zero(patches, to, to + width);
            for (int j = from; j < from + width; ) {
                int example = j / layout.resultSize();
                int position = j % layout.resultSize();
                int first = position % layout.resultWidth();
                int limit = Math.min(layout.resultWidth(), first + from + width - j);
                int start = layout.row(kr, position / layout.resultWidth());
                if (start >= 0) {
                    int source = ((example * call.groups + group) * call.inputs + channel) * layout.inputSize() + start;
                    copy(layout, kc, first, limit, call.x, source, patches, to + j - from - first);
                }
                j += limit - first;
            }
        }
    }

    /** Copies what results first … limit − 1 of a row meet at a window position. */
    private static void copy(
            WindowLayout layout, int k, int first, int limit, Object x, int source, Object patches, int to) {
        int step = layout.resultStep();
        int begin = layout.firstResult(k);
        int skip = begin >= first ? 0 : (first - begin + step - 1) / step;
        int end = limit <= begin ? 0 : Math.min(layout.count(k), (limit - 1 - begin) / step + 1);
        int n = end - skip;
        if (n <= 0) {
            return;
        }
        int at = source + layout.firstInput(k) + skip * layout.inputStep();
        int target = to + begin + skip * step;
        if (step == 1 && layout.inputStep() == 1) {
            System.arraycopy(x, at, patches, target, n);
        } else if (x instanceof double[] a) {
            double[] b = (double[]) patches;
            for (int i = 0; i < n; i++) {
                b[target + i * step] = a[at + i * layout.inputStep()];
            }
        } else {
            float[] a = (float[]) x;
            float[] b = (float[]) patches;
            for (int i = 0; i < n; i++) {
                b[target + i * step] = a[at + i * layout.inputStep()];
            }
        }
    }

    private static void zero(Object array, int from, int to) {
        if (array instanceof double[] a) {
            java.util.Arrays.fill(a, from, to, 0);
        } else {
            java.util.Arrays.fill((float[]) array, from, to, 0);
        }
    }

    /** Puts a tile of sums {@code [outputs, width]} where they belong in {@code [example, output, position]}. */
    private static void spread(Call call, int group, int from, int width, Object sums) {
        int results = call.layout.resultSize();
        for (int j = from; j < from + width; ) {
            int example = j / results;
            int position = j % results;
            int n = Math.min(results - position, from + width - j);
            for (int o = 0; o < call.outputs; o++) {
                int to = ((example * call.groups + group) * call.outputs + o) * results + position;
                System.arraycopy(sums, o * width + j - from, call.out, to, n);
            }
            j += n;
        }
    }

    private static void requireMatching(
            WindowLayout layout, int batch, int groups, int inputs, int outputs, Object x, Object w, Object out) {
        if (!Kinds.floating(x, w) || !Kinds.floating(w, out)) {
            throw Kinds.unsupported("convolution", x, w, out);
        }
        boolean fits = Kinds.length(x) >= (long) batch * groups * inputs * layout.inputSize()
                && Kinds.length(w) >= (long) groups * outputs * inputs * layout.windowSize()
                && Kinds.length(out) >= (long) batch * groups * outputs * layout.resultSize();
        if (!fits) {
            throw new ShapeException(
                    "convolution: " + batch + " examples of " + groups + " groups of " + inputs
                            + " channels do not fit "
                            + "arrays of " + Kinds.length(x) + ", " + Kinds.length(w) + " and " + Kinds.length(out)
                            + " elements",
                    "check the sizes");
        }
    }
}
