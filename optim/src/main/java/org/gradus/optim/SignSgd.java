package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The sign of the gradient or of its momentum (Bernstein et al. 2018, signSGD and Signum).
 *
 * <p>m ← μ·m + (1 − μ)·g, u = −α·sign(m); sign(0) = 0.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param momentum μ in [0, 1); 0 by default: signSGD (the paper's Signum has 0.9)
 */
public record SignSgd<P>(Schedule learningRate, Schedule momentum) implements Optimizer<P, Lion.State<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public SignSgd {
        Schedules.checkPositive("SignSgd", "learning rate", learningRate);
        Schedules.checkDecay("SignSgd", "momentum", momentum);
    }

    /**
     * Without momentum.
     *
     * @param learningRate α, of the step number
     */
    public SignSgd(Schedule learningRate) {
        this(learningRate, Schedules.constant(0));
    }

    @Override
    public Lion.State<P> init(P params) {
        return new Lion.State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, Lion.State<P>> update(P gradient, Lion.State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor mu = Leaves.at(momentum, info);
        List<P> out = Leaves.map(
                in -> {
                    Tensor mean = Leaves.average(mu, in[1], in[0]);
                    return new Tensor[] {Leaves.down(rate, mean.sign()), mean};
                },
                gradient,
                state.mean());
        return new Step<>(out.get(0), new Lion.State<>(out.get(1)));
    }
}
