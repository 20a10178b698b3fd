package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Cumulative;
import org.gradus.program.Cumulative.CumulativeFunction;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Reduction;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of reductions. */
final class ReductionJvp {
    private ReductionJvp() {}

    static Tensor jvp(Reduction op, Tensor x, Tensor out, Tensor t) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) ->
                switch (function) {
                    case SUM -> TensorOps.sum(t, axes);
                    case PROD -> product(x, t, axes);
                    case MAX -> atFirstLargest(x, t, axes);
                    case MIN -> atFirstLargest(x.unaryMinus(), t, axes);
                    case LOGSUMEXP -> logSumExp(x, out, t, axes);
                    case ALL, ANY -> null;
                };
            case Reduction.ArgMax _, Reduction.ArgMin _, Reduction.WindowArgMax _ -> null;
            case Reduction.LogSoftmax(int axis) -> {
                List<Integer> axes = List.of(axis);
                Tensor mean = TensorOps.sum(TensorOps.scale(t, out.exp()), axes);
                yield t.minus(TensorOps.unreduce(mean, x.shape(), axes));
            }
        };
    }

    /**
     * The mean of t with weights e^(x−shift), which any shift leaves the same; this one makes their sum nearly 1. The sum
     * is divided by all the same, because a large log-sum has an absolute error that is the weights' relative error. Where
     * all elements are −∞ the weights are zero, and so is the tangent.
     */
    private static Tensor logSumExp(Tensor x, Tensor out, Tensor t, List<Integer> axes) {
        Tensor sum = Tensors.stopGradient(out);
        Tensor shift = TensorOps.select(sum.eq(Double.NEGATIVE_INFINITY), Tensors.zerosLike(sum), sum);
        Tensor weights = x.minus(TensorOps.unreduce(shift, x.shape(), axes)).exp();
        Tensor total = TensorOps.unary(UnaryFunction.RECIPROCAL, TensorOps.sum(weights, axes));
        return TensorOps.scale(TensorOps.sum(TensorOps.scale(t, weights), axes), total);
    }

    /** Σᵢ tᵢ·Πⱼ≠ᵢ xⱼ, the products of the others being those before times those behind, so right at zeros. */
    private static Tensor product(Tensor x, Tensor t, List<Integer> axes) {
        Tensor factors = merged(x, axes);
        int last = factors.rank() - 1;
        Tensor before = Scans.shifted(
                TensorOps.apply(new Cumulative.Cumulate(CumulativeFunction.PROD, last, false), factors),
                last,
                false,
                1);
        Tensor behind = Scans.shifted(
                TensorOps.apply(new Cumulative.Cumulate(CumulativeFunction.PROD, last, true), factors), last, true, 1);
        Tensor others = TensorOps.binary(BinaryFunction.MULTIPLY, before, behind);
        Tensor sum = TensorOps.sum(TensorOps.scale(merged(t, axes), others), List.of(last));
        return sum.reshape(x.shape().without(axes));
    }

    private static Tensor atFirstLargest(Tensor x, Tensor t, List<Integer> axes) {
        Tensor index = merged(x, axes).argmax(-1).expandDims(-1);
        Tensor taken = Indexing.takeAlong(merged(t, axes), index, -1);
        return taken.reshape(x.shape().without(axes));
    }

    /** The reduced axes brought to the end and joined into one. */
    private static Tensor merged(Tensor x, List<Integer> axes) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (!axes.contains(i)) {
                order.add(i);
            }
        }
        int kept = order.size();
        order.addAll(axes);
        boolean inOrder = order.equals(x.shape().axes("max"));
        Tensor moved = inOrder
                ? x
                : x.transpose(order.stream().mapToInt(Integer::intValue).toArray());
        Shape s = moved.shape();
        return moved.reshape(s.slice(0, kept).concat(Shape.of(s.size(kept, s.rank()))));
    }
}
