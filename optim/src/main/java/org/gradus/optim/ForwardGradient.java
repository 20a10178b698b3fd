package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.Require;
import org.gradus.program.Liveness;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.transform.JvpResult;
import org.gradus.transform.ValueAndGrad;
import org.gradus.transform.WithResiduals;
import org.gradus.tree.Tree;

/**
 * Gradients without a backward pass: for a random direction v with E[v·vᵀ] = I, one pass of forward mode gives the value and
 * the directional derivative ∇f·v, and g = (∇f·v)·v is an unbiased estimate of the gradient that never points uphill, for
 * g·∇f = (∇f·v)². Baydin, Pearlmutter, Syme, Wood and Torr, "Gradients without backpropagation", 2022.
 *
 * <p>With n parameters E|g|² is (n + 2)·|∇f|² for normal directions and n·|∇f|² for signs; the mean over K independent
 * directions divides the variance by K, and one pass for each leaf makes n the size of the leaf. Memory does not grow with
 * the length of the computation, since nothing is kept for later.
 *
 * <p>{@link #estimating} gives the function to minimizers and transformations as one whose gradient is the estimate;
 * {@link EstimateGradient} is the same as a part of a chain.
 *
 * {@snippet :
 * Fn<Tensor, Tensor> f = x -> x.square().sum();
 * Tensor g = grad(new ForwardGradient().estimating(f)).apply(tensor(1.0, 2.0), Key.of(0));
 * }
 *
 * @param law of the directions
 * @param directions K, of which the mean is taken; they are drawn and followed one after the other
 * @param perLeaf whether each leaf of the parameters has a pass of its own, with a direction that is zero elsewhere
 */
public record ForwardGradient(Law law, int directions, boolean perLeaf) {

    /** Laws of directions with mean 0 and covariance I. */
    public enum Law {
        /** Independent standard normal numbers, as in the paper. */
        NORMAL,
        /** Independent signs: the least variance that independent components can have. */
        RADEMACHER
    }

    /**
     * What a gradient costs either way.
     *
     * @param forwardNodes equations recorded for later by one estimate along one direction: 0
     * @param reverseNodes those of the reverse gradient
     * @param forwardPeak the data alive at once in one estimate
     * @param reversePeak that of the reverse gradient
     * @param valueSeconds for the value alone
     * @param forwardSeconds for one estimate
     * @param reverseSeconds for the reverse gradient
     */
    public record Cost(
            long forwardNodes,
            long reverseNodes,
            Liveness forwardPeak,
            Liveness reversePeak,
            double valueSeconds,
            double forwardSeconds,
            double reverseSeconds) {}

    /**
     * Checks the number of directions.
     *
     * @throws org.gradus.error.ArgumentException when it is not positive
     */
    public ForwardGradient {
        Require.notNull(law, "forwardGradient", "the law of directions");
        Settings.positive("forwardGradient", "number of directions", directions);
    }

    /** One normal direction for all parameters, the paper's method. */
    public ForwardGradient() {
        this(Law.NORMAL, 1, false);
    }

    /**
     * The same with the mean over several directions.
     *
     * @param count K, one or more
     * @return another estimator
     */
    public ForwardGradient withDirections(int count) {
        return new ForwardGradient(law, count, perLeaf);
    }

    /**
     * The same with directions of another law.
     *
     * @param other the law
     * @return another estimator
     */
    public ForwardGradient withLaw(Law other) {
        return new ForwardGradient(other, directions, perLeaf);
    }

    /**
     * The same with one pass for each leaf, whose direction is zero in the other leaves: as many passes as leaves, and less
     * variance.
     *
     * @return another estimator
     */
    public ForwardGradient eachLeaf() {
        return new ForwardGradient(law, directions, true);
    }

    // ---- one guess -------------------------------------------------------------------------------------------------

    /**
     * The value, and the part of the gradient along a guess: (∇f·v)·v. Where |v| = 1 it is the projection of the gradient
     * on v.
     *
     * @param <A> the parameters' type
     * @param f a function with a scalar result
     * @param x where
     * @param guess v, a tree like x
     * @return value and estimate, by one pass of forward mode
     * @throws NotDifferentiableException when the result is not one real number
     */
    public static <A> ValueAndGrad<A> along(Fn<A, Tensor> f, A x, A guess) {
        JvpResult<Tensor> both = Gradus.jvp(f, x, guess);
        checkScalar(both.value());
        return new ValueAndGrad<>(both.value(), scaled(guess, both.tangent()));
    }

    /**
     * A guess of length 1 over all its leaves.
     *
     * @param <A> the guess's type
     * @param guess a tree
     * @return guess/√(|guess|² + 10⁻²⁰), in which a guess of zeros stays one
     */
    public static <A> A unit(A guess) {
        return scaled(guess, Tensors.rsqrt(Tree.dot(guess, guess).plus(1e-20)));
    }

    private static <A> A scaled(A tree, Tensor factor) {
        return Tree.map((Tensor leaf) -> leaf.dtype().isFloat() ? leaf.times(factor.to(leaf.dtype())) : leaf, tree);
    }

    private static void checkScalar(Tensor value) {
        if (value.rank() != 0 || !value.dtype().isFloat()) {
            throw new NotDifferentiableException(
                    "forwardGradient: the function returned " + value.type() + ", not one real number",
                    "reduce its result to a scalar, for example with sum() or mean()");
        }
    }

    // ---- random guesses --------------------------------------------------------------------------------------------

    /**
     * A direction.
     *
     * @param <A> the parameters' type
     * @param key used up by this call
     * @param like the parameters
     * @return a tree like the parameters; zeros where they are whole numbers
     */
    public <A> A direction(Key key, A like) {
        Tree.Flat<A> flat = Tree.flatten(like);
        List<Key> keys = key.split(Math.max(1, flat.leaves().size()));
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            leaves.add(leaf.dtype().isFloat() ? drawn(keys.get(i), leaf) : Tensors.zerosLike(leaf));
        }
        return flat.with(leaves);
    }

    private Tensor drawn(Key key, Tensor like) {
        return switch (law) {
            case NORMAL -> Random.normal(key, like.type());
            case RADEMACHER -> Random.rademacher(key, like.shape().dims()).to(like.dtype());
        };
    }

    /**
     * Value and estimate of the gradient.
     *
     * @param <A> the parameters' type
     * @param f a function with a scalar result
     * @param x where
     * @param key used up by this call
     * @return the value and the mean of (∇f·v)·v
     * @throws NotDifferentiableException when the result is not one real number
     */
    public <A> ValueAndGrad<A> valueAndGrad(Fn<A, Tensor> f, A x, Key key) {
        ValueAndGrad<A> first = once(f, x, directions == 1 ? key : key.fold(0));
        if (directions == 1) {
            return first;
        }
        A sum = Gradus.scan(
                        (A carry, Tensor i) -> new org.gradus.transform.Scanned<A, Tensor>(
                                Tree.plus(carry, once(f, x, key.fold(i)).gradient()), null),
                        first.gradient(),
                        Tensors.arange(directions).slice(0, 1, directions))
                .carry();
        return new ValueAndGrad<>(first.value(), scaled(sum, Tensors.scalar(1.0 / directions)));
    }

    private <A> ValueAndGrad<A> once(Fn<A, Tensor> f, A x, Key key) {
        A v = direction(key, x);
        if (!perLeaf) {
            return along(f, x, v);
        }
        Tree.Flat<A> flat = Tree.flatten(v);
        List<Tensor> leaves = new ArrayList<>();
        Tensor value = null;
        for (int i = 0; i < flat.leaves().size(); i++) {
            List<Tensor> only = new ArrayList<>();
            for (int j = 0; j < flat.leaves().size(); j++) {
                Tensor leaf = flat.leaves().get(j);
                only.add(i == j ? leaf : Tensors.zerosLike(leaf));
            }
            ValueAndGrad<A> part = along(f, x, flat.with(only));
            value = part.value();
            leaves.add(Tree.flatten(part.gradient()).leaves().get(i));
        }
        return new ValueAndGrad<>(value, flat.with(leaves));
    }

    /**
     * A function with f's values whose gradient is the estimate, for everything that takes gradients. Each key makes
     * another estimate; with the same key it is the same function. The gradient is made beside the value, so nothing of f
     * is kept for a backward pass.
     *
     * @param <A> the parameters' type
     * @param f a function with a scalar result
     * @return a function of parameters and key
     */
    public <A> Fn2<A, Key, Tensor> estimating(Fn<A, Tensor> f) {
        Require.notNull(f, "forwardGradient", "the function");
        return (x, key) -> Gradus.<A, Tensor, A>customVjp(
                        a -> {
                            ValueAndGrad<A> both = valueAndGrad(f, a, key);
                            return new WithResiduals<>(both.value(), both.gradient());
                        },
                        (g, cotangent) -> scaled(g, cotangent))
                .apply(x);
    }

    // ---- cost ------------------------------------------------------------------------------------------------------

    /**
     * Measures what one estimate and the reverse gradient cost, each run three times, the quickest counting.
     *
     * @param <A> the parameters' type
     * @param f a function with a scalar result
     * @param x where
     * @param key used up by this call
     * @return nodes, memory and seconds of both
     */
    public <A> Cost cost(Fn<A, Tensor> f, A x, Key key) {
        A v = direction(key, x);
        Fn<A, ValueAndGrad<A>> forward = a -> along(f, a, v);
        Fn<A, ValueAndGrad<A>> reverse = Gradus.valueAndGrad(f);
        return new Cost(
                nodes(forward, x),
                nodes(reverse, x),
                Liveness.of(Gradus.trace(forward, x).pruned(_ -> false)),
                Liveness.of(Gradus.trace(reverse, x).pruned(_ -> false)),
                seconds(f, x),
                seconds(forward, x),
                seconds(reverse, x));
    }

    private static <A> long nodes(Fn<A, ?> f, A x) {
        long before = Recorder.equationsOfThisThread();
        f.apply(x);
        return Recorder.equationsOfThisThread() - before;
    }

    private static <A> double seconds(Fn<A, ?> f, A x) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            f.apply(x);
            best = Math.min(best, 1e-9 * (System.nanoTime() - start));
        }
        return best;
    }
}
