package org.gradus.categories;

import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Optimizers as lenses from state and parameters to parameters: {@code get} is where the model is evaluated, {@code put} takes
 * the reverse derivative there to the next state and parameters. What {@link #add} takes is added, sign and learning rate being
 * the loss's business; the others descend, for a loss whose change is one.
 */
public final class Updates {
    private Updates() {}

    /** No state. */
    public record None() {}

    /**
     * Adam's state.
     *
     * @param <P> the parameters' type
     * @param mean of the derivatives
     * @param square mean of their squares
     * @param steps done so far
     */
    public record Moments<P>(P mean, P square, Tensor steps) {}

    /**
     * Adds the change: over the bits {@code p ← p + p′}, over the reals with a negative rate in the loss.
     *
     * @param <P> the parameters' type
     * @param sum of parameters and change
     * @return the update
     */
    public static <P> Lens<Product<None, P>, P> add(Fn2<P, P, P> sum) {
        return Lens.of(Product::second, (at, change) -> new Product<>(at.first(), sum.apply(at.second(), change)));
    }

    /**
     * Gradient descent: {@code p ← p − ε·p′}.
     *
     * @param <P> a tree of tensors
     * @param rate ε
     * @return the update
     */
    public static <P> Lens<Product<None, P>, P> descent(double rate) {
        return Lens.of(
                Product::second, (at, change) -> new Product<>(at.first(), Tree.axpy(-rate, change, at.second())));
    }

    /**
     * Momentum: {@code v ← γ·v + ε·p′, p ← p − v}.
     *
     * @param <P> a tree of tensors
     * @param rate ε
     * @param decay γ
     * @return the update, from a velocity v and parameters
     */
    public static <P> Lens<Product<P, P>, P> momentum(double rate, double decay) {
        return Lens.of(Product::second, (at, change) -> moved(at, change, rate, decay));
    }

    /**
     * Nesterov's momentum: as {@link #momentum}, with the derivative taken at {@code p − γ·v}.
     *
     * @param <P> a tree of tensors
     * @param rate ε
     * @param decay γ
     * @return the update, from a velocity v and parameters
     */
    public static <P> Lens<Product<P, P>, P> nesterov(double rate, double decay) {
        return Lens.of(
                at -> Tree.axpy(-decay, at.first(), at.second()), (at, change) -> moved(at, change, rate, decay));
    }

    private static <P> Product<P, P> moved(Product<P, P> at, P change, double rate, double decay) {
        P velocity = Tree.axpy(rate, change, Tree.scale(decay, at.first()));
        return new Product<>(velocity, Tree.minus(at.second(), velocity));
    }

    /**
     * AdaGrad: {@code G ← G + p′², p ← p − ε·p′/(δ + √G)}, δ = 1e-7.
     *
     * @param <P> a tree of tensors
     * @param rate ε
     * @return the update, from a sum G and parameters
     */
    public static <P> Lens<Product<P, P>, P> adaGrad(double rate) {
        return Lens.of(Product::second, (at, change) -> {
            P sum = Tree.map((g, c) -> g.plus(c.square()), at.first(), change);
            P step = Tree.map((c, g) -> c.times(rate).div(g.sqrt().plus(1e-7)), change, sum);
            return new Product<>(sum, Tree.minus(at.second(), step));
        });
    }

    /**
     * Adam with β₁ = 0.9, β₂ = 0.999 and δ = 1e-8 beside the root: {@code p ← p − ε·m̂/(δ + √v̂)}.
     *
     * @param <P> a tree of tensors
     * @param rate ε
     * @return the update, from moments and parameters
     */
    public static <P> Lens<Product<Moments<P>, P>, P> adam(double rate) {
        return Lens.of(Product::second, (at, change) -> {
            Moments<P> old = at.first();
            Tensor steps = old.steps().plus(1);
            P mean = Tree.map((m, c) -> m.times(0.9).plus(c.times(0.1)), old.mean(), change);
            P square = Tree.map((v, c) -> v.times(0.999).plus(c.square().times(1 - 0.999)), old.square(), change);
            Tensor meanScale = steps.times(Math.log(0.9)).expm1().unaryMinus();
            Tensor squareScale = steps.times(Math.log(0.999)).expm1().unaryMinus();
            P step = Tree.map(
                    (m, v) -> m.div(meanScale)
                            .times(rate)
                            .div(v.div(squareScale).sqrt().plus(1e-8)),
                    mean,
                    square);
            return new Product<>(new Moments<>(mean, square, steps), Tree.minus(at.second(), step));
        });
    }

    /**
     * Adam's state before the first step.
     *
     * @param <P> a tree of tensors
     * @param parameters of the model
     * @return zeros
     */
    public static <P> Moments<P> noMoments(P parameters) {
        return new Moments<>(Tree.zerosLike(parameters), Tree.zerosLike(parameters), Tensors.scalar(0));
    }
}
