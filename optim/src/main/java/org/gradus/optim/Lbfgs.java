package org.gradus.optim;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Limited-memory BFGS with a line search for the strong Wolfe conditions: the usual choice for smooth functions of many
 * variables whose whole gradient can be computed.
 *
 * <p>d = −H·∇f(x), x ← x + t·d, H from the last m pairs of steps and gradient differences on the scaled identity γ·I
 * with γ = sᵀy / yᵀy (Nocedal and Wright, Numerical Optimization, 2nd ed., Algorithms 7.4, 7.5, 3.5 and 3.6); d = −γ·∇f
 * as long as there are no pairs. Pairs whose curvature sᵀy is not positive beyond rounding are left out. What happens
 * when a search fails says {@link LineSearchMethod}.
 *
 * @param memory m, the pairs kept; 10 by default: 3 to 20 are usual and the cost is 4·m·n a step
 * @param sufficientDecrease c₁; 1e-4 by default, as good as no demand
 * @param curvature c₂; 0.9 by default, because a quasi-Newton step needs no exact search
 * @param maxTrials evaluations in one line search; 30 by default, which shrinks a step by up to 10⁹
 */
public record Lbfgs(int memory, double sufficientDecrease, double curvature, int maxTrials)
        implements LineSearchMethod<LbfgsMemory> {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when memory or maxTrials is not positive, or not 0 &lt; c₁ &lt; c₂ &lt; 1
     */
    public Lbfgs {
        if (memory < 1 || maxTrials < 1) {
            throw new ArgumentException(
                    "Lbfgs: memory " + memory + " and maxTrials " + maxTrials + " are not both positive",
                    "keep at least one pair and allow at least one trial");
        }
        if (!(0 < sufficientDecrease && sufficientDecrease < curvature && curvature < 1)) {
            throw new ArgumentException(
                    "Lbfgs: c1 = " + sufficientDecrease + " and c2 = " + curvature + " do not satisfy 0 < c1 < c2 < 1",
                    "use the defaults 1e-4 and 0.9, or a smaller c2 for a more exact search");
        }
    }

    /** The usual settings: 10 pairs, c₁ = 1e-4, c₂ = 0.9, 30 trials. */
    public Lbfgs() {
        this(10);
    }

    /**
     * The usual line search.
     *
     * @param memory pairs kept, one or more
     */
    public Lbfgs(int memory) {
        this(memory, 1e-4, 0.9, 30);
    }

    @Override
    public StrongWolfe wolfe() {
        return new StrongWolfe(sufficientDecrease, curvature, maxTrials);
    }

    @Override
    public LbfgsMemory remember(Tensor start) {
        return LbfgsMemory.empty(memory, start);
    }

    @Override
    public LbfgsMemory learn(LbfgsMemory pairs, Tensor stepped, Tensor s, Tensor y, Tensor scale) {
        return pairs.with(stepped, s, y, scale);
    }

    @Override
    public Direction direction(Objective<Tensor> f, LbfgsMemory pairs, Iterate<Tensor> at) {
        Tensor none = Tensors.zerosLike(pairs.count());
        return new Direction(pairs.product(at.gradient()).unaryMinus(), none);
    }

    @Override
    public Tensor scale(LbfgsMemory pairs) {
        return pairs.scale();
    }

    @Override
    public Tensor canRestart(LbfgsMemory pairs) {
        return pairs.count().gt(0.0);
    }

    @Override
    public LbfgsMemory forget(LbfgsMemory pairs, Tensor where) {
        return pairs.forgotten(where);
    }
}
