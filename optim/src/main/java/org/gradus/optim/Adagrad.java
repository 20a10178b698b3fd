package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Divides by the root of the sum of all squared gradients (Duchi, Hazan and Singer 2011).
 *
 * <p>v ← v + g², u = −α/(1 + η·t) · g / (√v + ε), t updates made before. Variant: PyTorch's; the paper has neither ε
 * nor η, and writes √(v + δ) in its analysis, which is {@link EpsilonPlace#INSIDE}.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 0.01 is usual
 * @param rateDecay η, zero or more; 0 by default
 * @param initial v at the start, zero or more; 0 by default (TensorFlow and Optax have 0.1)
 * @param epsilon ε of zero or more; 1e-10 by default, PyTorch's
 * @param place where ε sits
 */
public record Adagrad<P>(Schedule learningRate, double rateDecay, double initial, double epsilon, EpsilonPlace place)
        implements Optimizer<P, Adagrad.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count t, an i64 scalar
     * @param square v
     */
    public record State<P>(Tensor count, P square) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adagrad {
        Schedules.checkPositive("Adagrad", "learning rate", learningRate);
        Settings.notNegative("Adagrad", "rateDecay", rateDecay);
        Settings.notNegative("Adagrad", "initial", initial);
        Settings.notNegative("Adagrad", "epsilon", epsilon);
    }

    /**
     * PyTorch's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adagrad(Schedule learningRate) {
        this(learningRate, 0, 0, 1e-10, EpsilonPlace.OUTSIDE);
    }

    /**
     * PyTorch's settings but for the learning rate.
     *
     * @param learningRate α
     */
    public Adagrad(double learningRate) {
        this(Schedules.constant(learningRate));
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Leaves.none(), Leaves.full(initial, params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor slow = state.count().to(DType.FLOAT64).times(rateDecay).plus(1);
        Tensor rate = Leaves.at(learningRate, info).div(slow);
        List<P> out = Leaves.map(
                in -> {
                    Tensor square = in[1].plus(in[0].square());
                    // Where no gradient was ever seen, 0/0 with ε = 0 would be NaN.
                    Tensor unseen = square.eq(0);
                    Tensor root = place.root(Tensors.where(unseen, 1, square), epsilon);
                    Tensor scaled = Tensors.where(unseen, 0, in[0].div(root));
                    return new Tensor[] {Leaves.down(rate, scaled), square};
                },
                gradient,
                state.square());
        return new Step<>(out.get(0), new State<>(state.count().plus(1L), out.get(1)));
    }
}
