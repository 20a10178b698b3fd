package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.Convolution;
import org.gradus.program.Types;
import org.gradus.program.Windows;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching.Batched;

/** Rules of convolutions, whose transposes and batches are convolutions of operands in another layout. */
final class ConvolutionRules {
    private ConvolutionRules() {}

    static List<Tensor> transpose(Convolution op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        Tensor x = inputs.get(0);
        Tensor kernel = inputs.get(1);
        if (x == null && kernel == null) {
            throw TransposeRules.notLinear(op);
        }
        ArrayType wanted = types.get(x == null ? 0 : 1);
        Tensor cotangent;
        boolean empty = wanted.shape().size() == 0 || ct.size() == 0 || (x == null ? kernel : x).size() == 0;
        if (empty) {
            cotangent = Tensors.full(0, wanted);
        } else {
            cotangent = x == null ? ofInput(op, wanted.shape(), kernel, ct) : ofKernel(op, wanted.shape(), x, ct);
        }
        return x == null ? Arrays.asList(cotangent, null) : Arrays.asList(null, cotangent);
    }

    /** The cotangent, its elements as far apart as the strides were, under the kernel read the other way. */
    private static Tensor ofInput(Convolution op, Shape input, Tensor kernel, Tensor ct) {
        Windows w = op.windows();
        List<Integer> s = w.strides();
        List<Integer> e = w.inputDilation();
        Windows back = exact(e, reach(w, kernel.shape()), s, w.windowDilation(), ct.shape(), kernel.shape(), input);
        Tensor swapped = exchanged(kernel, op.groups());
        return TensorOps.apply(new Convolution(back, op.groups(), !op.flip()), ct, swapped);
    }

    /**
     * A convolution that sums over the examples and the result's positions: the input is the operand and the cotangent
     * the kernel. Where the kernel was read from its end, the two exchange their parts.
     */
    private static Tensor ofKernel(Convolution op, Shape kernel, Tensor x, Tensor ct) {
        Windows w = op.windows();
        List<Integer> s = w.strides();
        List<Integer> e = w.inputDilation();
        List<Integer> d = w.windowDilation();
        int groups = op.groups();
        Tensor operand = examplesInside(op.flip() ? ct : x, groups);
        Tensor weights = examplesLast(op.flip() ? x : ct, groups);
        Shape a = operand.shape();
        Shape b = weights.shape();
        Windows over =
                op.flip() ? exact(d, reach(w, kernel), s, e, a, b, kernel) : exact(d, w.low(), e, s, a, b, kernel);
        Tensor sums = TensorOps.apply(new Convolution(over, groups, false), operand, weights);
        return regrouped(sums, groups, kernel, !op.flip());
    }

    /** What pads an operand so that windows of a kernel begin where they only just touch it. */
    private static List<Integer> reach(Windows w, Shape kernel) {
        List<Integer> low = new ArrayList<>();
        for (int i = 0; i < w.rank(); i++) {
            low.add((kernel.dim(i + 2) - 1) * w.windowDilation().get(i)
                    - w.low().get(i));
        }
        return low;
    }

    /** Windows with as much padding at the end as gives results of the wanted lengths. */
    private static Windows exact(
            List<Integer> strides,
            List<Integer> low,
            List<Integer> inputDilation,
            List<Integer> windowDilation,
            Shape operand,
            Shape kernel,
            Shape wanted) {
        List<Integer> high = new ArrayList<>();
        for (int i = 0; i < strides.size(); i++) {
            long needed = Windows.span(wanted.dim(i + 2), strides.get(i))
                    - 1
                    + Windows.span(kernel.dim(i + 2), windowDilation.get(i));
            high.add(Math.toIntExact(needed - low.get(i) - Windows.span(operand.dim(i + 2), inputDilation.get(i))));
        }
        return new Windows(strides, low, high, inputDilation, windowDilation);
    }

    /** {@code [g·o, c, …]} to {@code [g·c, o, …]}. */
    private static Tensor exchanged(Tensor kernel, int groups) {
        Shape s = kernel.shape();
        int outputs = s.dim(0) / groups;
        Tensor split = kernel.reshape(Shape.of(groups, outputs, s.dim(1)).concat(spatial(s)));
        return split.transpose(order(s, 0, 2, 1))
                .reshape(Shape.of(groups * s.dim(1), outputs).concat(spatial(s)));
    }

    /** {@code [n, g·c, …]} to {@code [c, g·n, …]}. */
    private static Tensor examplesInside(Tensor x, int groups) {
        Shape s = x.shape();
        int channels = s.dim(1) / groups;
        Tensor split = x.reshape(Shape.of(s.dim(0), groups, channels).concat(spatial(s)));
        return split.transpose(order(s, 2, 1, 0))
                .reshape(Shape.of(channels, groups * s.dim(0)).concat(spatial(s)));
    }

    /** {@code [n, c, …]} to {@code [c, n, …]}; the channels stay in their groups. */
    private static Tensor examplesLast(Tensor x, int groups) {
        Shape s = x.shape();
        Tensor split = x.reshape(Shape.of(s.dim(0), groups, s.dim(1) / groups).concat(spatial(s)));
        return split.transpose(order(s, 1, 2, 0))
                .reshape(Shape.of(s.dim(1), s.dim(0)).concat(spatial(s)));
    }

    /** {@code [c, g·o, …]} or, where the outputs come first, {@code [o, g·c, …]} to the kernel's {@code [g·o, c, …]}. */
    private static Tensor regrouped(Tensor sums, int groups, Shape kernel, boolean channelsFirst) {
        Shape s = sums.shape();
        Tensor split =
                sums.reshape(Shape.of(s.dim(0), groups, s.dim(1) / groups).concat(spatial(s)));
        return split.transpose(channelsFirst ? order(s, 1, 2, 0) : order(s, 1, 0, 2))
                .reshape(kernel);
    }

    static Tensor batch(Convolution op, Batched x, Batched kernel, int size) {
        Shape xs = example(x);
        Shape ks = example(kernel);
        ArrayType type = Types.infer(
                        op,
                        List.of(
                                new ArrayType(x.tensor().dtype(), xs),
                                new ArrayType(kernel.tensor().dtype(), ks)))
                .getFirst();
        Shape ys = type.shape();
        if (size == 0) {
            return Tensors.full(0, type.with(ys.insert(0, 0)));
        }
        if (!kernel.batched()) {
            Tensor flat = x.tensor().reshape(Shape.of(size * xs.dim(0)).concat(xs.slice(1, xs.rank())));
            return TensorOps.apply(op, flat, kernel.tensor()).reshape(ys.insert(0, size));
        }
        return x.batched()
                ? batchAsGroups(op, x.tensor(), kernel.tensor(), xs, ks, ys, size)
                : batchAsOutputs(op, x.tensor(), kernel.tensor(), ks, ys, size);
    }

    /** Each example's channels and kernel are groups of their own. */
    private static Tensor batchAsGroups(
            Convolution op, Tensor x, Tensor kernel, Shape xs, Shape ks, Shape ys, int size) {
        Tensor channels = x.transpose(order(xs, 1, 0, 2))
                .reshape(Shape.of(xs.dim(0), size * xs.dim(1)).concat(spatial(xs)));
        Tensor kernels = kernel.reshape(Shape.of(size * ks.dim(0)).concat(ks.slice(1, ks.rank())));
        Tensor y = TensorOps.apply(new Convolution(op.windows(), size * op.groups(), op.flip()), channels, kernels);
        return y.reshape(Shape.of(ys.dim(0), size, ys.dim(1)).concat(spatial(ys)))
                .transpose(order(ys, 1, 0, 2));
    }

    /** Each example's kernel gives outputs of its own from the same channels. */
    private static Tensor batchAsOutputs(Convolution op, Tensor x, Tensor kernel, Shape ks, Shape ys, int size) {
        int groups = op.groups();
        int outputs = ks.dim(0) / groups;
        Shape inner = ks.slice(1, ks.rank());
        int[] grouped = new int[ks.rank() + 2];
        Arrays.setAll(grouped, i -> i < 2 ? 1 - i : i);
        Tensor kernels = kernel.reshape(Shape.of(size, groups, outputs).concat(inner))
                .transpose(grouped)
                .reshape(Shape.of(size * ks.dim(0)).concat(inner));
        Tensor y = TensorOps.apply(op, x, kernels);
        int[] apart = new int[ys.rank() + 2];
        Arrays.setAll(apart, i -> i);
        apart[0] = 2;
        apart[1] = 0;
        apart[2] = 1;
        return y.reshape(Shape.of(ys.dim(0), groups, size, outputs).concat(spatial(ys)))
                .transpose(apart)
                .reshape(ys.insert(0, size));
    }

    private static Shape example(Batched b) {
        Shape s = b.tensor().shape();
        return b.batched() ? s.slice(1, s.rank()) : s;
    }

    private static Shape spatial(Shape s) {
        return s.slice(2, s.rank());
    }

    /** An order of three leading axes; the spatial axes of a shape with two leading ones follow. */
    private static int[] order(Shape s, int first, int second, int third) {
        int[] order = new int[s.rank() + 1];
        Arrays.setAll(order, i -> i);
        order[0] = first;
        order[1] = second;
        order[2] = third;
        return order;
    }
}
