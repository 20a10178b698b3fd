package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam with friction where the gradient hardly changes (Dubey et al. 2019, diffGrad).
 *
 * <p>ξ = sigmoid(|g_before − g|) entry by entry, g_before = 0 at the start; u = −α·ξ·(what {@link AdamForm} makes of the
 * moments). Variant: the default ε is the authors' code's (added before the correction), {@link AdamForm#CORRECTED} the
 * paper's.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1e-3 is usual
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param form where ε sits
 * @param friction which function of the change
 */
public record DiffGrad<P>(
        Schedule learningRate, Schedule b1, Schedule b2, double epsilon, AdamForm form, Friction friction)
        implements Optimizer<P, DiffGrad.State<P>> {

    /** What the change of the gradient becomes. */
    public enum Friction {
        /** sigmoid(|d|), in [½, 1). */
        ABSOLUTE,

        /** sigmoid(d), in (0, 1), of the paper's ablation. */
        SIGNED
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments the running averages
     * @param before the last gradient
     */
    public record State<P>(Moments<P> moments, P before) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public DiffGrad {
        Schedules.checkPositive("DiffGrad", "learning rate", learningRate);
        Schedules.checkDecay("DiffGrad", "b1", b1);
        Schedules.checkDecay("DiffGrad", "b2", b2);
        Settings.notNegative("DiffGrad", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public DiffGrad(Schedule learningRate) {
        this(
                learningRate,
                Schedules.constant(0.9),
                Schedules.constant(0.999),
                1e-8,
                AdamForm.EPSILON_HAT,
                Friction.ABSOLUTE);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Moments.zeros(params), Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> next = state.moments().next(beta1, beta2, gradient);
        List<P> out = Leaves.map(
                in -> {
                    Tensor change = in[3].minus(in[2]);
                    Tensor xi = Tensors.sigmoid(friction == Friction.ABSOLUTE ? change.abs() : change);
                    Tensor ratio = next.ratio(form, beta1, beta2, epsilon, in[0], in[1]);
                    return new Tensor[] {Leaves.down(rate, xi.times(ratio))};
                },
                next.mean(),
                next.square(),
                gradient,
                state.before());
        return new Step<>(out.getFirst(), new State<>(next, gradient));
    }
}
