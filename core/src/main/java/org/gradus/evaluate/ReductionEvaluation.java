package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Reductions;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;

/** Reductions: the axes are brought together, then each group of neighbors is reduced by one kernel call. */
final class ReductionEvaluation {
    private ReductionEvaluation() {}

    static NdArray evaluate(Reduction op, ArrayType type, NdArray x) {
        if (op instanceof Reduction.Reduce(var _, var axes) && axes.isEmpty()) {
            return x;
        }
        Object out = type.dtype().allocate(type.shape().size());
        switch (op) {
            case Reduction.Reduce(var function, var axes) -> reduce(function, axes, x, out);
            case Reduction.ArgMax(int axis) -> {
                Shape s = x.shape();
                Reductions.argmax(x.dense(), (long[]) out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()));
            }
            case Reduction.ArgMin(int axis) -> {
                Shape s = x.shape();
                Reductions.argmin(x.dense(), (long[]) out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()));
            }
            case Reduction.WindowArgMax w -> WindowEvaluation.argmax(w, type, x, (long[]) out);
            case Reduction.LogSoftmax(int axis) -> {
                Shape s = x.shape();
                Reductions.logSoftmax(x.dense(), out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()));
            }
        }
        return NdArray.of(type, out);
    }

    private static void reduce(Reduction.ReduceFunction function, List<Integer> axes, NdArray x, Object out) {
        boolean together = neighbors(axes);
        NdArray grouped = together ? x : axesLast(axes, x);
        int first = together ? axes.getFirst() : x.shape().rank() - axes.size();
        Shape s = grouped.shape();
        int outer = s.size(0, first);
        int n = s.size(first, first + axes.size());
        int inner = s.size(first + axes.size(), s.rank());
        Object in = grouped.dense();
        switch (function) {
            case SUM -> Reductions.sum(in, out, outer, n, inner);
            case PROD -> Reductions.prod(in, out, outer, n, inner);
            case MAX -> Reductions.max(in, out, outer, n, inner);
            case MIN -> Reductions.min(in, out, outer, n, inner);
            case LOGSUMEXP -> Reductions.logSumExp(in, out, outer, n, inner);
            case ALL -> Reductions.all((boolean[]) in, (boolean[]) out, outer, n, inner);
            case ANY -> Reductions.any((boolean[]) in, (boolean[]) out, outer, n, inner);
        }
    }

    private static boolean neighbors(List<Integer> axes) {
        return axes.getLast() - axes.getFirst() == axes.size() - 1;
    }

    private static NdArray axesLast(List<Integer> axes, NdArray x) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            if (!axes.contains(i)) {
                order.add(i);
            }
        }
        order.addAll(axes);
        return Evaluation.evaluate(new Structural.Transpose(order), List.of(x)).getFirst();
    }
}
