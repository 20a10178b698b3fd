package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.array.ArrayType;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching.Batched;

/** Java code is called once an example, unless it says how to do all at once. */
final class HostBatch {
    private HostBatch() {}

    static List<Tensor> batch(Host op, List<Batched> inputs, int size) {
        List<Tensor> all = BatchRules.all(inputs, size);
        if (HostFunctions.get(op.key()) instanceof HostRules rules) {
            Optional<Host> atOnce = rules.batched(op, size);
            if (atOnce.isPresent()) {
                return TensorOps.applyAll(atOnce.get(), all);
            }
        }
        return host(op, all, size);
    }

    private static List<Tensor> host(Host op, List<Tensor> inputs, int size) {
        List<List<Tensor>> results = new ArrayList<>();
        op.outputs().forEach(_ -> results.add(new ArrayList<>()));
        for (int i = 0; i < size; i++) {
            int example = i;
            List<Tensor> outputs = TensorOps.applyAll(
                    op, inputs.stream().map(t -> t.get(example)).toList());
            for (int k = 0; k < outputs.size(); k++) {
                results.get(k).add(outputs.get(k));
            }
        }
        List<Tensor> stacked = new ArrayList<>();
        for (int k = 0; k < results.size(); k++) {
            ArrayType type = op.outputs().get(k);
            stacked.add(
                    size == 0
                            ? Tensors.full(0, type.with(type.shape().insert(0, 0)))
                            : Tensors.stack(0, results.get(k)));
        }
        return stacked;
    }
}
