package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/** What the rules are written with: single operations on tensors of equal types, without broadcasting. */
final class TensorOps {
    private TensorOps() {}

    static List<Tensor> applyAll(Op op, List<Tensor> inputs) {
        List<Value> values = new ArrayList<>(inputs.size());
        inputs.forEach(t -> values.add(t.value()));
        return Trace.apply(op, values).stream().map(Tensor::of).toList();
    }

    static Tensor apply(Op op, Tensor... inputs) {
        return applyAll(op, List.of(inputs)).getFirst();
    }

    static Tensor unary(UnaryFunction function, Tensor x) {
        return apply(new Elementwise.Unary(function), x);
    }

    static Tensor binary(BinaryFunction function, Tensor x, Tensor y) {
        return apply(new Elementwise.Binary(function), x, y);
    }

    /**
     * A tangent or cotangent times a coefficient; a zero of either annihilates an infinite or NaN other. Where one factor
     * is the same finite number everywhere, not zero, the plain product has the same bits.
     */
    static Tensor scale(Tensor tangent, Tensor coefficient) {
        boolean plain = isFiniteConstant(coefficient) || isFiniteConstant(tangent);
        return binary(plain ? BinaryFunction.MULTIPLY : BinaryFunction.ANNIHILATE, tangent, coefficient);
    }

    private static boolean isFiniteConstant(Tensor x) {
        return x.value() instanceof Concrete(NdArray array)
                && array.isSplat()
                && array.size() > 0
                && Double.isFinite(array.getDouble(0))
                && array.getDouble(0) != 0;
    }

    static Tensor add(Tensor x, Tensor y) {
        if (x == null) {
            return y;
        }
        return y == null ? x : binary(BinaryFunction.ADD, x, y);
    }

    static Tensor orZeros(Tensor x, Tensor like) {
        return x == null ? Tensors.zerosLike(like) : x;
    }

    static Tensor select(Tensor condition, Tensor x, Tensor y) {
        return apply(new Elementwise.Select(), condition, x, y);
    }

    static Tensor sum(Tensor x, List<Integer> axes) {
        return axes.isEmpty() ? x : apply(new Reduction.Reduce(Reduction.ReduceFunction.SUM, axes), x);
    }

    /** Spreads the result of a reduction over the axes that it removed. */
    static Tensor unreduce(Tensor x, Shape shape, List<Integer> reduced) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            if (!reduced.contains(i)) {
                kept.add(i);
            }
        }
        return reduced.isEmpty() ? x : apply(new Structural.Broadcast(shape, kept), x);
    }

    /** The last two axes exchanged. */
    static Tensor transposed(Tensor x) {
        List<Integer> order = new ArrayList<>(x.shape().axes("transpose"));
        Collections.swap(order, order.size() - 1, order.size() - 2);
        return apply(new Structural.Transpose(order), x);
    }
}
