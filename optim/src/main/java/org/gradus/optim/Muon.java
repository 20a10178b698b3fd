package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Momentum made orthogonal, for matrices (Jordan et al. 2024, Muon); Adam for all other leaves.
 *
 * <p>Leaves with two axes or more, as matrices of the first axis by the others: b ← μ·b + g, d = g + μ·b (Nesterov),
 * u = −α·(s·{@link Polar#quintic}(d) + λ·x) with s = √max(1, rows/columns), the original's, or 0.2·√max(rows, columns),
 * which gives updates of AdamW's size (Liu et al. 2025). Other leaves: AdamW with rate α·ρ.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the original's is 0.02
 * @param momentum μ in [0, 1); 0.95 by default
 * @param weightDecay λ, of the step number, decoupled; 0 by default
 * @param steps of the polynomial, one or more; 5 by default
 * @param scale how updates of matrices are sized
 * @param otherRate ρ, positive: the rate of other leaves as a share of α; 0.015 by default (3e-4 beside 0.02)
 */
public record Muon<P>(
        Schedule learningRate, Schedule momentum, Schedule weightDecay, int steps, Scale scale, double otherRate)
        implements Optimizer<P, Muon.State<P>> {

    private static final Schedule B1 = Schedules.constant(0.9);
    private static final Schedule B2 = Schedules.constant(0.999);

    /** How updates of matrices are sized. */
    public enum Scale {
        /** √max(1, rows/columns). */
        ASPECT,

        /** 0.2·√max(rows, columns). */
        MATCH_ADAM
    }

    /**
     * The state; v of a matrix stays zero.
     *
     * @param <P> the parameters' type
     * @param moments b of matrices, m of other leaves, and v
     */
    public record State<P>(Moments<P> moments) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Muon {
        Schedules.checkPositive("Muon", "learning rate", learningRate);
        Schedules.checkDecay("Muon", "momentum", momentum);
        Schedules.checkNotNegative("Muon", "weight decay", weightDecay);
        Settings.atLeast("Muon", "steps", 1, steps);
        Settings.positive("Muon", "otherRate", otherRate);
    }

    /**
     * The original's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Muon(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.95), Schedules.constant(0), 5, Scale.ASPECT, 0.015);
    }

    @Override
    public State<P> init(P params) {
        Moments<P> zeros = Moments.zeros(params);
        // A matrix needs no second moment: one number in its place.
        P square = Tree.map(
                leaf -> leaf.rank() < 2
                        ? leaf
                        : org.gradus.tensor.Tensors.full(
                                0, new org.gradus.array.ArrayType(leaf.dtype(), org.gradus.array.Shape.SCALAR)),
                zeros.square());
        return new State<>(new Moments<>(zeros.count(), zeros.mean(), square));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor mu = Leaves.at(momentum, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(B1, info);
        Tensor beta2 = Leaves.at(B2, info);
        Moments<P> before = state.moments();
        Moments<P> counted = new Moments<>(before.count().plus(1L), before.mean(), before.square());
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    boolean matrix = g.rank() >= 2;
                    Tensor first = matrix ? Leaves.times(in[1], mu).plus(g) : Leaves.average(beta1, in[1], g);
                    Tensor second = matrix ? in[2] : Leaves.average(beta2, in[2], g.square());
                    Tensor direction = matrix
                            ? orthogonal(g.plus(Leaves.times(first, mu)))
                            : counted.ratio(beta1, beta2, 1e-8, first, second);
                    Tensor own = matrix ? rate : rate.times(otherRate);
                    Tensor all = Schedules.isZero(weightDecay) ? direction : direction.plus(Leaves.times(in[3], decay));
                    return new Tensor[] {Leaves.down(own, all), first, second};
                },
                gradient,
                before.mean(),
                before.square(),
                info.params());
        return new Step<>(out.get(0), new State<>(new Moments<>(counted.count(), out.get(1), out.get(2))));
    }

    private Tensor orthogonal(Tensor d) {
        int rows = d.dim(0);
        int columns = d.size() / Math.max(rows, 1);
        Tensor factor = Polar.quintic(d.reshape(rows, columns), steps);
        double size = scale == Scale.ASPECT
                ? Math.sqrt(Math.max(1, (double) rows / columns))
                : 0.2 * Math.sqrt(Math.max(rows, columns));
        return factor.times(size).reshape(d.shape());
    }
}
