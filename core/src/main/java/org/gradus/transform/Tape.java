package org.gradus.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Contraction;
import org.gradus.program.Op;
import org.gradus.program.Variable;
import org.gradus.trace.Concrete;
import org.gradus.trace.Dual;
import org.gradus.trace.Level;
import org.gradus.trace.Recorded;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * The level of a function that is recorded while it runs on numbers: values carry both, so {@code item()} works. No outer
 * derivative sees the numbers' operations. What depends on a value without numbers is recorded alone.
 */
final class Tape extends Level {
    private final Recorder recorder;
    private final Map<Variable, NdArray> products = new IdentityHashMap<>();

    /**
     * Opens a level.
     *
     * @param recorder opened before it
     */
    Tape(Recorder recorder) {
        this.recorder = recorder;
    }

    /** An input of the function. */
    Value input(Value outside) {
        Value inside = recorder.input(outside.type(), "");
        NdArray numbers = Trace.known(outside);
        return numbers == null ? inside : new Dual(this, new Concrete(numbers), inside);
    }

    /** The variable, constant or captured value that stands for a value in the record. */
    Value recorded(Value value) {
        return value instanceof Dual d && d.level() == this ? d.tangent() : value;
    }

    /** The numbers of a matrix product or convolution, or null where it has none. */
    NdArray numbers(Variable product) {
        return products.get(product);
    }

    @Override
    protected List<Value> apply(Op op, List<Value> inputs) {
        return applyKnown(op, inputs, null);
    }

    @Override
    protected synchronized List<Value> applyKnown(Op op, List<Value> inputs, List<NdArray> known) {
        List<Value> results =
                Trace.apply(op, inputs.stream().map(this::recorded).toList());
        List<NdArray> arrays = known;
        if (known == null) {
            List<NdArray> operands = new ArrayList<>();
            inputs.forEach(v -> operands.add(Trace.known(v)));
            List<ArrayType> types = results.stream().map(Value::type).toList();
            arrays = operands.contains(null) ? null : Evaluation.evaluate(op, types, operands);
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Value result = results.get(i);
            if (op instanceof Contraction && arrays != null && result instanceof Recorded recorded) {
                products.put(recorded.variable(), arrays.get(i));
            }
            values.add(arrays == null ? result : new Dual(this, new Concrete(arrays.get(i)), result));
        }
        return values;
    }
}
