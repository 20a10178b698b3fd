package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Order;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam in the eigenbasis of Shampoo's preconditioners (Vyas et al. 2024, SOAP).
 *
 * <p>For leaves with two axes or more, as matrices of the first axis by the others: L ← β₂·L + (1 − β₂)·G·Gᵀ and R alike;
 * m ← β₁·m + (1 − β₁)·G; with bases Q of L and R: G' = Qₗᵀ·G·Qᵣ, v ← β₂·v + (1 − β₂)·G'²,
 * u = −α·(√(1 − β₂ᵗ)/(1 − β₁ᵗ))·Qₗ·((Qₗᵀ·m·Qᵣ)/(√v + ε))·Qᵣᵀ. The bases begin as eigenvectors and follow by one step of
 * power iteration with QR every k-th step, after the update, columns in order of falling eigenvalue. The first gradient
 * makes the bases and moves nothing. Other leaves: Adam in the same form. Variant: the authors' code.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 3e-3 is usual
 * @param weightDecay λ, of the step number, decoupled; 0 by default (0.01 in the authors' code)
 * @param b1 β₁ in [0, 1); 0.95 by default
 * @param b2 β₂ in [0, 1); 0.95 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param every k, one or more; 10 by default
 */
public record Soap<P>(Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double epsilon, int every)
        implements Optimizer<P, Soap.State<P>> {

    /**
     * L, R and their bases for one leaf.
     *
     * @param left L
     * @param right R
     * @param leftBasis Qₗ
     * @param rightBasis Qᵣ
     */
    public record Basis(Tensor left, Tensor right, Tensor leftBasis, Tensor rightBasis) {}

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param moments m, and v in the eigenbasis
     * @param bases one a leaf; null where the leaf is no matrix
     */
    public record State<P>(Moments<P> moments, List<Basis> bases) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Soap {
        Schedules.checkPositive("Soap", "learning rate", learningRate);
        Schedules.checkNotNegative("Soap", "weight decay", weightDecay);
        Schedules.checkDecay("Soap", "b1", b1);
        Schedules.checkDecay("Soap", "b2", b2);
        Settings.notNegative("Soap", "epsilon", epsilon);
        Settings.atLeast("Soap", "every", 1, every);
    }

    /**
     * The usual settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Soap(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), Schedules.constant(0.95), Schedules.constant(0.95), 1e-8, 10);
    }

    @Override
    public State<P> init(P params) {
        List<Basis> bases = new ArrayList<>();
        for (Tensor leaf : Tree.flatten(params).leaves()) {
            if (leaf.rank() < 2) {
                bases.add(null);
            } else {
                Tensor matrix = matrix(leaf);
                Tensor left = Tensors.eye(matrix.dim(0)).to(leaf.dtype());
                Tensor right = Tensors.eye(matrix.dim(1)).to(leaf.dtype());
                bases.add(new Basis(Tensors.zerosLike(left), Tensors.zerosLike(right), left, right));
            }
        }
        return new State<>(Moments.zeros(params), bases);
    }

    private static Tensor matrix(Tensor leaf) {
        return leaf.reshape(leaf.dim(0), leaf.size() / Math.max(1, leaf.dim(0)));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay = Leaves.at(weightDecay, info);
        Tensor beta1 = Leaves.at(b1, info);
        Tensor beta2 = Leaves.at(b2, info);
        Tensor first = state.moments().count().eq(0);
        // The first gradient only makes the bases, so Adam's count begins one later.
        Tensor t = state.moments().count();
        Tensor safe = Tensors.where(first, 1L, t);
        Tensor factor = Leaves.correction(beta2, safe).sqrt().div(Leaves.correction(beta1, safe));
        Tensor due = t.mod((long) every).eq(0).and(first.not());
        List<Basis> bases = new ArrayList<>();
        int[] leaf = {0};
        List<P> out = Leaves.map(
                in -> {
                    Basis basis = state.bases().get(leaf[0]++);
                    Tensor g = in[0];
                    Tensor m = Tensors.where(first, in[1], Leaves.average(beta1, in[1], g));
                    Tensor inside = basis == null ? g : into(matrix(g), basis).reshape(g.shape());
                    Tensor v = Tensors.where(first, in[2], Leaves.average(beta2, in[2], inside.square()));
                    Tensor mean = basis == null ? m : into(matrix(m), basis).reshape(g.shape());
                    Tensor ratio = mean.div(Tensors.where(first, 1, v.sqrt().plus(epsilon)));
                    Tensor direction =
                            basis == null ? ratio : outOf(matrix(ratio), basis).reshape(g.shape());
                    Tensor all = Leaves.times(direction, factor);
                    if (!Schedules.isZero(weightDecay)) {
                        all = all.plus(Leaves.times(in[3], decay));
                    }
                    Tensor update = Tensors.where(first, 0, Leaves.down(rate, all));
                    if (basis == null) {
                        bases.add(null);
                        return new Tensor[] {update, m, v};
                    }
                    Turned turned = turned(matrix(g), basis, matrix(v), beta2, first, due);
                    bases.add(turned.basis());
                    return new Tensor[] {update, m, turned.square().reshape(g.shape())};
                },
                gradient,
                state.moments().mean(),
                state.moments().square(),
                info.params());
        return new Step<>(out.get(0), new State<>(new Moments<>(t.plus(1L), out.get(1), out.get(2)), bases));
    }

    private static Tensor into(Tensor g, Basis basis) {
        return basis.leftBasis().t().matmul(g).matmul(basis.rightBasis());
    }

    private static Tensor outOf(Tensor g, Basis basis) {
        return basis.leftBasis().matmul(g).matmul(basis.rightBasis().t());
    }

    /** New bases with the second moments in their order. */
    private record Turned(Basis basis, Tensor square) {}

    /** One side: statistics, basis and the order of its columns. */
    private record Side(Tensor basis, Tensor order) {}

    private static Turned turned(Tensor g, Basis basis, Tensor square, Tensor beta2, Tensor first, Tensor due) {
        Tensor left = Leaves.average(beta2, basis.left(), g.matmul(g.t()));
        Tensor right = Leaves.average(beta2, basis.right(), g.t().matmul(g));
        Side ofLeft = side(left, basis.leftBasis(), first, due);
        Side ofRight = side(right, basis.rightBasis(), first, due);
        Tensor ordered = Indexing.take(Indexing.take(square, ofLeft.order(), 0), ofRight.order(), 1);
        return new Turned(new Basis(left, right, ofLeft.basis(), ofRight.basis()), Tensors.where(due, ordered, square));
    }

    private static Side side(Tensor statistics, Tensor basis, Tensor first, Tensor due) {
        Tensor fresh = Linalg.eigh(statistics).vectors().flip(1);
        Tensor values = basis.times(statistics.matmul(basis)).sum(0);
        Tensor order = Order.argsort(values, 0, true);
        Tensor sorted = Indexing.take(basis, order, 1);
        // Where nothing is due the product could be singular; the basis itself is not.
        Tensor power = Tensors.where(due, statistics.matmul(sorted), sorted);
        Tensor turned = Linalg.qr(power).q();
        Tensor next = Tensors.where(first, fresh, Tensors.where(due, turned, basis));
        return new Side(next, order.to(DType.INT64));
    }
}
