package org.gradus.nn;

import java.util.stream.IntStream;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Normalization of each channel over the examples: {@code y = (x − mean) / √(variance + ε) · scale + shift}. While
 * training, mean and variance are the batch's own; a trained model uses running means of both. Ioffe and Szegedy, "Batch
 * normalization", ICML 2015.
 *
 * <p>The running means are a state that goes in and comes out, so that a step of training is a function like any other.
 *
 * @param scale {@code [channels]}
 * @param shift {@code [channels]}
 * @param momentum the weight of a new batch in the running means
 * @param epsilon what is added to the variance
 */
public record BatchNorm(Tensor scale, Tensor shift, double momentum, double epsilon) {
    /** Refuses a momentum outside [0, 1]. */
    public BatchNorm {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new ArgumentException("batchNorm: momentum " + momentum, "give a weight from 0 to 1");
        }
    }

    /**
     * Running means.
     *
     * @param mean of the batches' means, {@code [channels]}
     * @param variance of the batches' unbiased variances, {@code [channels]}
     */
    public record State(Tensor mean, Tensor variance) {}

    /**
     * What a step of training gives.
     *
     * @param output the normalized batch
     * @param state the running means with this batch in them
     */
    public record Result(Tensor output, State state) {}

    /**
     * A layer of scale one and shift zero, with momentum 0.1 and ε = 1e-5, PyTorch's.
     *
     * @param channels the number of channels
     * @return the layer
     */
    public static BatchNorm init(int channels) {
        Checks.positive("batchNorm", "number of channels", channels);
        return new BatchNorm(Tensors.ones(channels), Tensors.zeros(channels), 0.1, 1e-5);
    }

    /**
     * Running means before the first batch: mean 0 and variance 1.
     *
     * @return the state, of the layer's element type
     */
    public State initialState() {
        return new State(Tensors.zerosLike(scale), Tensors.onesLike(scale));
    }

    /**
     * The training form: normalizes a batch by its own mean and biased variance, and moves the running means by
     * {@code running ← (1 − momentum)·running + momentum·batch}, with the unbiased variance.
     *
     * @param x {@code [n, channels]} or {@code [n, channels, spatial…]}
     * @param state the running means so far
     * @return the normalized batch and the new running means
     * @throws ShapeException when x has another number of channels, or fewer than two numbers a channel
     */
    public Result apply(Tensor x, State state) {
        Shape s = Checks.axis("batchNorm", x, 1, scale.size()).shape();
        int count = s.dim(0) * s.size(2, s.rank());
        if (count < 2) {
            throw new ShapeException(
                    "batchNorm: " + x.type() + " has " + count + " numbers a channel, which have no variance",
                    "train with two examples or more, or use evaluate");
        }
        int[] axes = IntStream.range(0, s.rank()).filter(i -> i != 1).toArray();
        Tensor mean = x.mean(axes);
        Tensor centered = x.minus(Conv.overChannels(mean, s.rank()));
        Tensor variance = centered.square().mean(axes);
        Tensor unbiased = variance.times(count / (count - 1.0));
        State next = new State(moved(state.mean(), mean), moved(state.variance(), unbiased));
        return new Result(scaled(centered, variance), next);
    }

    private Tensor moved(Tensor running, Tensor batch) {
        return running.times(1 - momentum).plus(batch.times(momentum));
    }

    /**
     * The form for a trained model: normalizes by the running means, each example by itself.
     *
     * @param x {@code [n, channels]} or {@code [n, channels, spatial…]}
     * @param state the running means
     * @return the normalized tensor
     * @throws ShapeException when x has another number of channels
     */
    public Tensor evaluate(Tensor x, State state) {
        Checks.axis("batchNorm", x, 1, scale.size());
        return scaled(x.minus(Conv.overChannels(state.mean(), x.rank())), state.variance());
    }

    private Tensor scaled(Tensor centered, Tensor variance) {
        int rank = centered.rank();
        Tensor factor = scale.div(variance.plus(epsilon).sqrt());
        return centered.times(Conv.overChannels(factor, rank)).plus(Conv.overChannels(shift, rank));
    }
}
