package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * When a solver has converged; tensors, so that a compiled step serves every tolerance.
 *
 * @param gradient bound on ‖∇f(x)‖∞, an f64 scalar
 */
public record Tolerance(Tensor gradient) {

    /**
     * A tolerance of numbers.
     *
     * @param gradient bound on ‖∇f(x)‖∞
     * @return the tolerance
     */
    public static Tolerance of(double gradient) {
        return new Tolerance(Tensors.scalar(gradient));
    }

    /** About the square root of the rounding: 1e-4 when a parameter is f32, else 1e-8. */
    static double defaultFor(Object start) {
        boolean single = Tree.flatten(start).leaves().stream().anyMatch(leaf -> leaf.dtype() == DType.FLOAT32);
        return single ? 1e-4 : 1e-8;
    }
}
