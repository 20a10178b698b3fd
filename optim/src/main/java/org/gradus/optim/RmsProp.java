package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Divides by a running root mean square (Tieleman and Hinton 2012, lecture 6.5).
 *
 * <p>v ← ρ·v + (1 − ρ)·g², d = √v + ε, or √(v − ḡ²) + ε when centered (Graves 2013) with ḡ ← ρ·ḡ + (1 − ρ)·g;
 * b ← μ·b + g/d, u = −α·b. Variant: PyTorch's, whose momentum follows the division and whose α does not enter b.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; PyTorch's is 0.01
 * @param decay ρ in [0, 1); 0.99 by default, PyTorch's (the lecture and Keras have 0.9)
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param momentum μ in [0, 1); 0 by default
 * @param centered whether the mean is taken off; false by default
 * @param place where ε sits; outside the root by default
 */
public record RmsProp<P>(
        Schedule learningRate, Schedule decay, double epsilon, Schedule momentum, boolean centered, EpsilonPlace place)
        implements Optimizer<P, RmsProp.State<P>> {

    /**
     * The state; what the settings do not use stays zero.
     *
     * @param <P> the parameters' type
     * @param square v
     * @param mean ḡ
     * @param velocity b
     */
    public record State<P>(P square, P mean, P velocity) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public RmsProp {
        Schedules.checkPositive("RmsProp", "learning rate", learningRate);
        Schedules.checkDecay("RmsProp", "decay", decay);
        Settings.notNegative("RmsProp", "epsilon", epsilon);
        Schedules.checkDecay("RmsProp", "momentum", momentum);
    }

    /**
     * PyTorch's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public RmsProp(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.99), 1e-8, Schedules.constant(0), false, EpsilonPlace.OUTSIDE);
    }

    /**
     * PyTorch's settings but for the learning rate.
     *
     * @param learningRate α
     */
    public RmsProp(double learningRate) {
        this(Schedules.constant(learningRate));
    }

    @Override
    public State<P> init(P params) {
        P zeros = Tree.zerosLike(params);
        return new State<>(zeros, zeros, zeros);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor rho = Leaves.at(decay, info);
        Tensor mu = Leaves.at(momentum, info);
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor square = Leaves.average(rho, in[1], g.square());
                    Tensor mean = centered ? Leaves.average(rho, in[2], g) : in[2];
                    Tensor spread = centered ? square.minus(mean.square()) : square;
                    Tensor scaled = g.div(place.root(spread, epsilon));
                    Tensor velocity = Schedules.isZero(momentum)
                            ? in[3]
                            : Leaves.times(in[3], mu).plus(scaled);
                    Tensor direction = Schedules.isZero(momentum) ? scaled : velocity;
                    return new Tensor[] {Leaves.down(rate, direction), square, mean, velocity};
                },
                gradient,
                state.square(),
                state.mean(),
                state.velocity());
        return new Step<>(out.get(0), new State<>(out.get(1), out.get(2), out.get(3)));
    }
}
