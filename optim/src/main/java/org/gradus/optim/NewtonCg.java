package org.gradus.optim;

import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.linear.LinearSolves;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Newton's method whose linear systems are solved by conjugate gradients, with a line search for the strong Wolfe
 * conditions: few iterations to high accuracy, for smooth functions whose Hessian-vector products can be computed,
 * however badly conditioned.
 *
 * <p>∇²f(x)·d = −∇f(x) to a relative residual η, x ← x + t·d (Nocedal and Wright, Numerical Optimization, 2nd ed.,
 * Algorithm 7.1, with η fixed). Where conjugate gradients meet a direction of negative curvature, the direction is what
 * they have found until then; steepest descent if that is nothing. What happens when a search fails says {@link
 * LineSearchMethod}.
 *
 * @param solver of the linear systems; its tolerance is η, and it may have a preconditioner. By default η is 1e-3:
 *     three digits of the gradient an iteration near the minimum
 */
public record NewtonCg(ConjugateGradient solver) implements LineSearchMethod<NewtonCg.Memory> {

    /**
     * What is remembered: nothing but the scale of steepest descent, and whether it is its turn.
     *
     * @param scale γ, f64
     * @param steepest whether the next direction is steepest descent, a truth value
     */
    public record Memory(Tensor scale, Tensor steepest) {}

    /** The usual settings: η = 1e-3, no preconditioner. */
    public NewtonCg() {
        this(new ConjugateGradient().tolerance(1e-3));
    }

    @Override
    public StrongWolfe wolfe() {
        return new StrongWolfe(1e-4, 0.9, 30);
    }

    @Override
    public Memory remember(Tensor start) {
        Tensor one = Tensors.scalar(1);
        return new Memory(one, one.ne(one));
    }

    @Override
    public Memory learn(Memory memory, Tensor stepped, Tensor s, Tensor y, Tensor scale) {
        return new Memory(scale, memory.steepest().and(stepped.not()));
    }

    @Override
    public Direction direction(Objective<Tensor> f, Memory memory, Iterate<Tensor> at) {
        LinearOperator<Tensor> hessian = LinearOperator.of(Kind.SYMMETRIC, v -> f.hvp(at.point(), v));
        Tensor right = Tensors.where(
                memory.steepest(),
                Tensors.zerosLike(at.gradient()),
                at.gradient().unaryMinus());
        LinearSolves.Counted<Tensor> solved = LinearSolves.counted(hessian, right, solver, evidence -> {});
        return new Direction(solved.point(), solved.products());
    }

    @Override
    public Tensor scale(Memory memory) {
        return memory.scale();
    }

    @Override
    public Tensor canRestart(Memory memory) {
        return memory.steepest().not();
    }

    @Override
    public Memory forget(Memory memory, Tensor where) {
        return new Memory(memory.scale(), memory.steepest().or(where));
    }
}
