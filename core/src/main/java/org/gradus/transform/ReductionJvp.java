package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Reduction;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Tensor;

/** Forward derivatives of reductions. */
final class ReductionJvp {
    private ReductionJvp() {}

    static Tensor jvp(Reduction op, Tensor x, Tensor out, Tensor t) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) ->
                switch (function) {
                    case SUM -> TensorOps.sum(t, axes);
                    case MAX -> atFirstLargest(x, t, axes);
                    case MIN -> atFirstLargest(x.unaryMinus(), t, axes);
                    case LOGSUMEXP -> {
                        Tensor spread = TensorOps.unreduce(out, x.shape(), axes);
                        yield TensorOps.sum(TensorOps.scale(t, x.minus(spread).exp()), axes);
                    }
                    case ALL, ANY -> null;
                };
            case Reduction.ArgMax _ -> null;
            case Reduction.LogSoftmax(int axis) -> {
                List<Integer> axes = List.of(axis);
                Tensor mean = TensorOps.sum(TensorOps.scale(t, out.exp()), axes);
                yield t.minus(TensorOps.unreduce(mean, x.shape(), axes));
            }
        };
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
