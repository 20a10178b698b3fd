package org.gradus.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Steepest descent in a norm for each leaf, chosen by its role (Bernstein and Newhouse 2024).
 *
 * <p>b ← μ·b + (1 − μ)·g; for each leaf T = the norm's direction of b, s its strength: u = −α·T/s. In {@link Sizing#DUAL}
 * α is multiplied by η = Σ dual(b_k)/s_k over all leaves: with α = 1/λ the update minimizes
 * Σ⟨b, u⟩ + λ/2·max(s·‖u‖)². With the largest entry as norm it is Adam without averages, with the spectral norm Shampoo
 * without accumulation.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param roles norm and strength of each leaf
 * @param momentum μ in [0, 1); 0 by default
 * @param sizing whether steps shrink with the gradient
 */
public record SteepestDescent<P>(Schedule learningRate, Roles roles, Schedule momentum, Sizing sizing)
        implements Optimizer<P, SteepestDescent.State<P>> {

    /** What a leaf's norm and strength are, by path and type. */
    @FunctionalInterface
    public interface Roles extends Serializable {
        /**
         * A leaf's role.
         *
         * @param path where it stands, for example {@code .layers[2].w}
         * @param leaf the leaf
         * @return its role
         */
        Role of(String path, Tensor leaf);
    }

    /**
     * Norm and strength.
     *
     * @param norm the norm
     * @param strength s, positive
     */
    public record Role(MatrixNorm norm, double strength) {
        /**
         * Checks the strength.
         *
         * @throws org.gradus.error.ArgumentException when it is not positive and finite
         */
        public Role {
            Settings.positive("SteepestDescent", "strength", strength);
        }
    }

    /** How long steps are. */
    public enum Sizing {
        /** α. */
        NORMALIZED,

        /** α times the dual norm of the gradient over all leaves. */
        DUAL
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param mean b, zero at the start
     */
    public record State<P>(P mean) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public SteepestDescent {
        Schedules.checkPositive("SteepestDescent", "learning rate", learningRate);
        Schedules.checkDecay("SteepestDescent", "momentum", momentum);
    }

    /**
     * The roles that the paper recommends: {@link MatrixNorm#RMS} for leaves with two axes or more,
     * {@link MatrixNorm#FROBENIUS} for others.
     *
     * @param learningRate α, of the step number
     */
    public SteepestDescent(Schedule learningRate) {
        this(
                learningRate,
                (_, leaf) -> new Role(leaf.rank() >= 2 ? MatrixNorm.RMS : MatrixNorm.FROBENIUS, 1),
                Schedules.constant(0),
                Sizing.NORMALIZED);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor mu = Leaves.at(momentum, info);
        P mean = Schedules.isZero(momentum)
                ? gradient
                : Tree.map((Tensor b, Tensor g) -> Leaves.average(mu, b, g), state.mean(), gradient);
        Tree.Flat<P> flat = Tree.flatten(mean);
        Tensor size = Tensors.scalar(0);
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            Role role = roles.of(flat.paths().get(i), leaf);
            size = size.plus(role.norm().dual(leaf).to(DType.FLOAT64).div(role.strength()));
            directions.add(role.norm().direction(leaf).div(role.strength()));
        }
        Tensor alpha = Leaves.at(learningRate, info);
        Tensor rate = sizing == Sizing.DUAL ? alpha.times(size) : alpha;
        P update = Tree.map(d -> Leaves.down(rate, d), flat.with(directions));
        return new Step<>(update, new State<>(mean));
    }

    /**
     * max over leaves of s·‖u‖, the norm whose steepest descent this is.
     *
     * @param update a tree
     * @return an f64 scalar
     */
    public Tensor norm(P update) {
        Tree.Flat<P> flat = Tree.flatten(update);
        Tensor largest = Tensors.scalar(0);
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            Role role = roles.of(flat.paths().get(i), leaf);
            largest = Tensors.maximum(
                    largest, role.norm().norm(leaf).to(DType.FLOAT64).times(role.strength()));
        }
        return largest;
    }
}
