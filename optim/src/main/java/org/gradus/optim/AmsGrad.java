package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam whose second moment never falls (Reddi, Kale and Kumar 2018, "On the Convergence of Adam and Beyond").
 *
 * <p>m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← max(w, v) entry by entry, u = −α · m̂ / (√ŵ + ε), where the
 * maximum is of the raw averages. Variant: the default corrects both for the start, as PyTorch does; the paper's own is
 * {@link AdamForm#UNCORRECTED}.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's is 1e-3
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default, the paper also has 0.99
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param form where ε sits and what is corrected
 */
public record AmsGrad<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon, AdamForm form)
        implements Optimizer<P, AmsGrad.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments the running averages
     * @param largest w, the largest second moments so far
     */
    public record State<P>(Moments<P> moments, P largest) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AmsGrad {
        Schedules.checkPositive("AmsGrad", "learning rate", learningRate);
        Schedules.checkDecay("AmsGrad", "b1", b1);
        Schedules.checkDecay("AmsGrad", "b2", b2);
        Settings.notNegative("AmsGrad", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public AmsGrad(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8, AdamForm.CORRECTED);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α
     */
    public AmsGrad(double learningRate) {
        this(Schedules.constant(learningRate));
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
                    Tensor largest = Tensors.maximum(in[1], in[2]);
                    return new Tensor[] {
                        Leaves.down(rate, next.ratio(form, beta1, beta2, epsilon, in[0], largest)), largest
                    };
                },
                next.mean(),
                next.square(),
                state.largest());
        return new Step<>(out.get(0), new State<>(next, out.get(1)));
    }
}
