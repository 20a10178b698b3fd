package org.gradus.workbench.tune;

import java.util.List;

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
}
