package org.gradus.optim.learned;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Learns weights of optimizers over a distribution of tasks: each outer step draws tasks, estimates the gradient of the meta-loss and
 * hands it to an outer method, as {@code new ClipByGlobalNorm<W>(1).then(new Adam<>(1e-3))}.
 *
 * @param <W> the weights' type
 * @param <S> the outer method's state type
 * @param estimator from weights and a key to the mean meta-loss and its gradient
 * @param method the outer method
 */
public record MetaTrainer<W, S>(Fn2<W, Key, ValueAndGrad<W>> estimator, GradientTransformation<W, S> method) {

    /**
     * Weights after training.
     *
     * @param <W> the weights' type
     * @param weights as learned
     * @param losses the mean meta-loss of each outer step
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Trained<W>(W weights, double[] losses) {}

    /**
     * With gradients by evolution strategies.
     *
     * @param <W> the weights' type
     * @param <S> the outer method's state type
     * @param strategies how many pairs, how far apart
     * @param loss of weights and a key, from which its task is drawn
     * @param method the outer method
     * @return the trainer
     */
    public static <W, S> MetaTrainer<W, S> of(
            EvolutionStrategies strategies, Fn2<W, Key, Tensor> loss, GradientTransformation<W, S> method) {
        Fn2<W, Key, ValueAndGrad<W>> estimator = (w, key) -> {
            EvolutionStrategies.Estimate<W> found = strategies.gradient(loss, w, key);
            return new ValueAndGrad<>(found.values().mean(), found.gradient());
        };
        return new MetaTrainer<>(estimator, method);
    }

    /**
     * With exact gradients through the steps of the inner runs.
     *
     * @param <W> the weights' type
     * @param <S> the outer method's state type
     * @param loss of weights and a key, from which its tasks are drawn
     * @param method the outer method
     * @return the trainer
     */
    public static <W, S> MetaTrainer<W, S> differentiating(
            Fn2<W, Key, Tensor> loss, GradientTransformation<W, S> method) {
        return new MetaTrainer<>(Gradus.valueAndGrad(loss), method);
    }

    private record At<W, S>(W weights, S state, Tensor loss) {}

    /**
     * Trains; the outer step is compiled once.
     *
     * @param start the weights at the start
     * @param steps outer steps, one or more
     * @param key of all tasks and perturbations
     * @return the weights
     * @throws ArgumentException when there are no steps
     */
    public Trained<W> train(W start, int steps, Key key) {
        if (steps < 1) {
            throw new ArgumentException("meta-training: " + steps + " outer steps", "give one or more");
        }
        Fn3<At<W, S>, Tensor, Key, At<W, S>> step = Gradus.jit((at, t, own) -> {
            List<Key> keys = own.split(2);
            ValueAndGrad<W> found = estimator.apply(at.weights(), keys.get(0));
            Info<W> info = Info.of(at.weights(), found.value(), t).withKey(keys.get(1));
            var made = method.update(found.gradient(), at.state(), info);
            return new At<>(Tree.plus(at.weights(), made.update()), made.state(), found.value());
        });
        At<W, S> at = new At<>(start, method.init(start), Tensors.scalar(0));
        double[] losses = new double[steps];
        Tensor count = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        for (int t = 0; t < steps; t++) {
            at = step.apply(at, count.plus((long) t), key.fold(t));
            losses[t] = at.loss().item();
        }
        return new Trained<>(at.weights(), losses);
    }
}
