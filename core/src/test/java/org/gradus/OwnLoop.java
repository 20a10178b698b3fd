package org.gradus;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A class of Gradus that compiles a function for itself, each time with other constants. */
final class OwnLoop {
    private OwnLoop() {}

    static double run(double number) {
        Tensor data = Tensors.tensor(number, number + 1);
        return Gradus.jit((Tensor x) -> x.times(data).sum())
                .apply(Tensors.ones(2))
                .item();
    }
}
