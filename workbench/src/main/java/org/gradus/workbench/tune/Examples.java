package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;

/**
 * Rows of a table as tensors.
 *
 * @param x features {@code [n, d]}
 * @param y labels or targets {@code [n]}
 */
record Examples(Tensor x, Tensor y) {

    static Examples of(Part part, Output output) {
        Tensor x = tensor(NdArray.wrap(Shape.of(part.rows(), part.columns()), part.features()));
        Tensor y = switch (part.target()) {
            case Target.Values(double[] values) -> tensor(values);
            case Target.Classes(int[] labels, int _) ->
                output == Output.CLASSES
                        ? tensor(labels)
                        : tensor(Arrays.stream(labels).asDoubleStream().toArray());
        };
        return new Examples(x, y);
    }
}
