package org.gradus.transform;

import java.util.List;
import org.gradus.program.Cumulative;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Forward derivatives of operations that carry a state along an axis: recurrences, so every order is one. */
final class CumulativeJvp {
    private CumulativeJvp() {}

    static Tensor jvp(Cumulative op, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        Tensor x = primals.getFirst();
        Tensor t = tangents.getFirst();
        return switch (op) {
            case Cumulative.Cumulate(var function, int axis, boolean reverse) ->
                switch (function) {
                    case SUM -> TensorOps.apply(op, t);
                    // ẏ[k] = x[k]·ẏ[k−1] + ẋ[k]·y[k−1]
                    case PROD -> recurrence(axis, reverse, x, TensorOps.scale(t, Scans.shifted(out, axis, reverse, 1)));
                    case LOGSUMEXP -> logSumExp(axis, reverse, x, out, t);
                };
            case Cumulative.ArgCumulate _ -> null;
            case Cumulative.Recurrence(int axis, boolean reverse, boolean _) -> {
                Tensor added = t == null ? null : TensorOps.scale(t, Scans.shifted(out, axis, reverse, 0));
                yield recurrence(axis, reverse, x, TensorOps.add(added, tangents.get(1)));
            }
        };
    }

    /**
     * ẏ[k] = (1−w)·ẏ[k−1] + w·ẋ[k] with w = σ(x[k] − y[k−1]), the share of the new element in the sum: both shares come
     * from one difference, so they sum to one however large the numbers are. An element −∞ has no share.
     */
    private static Tensor logSumExp(int axis, boolean reverse, Tensor x, Tensor out, Tensor t) {
        Tensor before = Scans.shifted(out, axis, reverse, Double.NEGATIVE_INFINITY);
        Tensor difference = TensorOps.select(
                x.eq(Double.NEGATIVE_INFINITY), Tensors.full(Double.NEGATIVE_INFINITY, x.type()), x.minus(before));
        Tensor kept = Tensors.sigmoid(difference.unaryMinus());
        return recurrence(axis, reverse, kept, TensorOps.scale(t, Tensors.sigmoid(difference)));
    }

    private static Tensor recurrence(int axis, boolean reverse, Tensor a, Tensor b) {
        return TensorOps.apply(new Cumulative.Recurrence(axis, reverse, true), a, b);
    }
}
