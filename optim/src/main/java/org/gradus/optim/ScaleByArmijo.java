package org.gradus.optim;

import java.util.HashSet;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Scales an update by a step length found by backtracking on the data of the step: the first α of
 * α₀, α₀·ρ, α₀·ρ², … with f(x + α·u) ≤ f(x) + c·α·∇f(x)ᵀu (Armijo, 1966; Nocedal and Wright, Numerical Optimization, 2nd ed.,
 * Algorithm 3.1). When none of the trials will do, the shortest is taken. It stands last in a chain, behind a method that gives a
 * direction, and wants the gradient itself: so it wraps that method.
 *
 * @param <P> the parameters' type
 * @param <S> the direction's state type
 * @param direction what gives u, as a Newton-like method
 * @param sufficient c in (0, 1); 1e-4 by default, Nocedal and Wright's
 * @param factor ρ in (0, 1); 0.8 by default, the official code's of exact Gauss–Newton
 * @param trials one or more; 15 by default
 * @param grow by how much α₀ exceeds the last α, 1 or more; 1.5 by default. The first α₀ is {@code most}
 * @param most the largest α; 1 by default
 */
public record ScaleByArmijo<P, S>(
        GradientTransformation<P, S> direction, double sufficient, double factor, int trials, double grow, double most)
        implements GradientTransformation<P, ScaleByArmijo.State<S>> {

    /**
     * The state.
     *
     * @param <S> the direction's state type
     * @param inner the direction's state
     * @param length the last α, an f64 scalar
     */
    public record State<S>(S inner, Tensor length) {}

    /** A search that has not ended: α, and how many trials there were. */
    private record Search(Tensor length, Tensor trial, Tensor done) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public ScaleByArmijo {
        boolean fractions = sufficient > 0 && sufficient < 1 && factor > 0 && factor < 1;
        if (!(fractions && trials >= 1 && grow >= 1 && most > 0)) {
            throw new ArgumentException(
                    "Armijo: sufficient " + sufficient + ", factor " + factor + ", trials " + trials + ", grow " + grow
                            + ", most " + most,
                    "sufficient and factor are in (0, 1), trials one or more, grow 1 or more, most above 0");
        }
    }

    /**
     * The usual settings.
     *
     * @param direction what gives u
     */
    public ScaleByArmijo(GradientTransformation<P, S> direction) {
        this(direction, 1e-4, 0.8, 15, 1.5, 1);
    }

    @Override
    public State<S> init(P params) {
        return new State<>(direction.init(params), Tensors.scalar(most));
    }

    @Override
    public Step<P, State<S>> update(P gradient, State<S> state, Info<P> info) {
        Step<P, S> step = direction.update(gradient, state.inner(), info);
        P u = step.update();
        Objective<P> f = info.objective();
        P x = info.params();
        Tensor value = info.value().to(DType.FLOAT64);
        Tensor slope = Tree.dot(gradient, u).to(DType.FLOAT64).times(sufficient);
        Tensor start = Tensors.minimum(state.length().times(grow), Tensors.scalar(most));
        Search first = test(f, x, u, value, slope, start, Tensors.scalar(1));
        Search found = Gradus.whileLoop(
                s -> s.done().not().and(s.trial().lt(trials)),
                s -> test(
                        f,
                        x,
                        u,
                        value,
                        slope,
                        s.length().times(factor),
                        s.trial().plus(1)),
                first);
        P update = Tree.map((Tensor a) -> a.times(found.length().to(a.dtype())), u);
        return new Step<>(update, new State<>(step.state(), found.length()));
    }

    private static <P> Search test(Objective<P> f, P x, P u, Tensor value, Tensor slope, Tensor length, Tensor trial) {
        P moved = Tree.map((Tensor a, Tensor b) -> a.plus(b.times(length.to(b.dtype()))), x, u);
        Tensor there = f.value(moved).to(DType.FLOAT64);
        return new Search(length, trial, there.le(value.plus(slope.times(length))));
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new HashSet<>(direction.needs());
        needs.add(Need.VALUE_FUNCTION);
        return Set.copyOf(needs);
    }

    @Override
    public boolean descends() {
        return true;
    }

    @Override
    public String name() {
        return direction.name() + " by Armijo's rule";
    }
}
