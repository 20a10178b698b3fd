package org.gradus.workbench.tune;

import java.util.List;
import org.gradus.tensor.Tensor;

/**
 * An array of the fitted model, for the model's file.
 *
 * @param name its name, for example {@code weight}
 * @param shape its shape
 * @param values its values, the last axis fastest
 */
@SuppressWarnings("ArrayRecordComponent")
public record NamedArray(String name, List<Long> shape, double[] values) {
    /** Copies the shape. */
    public NamedArray {
        shape = List.copyOf(shape);
    }

    static NamedArray of(String name, Tensor tensor) {
        List<Long> shape =
                tensor.shape().asList().stream().map(Integer::longValue).toList();
        return new NamedArray(name, shape, tensor.toDoubles());
    }
}
