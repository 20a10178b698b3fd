package org.gradus.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Dual;
import org.gradus.trace.Level;
import org.gradus.trace.Value;

/**
 * The level of one Taylor expansion. A dual of this level has the first-order coefficient as its tangent; the level keeps the
 * series it belongs to. The coefficients are tensors of the levels below.
 */
final class TaylorLevel extends Level {
    private final int order;
    private final SeriesGraph graph = new SeriesGraph();
    private final Map<Value, Series> series = new IdentityHashMap<>();

    TaylorLevel(int order) {
        this.order = order;
    }

    /** The straight line x + t·v. */
    synchronized Tensor line(Tensor x, Tensor v) {
        return wrap(new Series.Polynomial(x.type(), List.of(x, v)));
    }

    /** The coefficients of a result, from that of t⁰ up to the order. */
    synchronized List<Tensor> coefficients(Tensor result) {
        Series of = series(result.value());
        List<Tensor> coefficients = new ArrayList<>();
        coefficients.add(of.value());
        for (int k = 1; k <= order; k++) {
            Tensor coefficient = of.varies() ? of.coefficient(k) : null;
            coefficients.add(coefficient == null ? Tensors.zerosLike(of.value()) : coefficient);
        }
        return coefficients;
    }

    @Override
    protected synchronized List<Value> apply(Op op, List<Value> inputs) {
        List<Series> results = graph.apply(op, inputs.stream().map(this::series).toList());
        // Now, so that a long chain of operations is not followed back at its end, which would need a deep stack.
        RuleChecks.taylor(op, results, order);
        return results.stream().map(r -> wrap(r).value()).toList();
    }

    private Series series(Value value) {
        return value instanceof Dual dual && dual.level() == this ? series.get(dual) : graph.constant(value);
    }

    private Tensor wrap(Series result) {
        if (!result.varies() || order == 0) {
            return result.value();
        }
        Tensor tangent = TensorOps.orZeros(result.coefficient(1), result.value());
        Dual dual = new Dual(this, result.value().value(), tangent.value());
        series.put(dual, result);
        return Tensor.of(dual);
    }
}
