package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A preconditioner for each axis of a tensor (Gupta, Koren and Singer 2018).
 *
 * <p>For a leaf with k axes: Hᵢ ← ρ·Hᵢ + w·(g times itself, contracted over all axes but the i-th), Hᵢ = ε·I at the
 * start; d = g multiplied along each axis by Hᵢ^(−1/(2k)), for a matrix L^(−1/4)·G·R^(−1/4); b ← μ·b + d, u = −α·b.
 * ρ = w = 1 is the paper's sum; ρ below 1 gives an average, w = 1 − ρ. Axes longer than {@code largest} keep the
 * diagonal of Hᵢ only; scalars are Adagrad. Inverse roots are by eigenvalues, in every step.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param momentum μ in [0, 1); 0 by default
 * @param decay ρ in (0, 1]; 1 by default
 * @param epsilon ε, positive; 1e-4 by default
 * @param largest axis with a full matrix; 1024 by default
 */
public record Shampoo<P>(Schedule learningRate, Schedule momentum, double decay, double epsilon, int largest)
        implements Optimizer<P, Shampoo.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param statistics for each leaf one matrix Hᵢ, or its diagonal, an axis; one scalar for a scalar
     * @param velocity b
     */
    public record State<P>(List<List<Tensor>> statistics, P velocity) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Shampoo {
        Schedules.checkPositive("Shampoo", "learning rate", learningRate);
        Schedules.checkDecay("Shampoo", "momentum", momentum);
        Settings.positive("Shampoo", "decay", decay);
        Settings.share("Shampoo", "decay", decay);
        Settings.positive("Shampoo", "epsilon", epsilon);
        Settings.atLeast("Shampoo", "largest", 1, largest);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Shampoo(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), 1, 1e-4, 1024);
    }

    @Override
    public State<P> init(P params) {
        List<List<Tensor>> statistics = new ArrayList<>();
        for (Tensor leaf : Tree.flatten(params).leaves()) {
            List<Tensor> axes = new ArrayList<>();
            for (int axis = 0; axis < Math.max(1, leaf.rank()); axis++) {
                axes.add(leaf.rank() == 0 ? Tensors.onesLike(leaf).times(epsilon) : start(leaf, leaf.dim(axis)));
            }
            statistics.add(axes);
        }
        return new State<>(statistics, Tree.zerosLike(params));
    }

    private Tensor start(Tensor leaf, int n) {
        Tensor start = n > largest ? Tensors.ones(n) : Tensors.eye(n);
        return start.to(leaf.dtype()).times(epsilon);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tree.Flat<P> flat = Tree.flatten(gradient);
        List<List<Tensor>> statistics = new ArrayList<>();
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor g = flat.leaves().get(i);
            List<Tensor> next = new ArrayList<>();
            Tensor direction = g;
            for (int axis = 0; axis < Math.max(1, g.rank()); axis++) {
                Tensor h = grown(g, axis, state.statistics().get(i).get(axis));
                next.add(h);
                direction = applied(direction, axis, h, -1.0 / (2 * Math.max(1, g.rank())));
            }
            statistics.add(next);
            directions.add(direction);
        }
        P direction = flat.with(directions);
        Tensor rate = Leaves.at(learningRate, info);
        if (Schedules.isZero(momentum)) {
            P update = Tree.map(d -> Leaves.down(rate, d), direction);
            return new Step<>(update, new State<>(statistics, state.velocity()));
        }
        P velocity = Tree.axpy(Leaves.at(momentum, info), state.velocity(), direction);
        P update = Tree.map(d -> Leaves.down(rate, d), velocity);
        return new Step<>(update, new State<>(statistics, velocity));
    }

    private Tensor grown(Tensor g, int axis, Tensor before) {
        Tensor rows = rows(g, axis);
        Tensor now = before.rank() == 2 ? rows.matmul(rows.t()) : rows.square().sum(1);
        if (g.rank() == 0) {
            now = g.square();
        }
        double weight = decay == 1 ? 1 : 1 - decay;
        return before.times(decay).plus(now.times(weight));
    }

    /** The tensor as a matrix with one row for each index of an axis. */
    static Tensor rows(Tensor g, int axis) {
        if (g.rank() == 0) {
            return g.reshape(1, 1);
        }
        Tensor front = g.moveAxis(axis, 0);
        return front.reshape(front.dim(0), front.size() / Math.max(1, front.dim(0)));
    }

    private static Tensor applied(Tensor g, int axis, Tensor h, double power) {
        if (g.rank() == 0) {
            return g.times(h.pow(power));
        }
        if (h.rank() == 1) {
            int[] shape = new int[g.rank()];
            java.util.Arrays.fill(shape, 1);
            shape[axis] = h.dim(0);
            return g.times(h.pow(power).reshape(shape));
        }
        return along(g, axis, power(h, power));
    }

    /** A matrix times a tensor along one axis. */
    static Tensor along(Tensor g, int axis, Tensor matrix) {
        Tensor front = g.moveAxis(axis, 0);
        Tensor product = matrix.matmul(rows(g, axis));
        return product.reshape(front.shape()).moveAxis(0, axis);
    }

    /** A power of a symmetric positive definite matrix. */
    static Tensor power(Tensor h, double power) {
        Linalg.Eigh eigen = Linalg.eigh(h);
        // Rounding may leave a tiny eigenvalue below zero.
        Tensor floor = eigen.values().max().times(1e-15);
        Tensor values = Tensors.maximum(eigen.values(), floor).pow(power);
        return eigen.vectors()
                .times(values.expandDims(0))
                .matmul(eigen.vectors().t());
    }
}
