package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.ConvolutionPhases;
import org.gradus.kernel.WindowExtremes;
import org.gradus.kernel.WindowGeometry;
import org.gradus.kernel.WindowLayout;
import org.gradus.program.Contraction;
import org.gradus.program.Reduction;
import org.gradus.program.Windows;

/** Operations with moving windows. */
final class WindowEvaluation {
    private WindowEvaluation() {}

    static NdArray convolution(Contraction.Convolution op, ArrayType type, NdArray x, NdArray kernel) {
        Shape xs = x.shape();
        Shape ks = kernel.shape();
        Object out = type.dtype().allocate(type.shape().size());
        int rank = xs.rank();
        WindowGeometry geometry = geometry(
                op.windows(), xs.slice(2, rank), ks.slice(2, rank), type.shape().slice(2, rank), op.flip());
        ConvolutionPhases.convolve(
                geometry, xs.dim(0), op.groups(), ks.dim(1), ks.dim(0) / op.groups(), x.dense(), kernel.dense(), out);
        return NdArray.of(type, out);
    }

    static void argmax(Reduction.WindowArgMax op, ArrayType type, NdArray x, long[] out) {
        Shape xs = x.shape();
        int rank = xs.rank();
        int first = rank - op.size().size();
        Shape window = Shape.of(op.size());
        WindowGeometry geometry = geometry(
                op.windows(), xs.slice(first, rank), window, type.shape().slice(first, rank), false);
        WindowExtremes.argmax(new WindowLayout(geometry), xs.size(0, first), x.dense(), out);
    }

    private static WindowGeometry geometry(Windows w, Shape input, Shape window, Shape result, boolean flip) {
        return new WindowGeometry(
                input.dims(),
                window.dims(),
                result.dims(),
                ints(w.strides()),
                ints(w.low()),
                ints(w.inputDilation()),
                ints(w.windowDilation()),
                flip);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
