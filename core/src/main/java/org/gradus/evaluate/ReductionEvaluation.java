package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Reductions;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;

/** Reductions: the axes are brought together, then each group of neighbors is reduced by one kernel call. */
final class ReductionEvaluation {
    private ReductionEvaluation() {}

    static NdArray evaluate(Reduction op, NdArray x) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) -> reduce(function, axes, x);
            case Reduction.ArgMax(int axis) -> argmax(axis, x);
            case Reduction.LogSoftmax(int axis) -> {
                Object out = x.dtype().allocate(x.size());
                Shape s = x.shape();
                Reductions.logSoftmax(x.dense(), out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()));
                yield NdArray.wrap(s, out);
            }
        };
    }

    private static NdArray argmax(int axis, NdArray x) {
        Shape s = x.shape();
        Shape reduced = s.without(List.of(axis));
        long[] out = new long[reduced.size()];
        Reductions.argmax(x.dense(), out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()));
        return NdArray.wrap(reduced, out);
    }

    private static NdArray reduce(Reduction.ReduceFunction function, List<Integer> axes, NdArray x) {
        Shape reduced = x.shape().without(axes);
        if (axes.isEmpty()) {
            return x;
        }
        NdArray grouped = neighbors(axes) ? x : StructuralEvaluation.evaluate(axesLast(axes, x.shape()), List.of(x));
        int first = neighbors(axes) ? axes.getFirst() : x.shape().rank() - axes.size();
        Shape s = grouped.shape();
        int outer = s.size(0, first);
        int n = s.size(first, first + axes.size());
        int inner = s.size(first + axes.size(), s.rank());
        Object out = x.dtype().allocate(reduced.size());
        Object in = grouped.dense();
        switch (function) {
            case SUM -> Reductions.sum(in, out, outer, n, inner);
            case MAX -> Reductions.max(in, out, outer, n, inner);
            case MIN -> Reductions.min(in, out, outer, n, inner);
            case LOGSUMEXP -> Reductions.logSumExp(in, out, outer, n, inner);
            case ALL -> Reductions.all((boolean[]) in, (boolean[]) out, outer, n, inner);
            case ANY -> Reductions.any((boolean[]) in, (boolean[]) out, outer, n, inner);
        }
        return NdArray.wrap(reduced, out);
    }

    private static boolean neighbors(List<Integer> axes) {
        return axes.getLast() - axes.getFirst() == axes.size() - 1;
    }

    private static Structural.Transpose axesLast(List<Integer> axes, Shape shape) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            if (!axes.contains(i)) {
                order.add(i);
            }
        }
        order.addAll(axes);
        return new Structural.Transpose(order);
    }
}
