package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Momentum whose steps are in proportion to each layer's weights (You, Gitman and Ginsburg 2017, LARS).
 *
 * <p>For each leaf: r = τ·‖x‖/(‖g‖ + λ·‖x‖ + ε), 1 where a norm is 0 or the leaf is out of scope;
 * b ← μ·b + α·r·(g + λ·x), u = −b.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param momentum μ in [0, 1); 0.9 by default
 * @param weightDecay λ, zero or more; 0 by default
 * @param trust τ, positive; 0.001 by default, the paper's
 * @param epsilon ε of zero or more; 0 by default
 * @param scope which leaves are scaled; matrices by default
 */
public record Lars<P>(
        Schedule learningRate, Schedule momentum, double weightDecay, double trust, double epsilon, LayerScope scope)
        implements Optimizer<P, Lars.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param velocity b, zero at the start
     */
    public record State<P>(P velocity) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Lars {
        Schedules.checkPositive("Lars", "learning rate", learningRate);
        Schedules.checkDecay("Lars", "momentum", momentum);
        Settings.notNegative("Lars", "weightDecay", weightDecay);
        Settings.positive("Lars", "trust", trust);
        Settings.notNegative("Lars", "epsilon", epsilon);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Lars(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), 0, 1e-3, 0, LayerScope.MATRICES);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor mu = Leaves.at(momentum, info);
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor x = in[2];
                    Tensor direction = weightDecay == 0 ? g : g.plus(x.times(weightDecay));
                    Tensor scaled = scope.holds(x) ? rate.times(ratio(x, g)) : rate;
                    Tensor velocity = Leaves.times(in[1], mu).plus(Leaves.times(direction, scaled));
                    return new Tensor[] {velocity.unaryMinus(), velocity};
                },
                gradient,
                state.velocity(),
                info.params());
        return new Step<>(out.get(0), new State<>(out.get(1)));
    }

    private Tensor ratio(Tensor x, Tensor g) {
        Tensor weights = Leaves.norm(x.to(DType.FLOAT64));
        Tensor slope = Leaves.norm(g.to(DType.FLOAT64));
        Tensor none = weights.eq(0).or(slope.eq(0));
        Tensor below = slope.plus(weights.times(weightDecay)).plus(epsilon);
        return Tensors.where(none, 1, weights.times(trust).div(Tensors.where(none, 1, below)));
    }
}
