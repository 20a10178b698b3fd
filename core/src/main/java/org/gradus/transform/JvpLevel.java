package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.program.Control;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Dual;
import org.gradus.trace.Level;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * The level of one derivative: every operation is done on the primals, at the levels below, and its rule on the tangents.
 * The tangents may be numbers (forward mode) or recorded (linearization).
 */
final class JvpLevel extends Level {
    private final boolean linear;

    /**
     * Opens a level.
     *
     * @param linear whether tangents are recorded to be transposed later, so that what is linear in them must stand apart
     *     from the primals
     */
    JvpLevel(boolean linear) {
        this.linear = linear;
    }

    Tensor dual(Tensor primal, Tensor tangent) {
        return tangent == null ? primal : Tensor.of(new Dual(this, primal.value(), tangent.value()));
    }

    Tensor primal(Tensor tensor) {
        return tensor.value() instanceof Dual d && d.level() == this ? Tensor.of(d.primal()) : tensor;
    }

    Tensor tangent(Tensor tensor) {
        return tensor.value() instanceof Dual d && d.level() == this ? Tensor.of(d.tangent()) : null;
    }

    @Override
    protected List<Value> apply(Op op, List<Value> inputs) {
        return applyKnown(op, inputs, null);
    }

    @Override
    protected List<Value> applyKnown(Op op, List<Value> inputs, List<NdArray> known) {
        if (op instanceof Control control) {
            List<Tensor> operands = inputs.stream().map(Tensor::of).toList();
            ControlJvp.Result result = ControlJvp.jvp(control, primals(operands), tangents(operands), known, linear);
            return duals(result.primals(), result.tangents());
        }
        List<Value> values = new ArrayList<>(inputs.size());
        for (Value input : inputs) {
            values.add(primal(Tensor.of(input)).value());
        }
        return differentiated(op, inputs, Trace.apply(op, values));
    }

    /** The results of an operation, given their primals. */
    List<Value> differentiated(Op op, List<Value> inputs, List<Value> results) {
        List<Tensor> operands = new ArrayList<>(inputs.size());
        inputs.forEach(v -> operands.add(Tensor.of(v)));
        List<Tensor> outputs = new ArrayList<>(results.size());
        results.forEach(v -> outputs.add(Tensor.of(v)));
        return duals(outputs, RuleChecks.jvp(op, primals(operands), outputs, tangents(operands)));
    }

    private List<Tensor> primals(List<Tensor> operands) {
        List<Tensor> primals = new ArrayList<>(operands.size());
        operands.forEach(t -> primals.add(primal(t)));
        return primals;
    }

    private List<Tensor> tangents(List<Tensor> operands) {
        List<Tensor> tangents = new ArrayList<>(operands.size());
        operands.forEach(t -> tangents.add(tangent(t)));
        return tangents;
    }

    private List<Value> duals(List<Tensor> outputs, List<Tensor> derivatives) {
        List<Value> results = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            results.add(dual(outputs.get(i), derivatives.get(i)).value());
        }
        return results;
    }
}
