package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Steps with the units of the parameters, without a learning rate to choose (Zeiler 2012).
 *
 * <p>v ← ρ·v + (1 − ρ)·g², d = √(a + ε)/√(v + ε) · g, a ← ρ·a + (1 − ρ)·d², u = −α·d.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1 by default, the paper's
 * @param decay ρ in [0, 1); 0.9 by default, PyTorch's (the paper has 0.95)
 * @param epsilon ε, positive: it makes the first step; 1e-6 by default, the paper's
 */
public record Adadelta<P>(Schedule learningRate, Schedule decay, double epsilon)
        implements Optimizer<P, Adadelta.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param square v
     * @param moves a
     */
    public record State<P>(P square, P moves) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adadelta {
        Schedules.checkPositive("Adadelta", "learning rate", learningRate);
        Schedules.checkDecay("Adadelta", "decay", decay);
        Settings.positive("Adadelta", "epsilon", epsilon);
    }

    /** The usual settings. */
    public Adadelta() {
        this(Schedules.constant(1));
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adadelta(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), 1e-6);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params), Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor rho = Leaves.at(decay, info);
        List<P> out = Leaves.map(
                in -> {
                    Tensor square = Leaves.average(rho, in[1], in[0].square());
                    Tensor move = in[2].plus(epsilon)
                            .sqrt()
                            .div(square.plus(epsilon).sqrt())
                            .times(in[0]);
                    return new Tensor[] {Leaves.down(rate, move), square, Leaves.average(rho, in[2], move.square())};
                },
                gradient,
                state.square(),
                state.moves());
        return new Step<>(out.get(0), new State<>(out.get(1), out.get(2)));
    }
}
