package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.program.Host;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching.Batched;

/** Java code is called once an example. */
final class HostBatch {
    private HostBatch() {}

    static List<Tensor> batch(Host op, List<Batched> inputs, int size) {
        return host(op, BatchRules.all(inputs, size), size);
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
