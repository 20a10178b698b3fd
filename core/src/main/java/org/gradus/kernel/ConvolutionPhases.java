package org.gradus.kernel;

/**
 * Convolutions of inputs with zeros between their elements, as input gradients of strided convolutions are. A result
 * meets elements at some window positions only, and which ones repeats with a period along each axis; so each phase of
 * the periods is a convolution of the input without the zeros by part of the kernel.
 */
public final class ConvolutionPhases {
    private static final long SMALL = 1 << 12;

    private ConvolutionPhases() {}

    /**
     * As {@link Convolutions#convolve}; the phases and their order depend on the shapes alone.
     *
     * @param geometry where the windows lie
     * @param batch the number of examples
     * @param groups the number of groups
     * @param inputs channels a group
     * @param outputs outputs a group
     * @param x double[] or float[] of {@code [batch, groups·inputs, input…]}
     * @param w the kernel, of x's type, {@code [groups·outputs, inputs, window…]}
     * @param out zeros; receives {@code [batch, groups·outputs, result…]}, of x's type
     */
    public static void convolve(
            WindowGeometry geometry, int batch, int groups, int inputs, int outputs, Object x, Object w, Object out) {
        int phases = 1;
        for (int d = 0; d < geometry.input().length; d++) {
            phases *= Math.min(geometry.step(d), Math.max(1, geometry.result()[d]));
        }
        long terms = (long) inputs * WindowGeometry.size(geometry.window());
        long work = (long) batch * groups * outputs * terms * WindowGeometry.size(geometry.result());
        if (phases == 1 || work <= SMALL) {
            Convolutions.convolve(new WindowLayout(geometry), batch, groups, inputs, outputs, x, w, out);
            return;
        }
        int[] phase = new int[geometry.input().length];
        for (int i = 0; i < phases; i++) {
            Axis[] axes = new Axis[phase.length];
            for (int d = 0; d < axes.length; d++) {
                axes[d] = Axis.of(geometry, d, phase[d]);
            }
            one(geometry, axes, batch, groups, inputs, outputs, x, w, out);
            for (int d = phase.length - 1; d >= 0; d--) {
                if (++phase[d] < Math.min(geometry.step(d), geometry.result()[d])) {
                    break;
                }
                phase[d] = 0;
            }
        }
    }

    /** A phase along one axis: results first + step·p by window positions from + apart·k. */
    private record Axis(int first, int results, int step, int from, int positions, int apart, int low) {
        static Axis of(WindowGeometry g, int d, int first) {
            int dilation = g.inputDilation()[d];
            int step = g.step(d);
            int apart = dilation / WindowGeometry.gcd(g.windowDilation()[d], dilation);
            int results = (g.result()[d] - 1 - first) / step + 1;
            long at = (long) first * g.strides()[d] - g.low()[d];
            int from = 0;
            while (from < apart && (at + (long) from * g.windowDilation()[d]) % dilation != 0) {
                from++;
            }
            boolean meets = from < apart && from < g.window()[d];
            int positions = meets ? (g.window()[d] - 1 - from) / apart + 1 : 0;
            long start = (at + (long) from * g.windowDilation()[d]) / dilation;
            return new Axis(first, results, step, from, positions, apart, meets ? Math.toIntExact(-start) : 0);
        }
    }

    private static void one(
            WindowGeometry g,
            Axis[] axes,
            int batch,
            int groups,
            int inputs,
            int outputs,
            Object x,
            Object w,
            Object out) {
        int n = axes.length;
        int[] window = new int[n];
        int[] result = new int[n];
        int[] strides = new int[n];
        int[] low = new int[n];
        int[] dilation = new int[n];
        int[] plain = new int[n];
        int[] kernelShape = new int[n + 1];
        int[] kernelStrides = new int[n + 1];
        int[] resultShape = new int[n + 1];
        int[] resultStrides = new int[n + 1];
        int kernelAt = 0;
        int resultAt = 0;
        int kernelUnit = 1;
        int resultUnit = 1;
        for (int d = n - 1; d >= 0; d--) {
            Axis axis = axes[d];
            window[d] = axis.positions;
            result[d] = axis.results;
            strides[d] = g.strides()[d] * axis.step / g.inputDilation()[d];
            low[d] = axis.low;
            dilation[d] = g.windowDilation()[d] * axis.apart / g.inputDilation()[d];
            plain[d] = 1;
            kernelShape[d + 1] = axis.positions;
            kernelStrides[d + 1] = (g.flip() ? -kernelUnit : kernelUnit) * axis.apart;
            kernelAt += (g.flip() ? g.window()[d] - 1 - axis.from : axis.from) * kernelUnit;
            resultShape[d + 1] = axis.results;
            resultStrides[d + 1] = resultUnit * axis.step;
            resultAt += axis.first * resultUnit;
            kernelUnit *= g.window()[d];
            resultUnit *= g.result()[d];
        }
        if (WindowGeometry.size(window) == 0) {
            return;
        }
        kernelShape[0] = groups * outputs * inputs;
        kernelStrides[0] = kernelUnit;
        resultShape[0] = batch * groups * outputs;
        resultStrides[0] = resultUnit;
        Object part = Kinds.array(x, WindowGeometry.size(kernelShape));
        Layout.gather(w, kernelAt, kernelStrides, part, kernelShape);
        Object sums = Kinds.array(x, WindowGeometry.size(resultShape));
        WindowGeometry inner = new WindowGeometry(g.input(), window, result, strides, low, plain, dilation, false);
        Convolutions.convolve(new WindowLayout(inner), batch, groups, inputs, outputs, x, part, sums);
        Layout.scatter(sums, out, resultAt, resultStrides, resultShape);
    }
}
