package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Steepest descent with a line search for the strong Wolfe conditions: no learning rate to choose, and a baseline that
 * better methods must beat. Slow where the condition number κ is large: the error falls by (κ − 1)/(κ + 1) an
 * iteration.
 *
 * <p>x ← x − t·γ·∇f(x); γ is the step length that the iteration before accepted, at first min(1, 1/‖∇f‖₂). With
 * c₁ = 1e-4 and c₂ = 0.1, a fairly exact search, because the direction does not correct a bad length. What happens when
 * a search fails says {@link LineSearchMethod}. For constant or scheduled learning rates there is {@link Sgd}.
 */
public record GradientDescent() implements LineSearchMethod<GradientDescent.Memory> {

    /**
     * What is remembered.
     *
     * @param scale γ, f64
     */
    public record Memory(Tensor scale) {}

    @Override
    public StrongWolfe wolfe() {
        return new StrongWolfe(1e-4, 0.1, 30);
    }

    @Override
    public Memory remember(Tensor start) {
        return new Memory(Tensors.scalar(1));
    }

    @Override
    public Memory learn(Memory memory, Tensor stepped, Tensor s, Tensor y, Tensor scale) {
        return new Memory(scale);
    }

    @Override
    public Direction direction(Objective<Tensor> f, Memory memory, Iterate<Tensor> at) {
        Tensor gamma = memory.scale().to(at.gradient().dtype());
        return new Direction(
                at.gradient().times(gamma).unaryMinus(), Evaluations.none().products());
    }

    @Override
    public Tensor scale(Memory memory) {
        return memory.scale();
    }

    @Override
    public Tensor canRestart(Memory memory) {
        return memory.scale().ne(memory.scale());
    }

    @Override
    public Memory forget(Memory memory, Tensor where) {
        return memory;
    }
}
