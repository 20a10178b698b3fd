package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A convex function K of a tree with K(0) = 0, whose gradient shapes the updates of {@link LionK}. The method minimizes
 * f(x) + K*(λx)/λ, K* the convex conjugate.
 */
public sealed interface Kappa {

    /**
     * K(m).
     *
     * @param m a tree
     * @return an f64 scalar
     */
    Tensor value(Object m);

    /**
     * ∇K(m), or a subgradient of smallest size.
     *
     * @param <P> the tree's type
     * @param m a tree
     * @return a tree like m
     */
    <P> P gradient(P m);

    /**
     * K*(y) = max over m of ⟨m, y⟩ − K(m).
     *
     * @param y a tree
     * @return an f64 scalar, ∞ outside the domain
     */
    Tensor conjugate(Object y);

    /** ‖m‖₁: {@link Lion}; K* confines λx to the unit cube. */
    record L1() implements Kappa {
        @Override
        public Tensor value(Object m) {
            return sum(m, Tensor::abs);
        }

        @Override
        public <P> P gradient(P m) {
            return Tree.map(Tensor::sign, m);
        }

        @Override
        public Tensor conjugate(Object y) {
            return within(Trees.maxNorm(y));
        }
    }

    /** ‖m‖₂ over all leaves: normalized momentum; K* confines λx to the unit ball. */
    record L2() implements Kappa {
        @Override
        public Tensor value(Object m) {
            return Leaves.norm(m);
        }

        @Override
        public <P> P gradient(P m) {
            Tensor scale = Leaves.ratio(Tensors.scalar(1), Leaves.norm(m), 0);
            return Tree.map(leaf -> Leaves.times(leaf, scale), m);
        }

        @Override
        public Tensor conjugate(Object y) {
            return within(Leaves.norm(y));
        }
    }

    /**
     * ‖m‖ₚ over all leaves; K* confines λx to the unit ball of the dual norm.
     *
     * @param p above 1
     */
    record Lp(double p) implements Kappa {
        /**
         * Checks the exponent.
         *
         * @throws org.gradus.error.ArgumentException when it is not above 1
         */
        public Lp {
            Settings.positive("Kappa.Lp", "p − 1", p - 1);
        }

        private Tensor norm(Object m, double q) {
            Tensor s = sum(m, x -> powered(x.abs(), q));
            return powered(s, 1 / q);
        }

        private static Tensor powered(Tensor x, double q) {
            Tensor zero = x.eq(0);
            return Tensors.where(zero, 0, Tensors.where(zero, 1, x).pow(q));
        }

        @Override
        public Tensor value(Object m) {
            return norm(m, p);
        }

        @Override
        public <P> P gradient(P m) {
            Tensor scale = Leaves.ratio(Tensors.scalar(1), powered(norm(m, p), p - 1), 0);
            return Tree.map(leaf -> Leaves.times(powered(leaf.abs(), p - 1).times(leaf.sign()), scale), m);
        }

        @Override
        public Tensor conjugate(Object y) {
            return within(norm(y, p / (p - 1)));
        }
    }

    /** ½‖m‖²: plain momentum; K* is a ridge penalty. */
    record Squared() implements Kappa {
        @Override
        public Tensor value(Object m) {
            return Leaves.dot(m, m).times(0.5);
        }

        @Override
        public <P> P gradient(P m) {
            return m;
        }

        @Override
        public Tensor conjugate(Object y) {
            return value(y);
        }
    }

    /**
     * Huber's function, entry by entry: m²/(2δ) up to δ, |m| − δ/2 beyond: a sign with a slope at 0.
     *
     * @param delta δ, positive
     */
    record Huber(double delta) implements Kappa {
        /**
         * Checks the width.
         *
         * @throws org.gradus.error.ArgumentException when it is not positive
         */
        public Huber {
            Settings.positive("Kappa.Huber", "delta", delta);
        }

        @Override
        public Tensor value(Object m) {
            return sum(
                    m,
                    x -> Tensors.where(
                            x.abs().le(delta),
                            x.square().div(2 * delta),
                            x.abs().minus(delta / 2)));
        }

        @Override
        public <P> P gradient(P m) {
            return Tree.map(leaf -> leaf.div(delta).clamp(-1.0, 1.0), m);
        }

        @Override
        public Tensor conjugate(Object y) {
            return within(Trees.maxNorm(y)).plus(sum(y, Tensor::square).times(delta / 2));
        }
    }

    /**
     * Σ max(|mᵢ| − e, 0): a sign with a dead zone; K* adds e·‖λx‖₁ within the unit cube, so solutions are sparse.
     *
     * @param dead e, zero or more
     */
    record DeadZone(double dead) implements Kappa {
        /**
         * Checks the zone.
         *
         * @throws org.gradus.error.ArgumentException when it is negative
         */
        public DeadZone {
            Settings.notNegative("Kappa.DeadZone", "dead", dead);
        }

        @Override
        public Tensor value(Object m) {
            return sum(m, x -> Tensors.maximum(x.abs().minus(dead), 0.0));
        }

        @Override
        public <P> P gradient(P m) {
            return Tree.map(leaf -> Tensors.where(leaf.abs().gt(dead), leaf.sign(), 0.0), m);
        }

        @Override
        public Tensor conjugate(Object y) {
            return within(Trees.maxNorm(y)).plus(sum(y, Tensor::abs).times(dead));
        }
    }

    /** The nuclear norm of each matrix, summed; the gradient is the polar factor; K* bounds singular values of λx. */
    record Nuclear() implements Kappa {
        @Override
        public Tensor value(Object m) {
            return sum(m, Linalg::svdvals);
        }

        @Override
        public <P> P gradient(P m) {
            return Tree.map(Polar::exact, m);
        }

        @Override
        public Tensor conjugate(Object y) {
            Tensor largest = Tensors.scalar(0);
            for (Tensor leaf : Tree.flatten(y).leaves()) {
                largest = Tensors.maximum(largest, Linalg.svdvals(leaf).max().to(DType.FLOAT64));
            }
            return within(largest);
        }
    }

    private static Tensor sum(Object tree, java.util.function.UnaryOperator<Tensor> f) {
        List<Tensor> leaves = Tree.flatten(tree).leaves();
        Tensor sum = Tensors.scalar(0);
        for (Tensor leaf : leaves) {
            sum = sum.plus(f.apply(leaf.to(DType.FLOAT64)).sum());
        }
        return sum;
    }

    /** 0 where a norm is at most 1, with room for rounding, else ∞. */
    private static Tensor within(Tensor norm) {
        return Tensors.where(norm.le(1 + 1e-12), 0, Tensors.scalar(Double.POSITIVE_INFINITY));
    }
}
