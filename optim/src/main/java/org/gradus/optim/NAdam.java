package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Adam with Nesterov's momentum (Dozat 2016).
 *
 * <p>With the moments of Adam and μₜ = β₁·(1 − ½·0.96^(t·ψ)): u = −α/(√v̂ + ε) · ( (1 − μₜ)·g/(1 − Πμᵢ, i ≤ t) +
 * μₜ₊₁·m/(1 − Πμᵢ, i ≤ t + 1) ). Variant: {@link Form#SCHEDULED}, Dozat's and PyTorch's; {@link Form#PLAIN} is
 * u = −α/(√v̂ + ε) · (β₁·m̂ + (1 − β₁)·g/(1 − β₁ᵗ)), the form of Ruder's overview.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; PyTorch's is 0.002
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param momentumDecay ψ, zero or more; 0.004 by default
 * @param form which form
 */
public record NAdam<P>(Schedule learningRate, Schedule b1, Schedule b2, double epsilon, double momentumDecay, Form form)
        implements Optimizer<P, NAdam.State<P>> {

    /** The two published forms. */
    public enum Form {
        /** With Dozat's schedule of the momentum. */
        SCHEDULED,

        /** With a constant momentum. */
        PLAIN
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments the running averages
     * @param product Πμᵢ, an f64 scalar, 1 at the start
     */
    public record State<P>(Moments<P> moments, Tensor product) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public NAdam {
        Schedules.checkPositive("NAdam", "learning rate", learningRate);
        Schedules.checkDecay("NAdam", "b1", b1);
        Schedules.checkDecay("NAdam", "b2", b2);
        Settings.notNegative("NAdam", "epsilon", epsilon);
        Settings.notNegative("NAdam", "momentumDecay", momentumDecay);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public NAdam(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8, 0.004, Form.SCHEDULED);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Moments.zeros(params), Tensors.scalar(1));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Moments<P> next = state.moments().next(beta1, beta2, gradient);
        Tensor t = next.count().to(DType.FLOAT64);
        Tensor now = form == Form.PLAIN ? beta1 : momentum(beta1, t);
        Tensor later = form == Form.PLAIN ? beta1 : momentum(beta1, t.plus(1));
        Tensor product = state.product().times(now);
        Tensor ofGradient = Tensors.minus(1, now).div(Tensors.minus(1, product));
        Tensor all = form == Form.PLAIN ? product : product.times(later);
        Tensor ofMean = later.div(Tensors.minus(1, all));
        Tensor correction = Leaves.correction(beta2, next.count());
        List<P> out = Leaves.map(
                in -> {
                    Tensor root = in[2].div(Leaves.as(correction, in[2])).sqrt().plus(epsilon);
                    Tensor direction = Leaves.times(in[0], ofGradient).plus(Leaves.times(in[1], ofMean));
                    return new Tensor[] {Leaves.down(rate, direction.div(root))};
                },
                gradient,
                next.mean(),
                next.square());
        return new Step<>(out.getFirst(), new State<>(next, product));
    }

    private Tensor momentum(Tensor beta1, Tensor t) {
        Tensor power = t.times(momentumDecay * Math.log(0.96)).exp();
        return beta1.times(Tensors.minus(1, power.times(0.5)));
    }
}
