package org.gradus.optim.learned;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.gradus.tree.Tree;

/**
 * Gradients of a smoothed function from its values at pairs of points on both sides (Rechenberg 1973; Salimans et al. 2017):
 *
 * <pre>
 * ĝ = mean over n of (L(θ + σ·εₙ) − L(θ − σ·εₙ))/(2σ)·εₙ,   εₙ ~ N(0, I)
 * </pre>
 *
 * <p>Both sides of a pair get the same key, so that they see the same task. Values that are not finite count as {@code ceiling}. All
 * are computed at once, by {@code vmap}.
 *
 * @param pairs how many, one or more; 16 is usual here
 * @param deviation σ, positive; 0.01 to 0.03 is usual
 * @param ceiling what a value that is not finite counts as
 */
public record EvolutionStrategies(int pairs, double deviation, double ceiling) {

    /**
     * A gradient with the values that it was made of.
     *
     * @param <W> the weights' type
     * @param gradient a tree like the weights
     * @param values at θ + σ·εₙ and θ − σ·εₙ {@code [2, pairs]}
     */
    public record Estimate<W>(W gradient, Tensor values) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public EvolutionStrategies {
        if (pairs < 1 || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "evolution strategies: " + pairs + " pairs with a deviation of " + deviation,
                    "give one pair or more and a deviation above 0, as 0.01");
        }
    }

    /**
     * One estimate.
     *
     * @param <W> the weights' type
     * @param loss of weights and a key, from which its task is drawn
     * @param weights θ, f64
     * @param key used up by this call
     * @return the estimate
     */
    public <W> Estimate<W> gradient(Fn2<W, Key, Tensor> loss, W weights, Key key) {
        List<Key> keys = key.split(2);
        Tree.Raveled<W> at = Tree.ravel(weights);
        Tensor noise = Random.normal(keys.get(0), pairs, at.vector().size());
        Key tasks = keys.get(1).splitBatch(pairs);
        Fn2<Tensor, Key, Tensor> one =
                (e, task) -> loss.apply(at.unravel().apply(at.vector().plus(e.times(deviation))), task);
        Tensor both = Gradus.vmap(one)
                .apply(
                        Tensors.concatenate(0, noise, noise.unaryMinus()),
                        new Key(Tensors.concatenate(0, tasks.bits(), tasks.bits())));
        Tensor values = finite(both).reshape(2, pairs);
        Tensor slopes = values.get(0).minus(values.get(1)).div(2 * deviation * pairs);
        return new Estimate<>(at.unravel().apply(slopes.matmul(noise)), values);
    }

    private Tensor finite(Tensor values) {
        return Tensors.where(values.isFinite(), values, Tensors.scalar(ceiling));
    }

    /**
     * Runs that go on from one estimate to the next: {@link #persistent}.
     *
     * @param <S> of the inner runs
     * @param sums ξ of every pair {@code [pairs, weights]}
     * @param plus the inner states at θ + ε, with a first axis of pairs
     * @param minus those at θ − ε
     */
    public record Particles<S>(Tensor sums, S plus, S minus) {}

    /**
     * Fresh runs.
     *
     * @param <W> the weights' type
     * @param <S> of the inner runs
     * @param begin the inner state of a key
     * @param weights θ
     * @param key used up by this call
     * @return particles without perturbations so far
     */
    public <W, S> Particles<S> particles(Fn<Key, S> begin, W weights, Key key) {
        S states = Gradus.vmap(begin).apply(key.splitBatch(pairs));
        return new Particles<>(Tensors.zeros(pairs, Tree.size(weights)), states, states);
    }

    /**
     * An estimate from a part of each run, without the bias of truncation (Vicol, Metz and Sohl-Dickstein, Unbiased Gradient
     * Estimation in Unrolled Computation Graphs with Persistent Evolution Strategies, 2021): each part has perturbations of its own,
     * and the difference of its losses is charged to the sum of all since the run began.
     *
     * <pre>
     * ξₙ ← ξₙ + εₙ,   ĝ = mean over n of (L⁺ₙ − L⁻ₙ)/(2σ²)·ξₙ,   εₙ ~ N(0, σ²·I)
     * </pre>
     *
     * <p>Where inner runs begin anew, take fresh {@link #particles}.
     *
     * @param <W> the weights' type
     * @param <S> of the inner runs
     * @param part from weights and inner state to the next state and the part's loss
     * @param weights θ, f64
     * @param particles where the runs stand
     * @param key used up by this call
     * @return the particles after the part, and the estimate
     */
    public <W, S> Scanned<Particles<S>, Estimate<W>> persistent(
            Fn2<W, S, Scanned<S, Tensor>> part, W weights, Particles<S> particles, Key key) {
        Tree.Raveled<W> at = Tree.ravel(weights);
        Tensor noise = Random.normal(key, pairs, at.vector().size()).times(deviation);
        Fn2<Tensor, S, Scanned<S, Tensor>> one =
                (e, state) -> part.apply(at.unravel().apply(at.vector().plus(e)), state);
        Scanned<S, Tensor> plus = Gradus.vmap(one).apply(noise, particles.plus());
        Scanned<S, Tensor> minus = Gradus.vmap(one).apply(noise.unaryMinus(), particles.minus());
        Tensor sums = particles.sums().plus(noise);
        Tensor values = Tensors.stack(finite(plus.ys()), finite(minus.ys()));
        Tensor slopes = values.get(0).minus(values.get(1)).div(2 * deviation * deviation * pairs);
        W gradient = at.unravel().apply(slopes.matmul(sums));
        return new Scanned<>(new Particles<>(sums, plus.carry(), minus.carry()), new Estimate<>(gradient, values));
    }
}
