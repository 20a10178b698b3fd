package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
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
        List<Tensor> primals = new ArrayList<>(inputs.size());
        List<Tensor> tangents = new ArrayList<>(inputs.size());
        List<Value> values = new ArrayList<>(inputs.size());
        for (Value input : inputs) {
            Tensor tensor = Tensor.of(input);
            Tensor primal = primal(tensor);
            primals.add(primal);
            tangents.add(tangent(tensor));
            values.add(primal.value());
        }
        List<Tensor> outputs = Trace.apply(op, values).stream().map(Tensor::of).toList();
        List<Tensor> derivatives = RuleChecks.jvp(op, primals, outputs, tangents);
        List<Value> results = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            results.add(dual(outputs.get(i), derivatives.get(i)).value());
        }
        return results;
    }
}
