package org.gradus.categories;

import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Supervised learning as one lens: an update of the parameters, a model, a loss and a learning rate, closed at both ends. One
 * {@link #step} sends an example forward, and what the rate makes of the loss back through all of them.
 *
 * @param <S> the update's state
 * @param <P> the parameters' type
 * @param <A> the input's type
 * @param <B> the output's type
 * @param <L> the loss's type
 * @param update from state and parameters to where the model is evaluated
 * @param model the model
 * @param loss from prediction and label
 * @param rate from the loss to its change: −η or 1 over the reals, the loss itself over the bits, so that a right answer
 *     changes nothing
 */
public record LensLearner<S, P, A, B, L>(
        Lens<Product<S, P>, P> update, Para<P, A, B> model, Lens<Product<B, B>, L> loss, Fn<L, L> rate) {

    /**
     * What a step gives.
     *
     * @param <S> the update's state
     * @param <P> the parameters' type
     * @param <A> the input's type
     * @param <L> the loss's type
     * @param next state and parameters
     * @param input the change that comes out at the input
     * @param loss the loss before the step
     */
    public record Stepped<S, P, A, L>(Product<S, P> next, A input, L loss) {}

    /** Refuses null. */
    public LensLearner {
        Require.notNull(update, "learner", "the update");
        Require.notNull(model, "learner", "the model");
        Require.notNull(loss, "learner", "the loss");
        Require.notNull(rate, "learner", "the learning rate");
    }

    /**
     * The whole as a lens: put it the rate's change to get state, parameters, input and label changed.
     *
     * @return from ((state, parameters), input) and label to the loss
     */
    public Lens<Product<Product<Product<S, P>, A>, B>, L> lens() {
        return update.beside(Lens.<A>identity())
                .then(model.lens())
                .beside(Lens.<B>identity())
                .then(loss);
    }

    /**
     * One supervised step.
     *
     * @param at state and parameters
     * @param input the input
     * @param label the label
     * @return the next state and parameters, and the change of the input
     */
    public Stepped<S, P, A, L> step(Product<S, P> at, A input, B label) {
        Lens.Answer<Product<Product<Product<S, P>, A>, B>, L> all =
                lens().at().apply(new Product<>(new Product<>(at, input), label));
        Product<Product<S, P>, A> back =
                all.back().apply(rate.apply(all.value())).first();
        return new Stepped<>(back.first(), back.second(), all.value());
    }

    /**
     * A smooth loss.
     *
     * @param loss from prediction and label to a number
     * @return the lens
     */
    public static Lens<Product<Tensor, Tensor>, Tensor> loss(Fn2<Tensor, Tensor, Tensor> loss) {
        Require.notNull(loss, "learner", "the loss");
        return Lens.of(pair -> loss.apply(pair.first(), pair.second()));
    }

    /**
     * Half the squared distance, whose reverse derivative is {@code (ŷ − y, y − ŷ)}.
     *
     * @return the loss
     */
    public static Lens<Product<Tensor, Tensor>, Tensor> squaredError() {
        return loss(
                (prediction, label) -> prediction.minus(label).square().sum().times(0.5));
    }

    /**
     * Cross-entropy of softmax over the last axis with labels that are probabilities: {@code softmax(ŷ) − y} goes back.
     *
     * @return the loss
     */
    public static Lens<Product<Tensor, Tensor>, Tensor> crossEntropy() {
        return loss((prediction, label) ->
                Tensors.logSoftmax(prediction, -1).times(label).sum().unaryMinus());
    }

    /**
     * The inner product, under which the change of the input is a dream of what raises an output.
     *
     * @return the loss
     */
    public static Lens<Product<Tensor, Tensor>, Tensor> dotProduct() {
        return loss((prediction, label) -> prediction.times(label).sum());
    }

    /**
     * The change of a loss that the updates of {@link Updates} descend by.
     *
     * @return l ↦ 1
     */
    public static Fn<Tensor, Tensor> one() {
        return Tensors::onesLike;
    }

    /**
     * A learning rate in the change itself, for {@link Updates#add}.
     *
     * @param rate η
     * @return l ↦ −η
     */
    public static Fn<Tensor, Tensor> minus(double rate) {
        return l -> Tensors.full(-rate, l.type());
    }
}
