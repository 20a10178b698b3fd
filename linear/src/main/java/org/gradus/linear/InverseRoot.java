package org.gradus.linear;

import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.gradus.tree.Tree;

/**
 * Ways to the inverse p-th root A^(−1/p) of a symmetric positive semidefinite matrix {@code [n, n]}, which is made positive
 * definite by a {@link Ridge} first. Both compute in f64 and return the matrix's own element type.
 */
public sealed interface InverseRoot {

    /** What the multiple of the identity is measured by. */
    enum Scale {
        /** Nothing: ρ·I. */
        ABSOLUTE,
        /** The largest eigenvalue: ρ·λ_max·I. */
        LARGEST_EIGENVALUE,
        /** The sum of the eigenvalues: ρ·tr(A)·I. */
        TRACE
    }

    /**
     * A multiple of the identity that is added to a matrix.
     *
     * @param amount ρ, zero or more
     * @param scale what it is measured by
     */
    record Ridge(double amount, Scale scale) {
        /** No ridge. */
        public static final Ridge NONE = new Ridge(0, Scale.ABSOLUTE);

        /**
         * Checks the amount.
         *
         * @throws ArgumentException when it is negative or not finite
         */
        public Ridge {
            if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
                throw new ArgumentException("ridge: an amount of " + amount, "give a finite number of zero or more");
            }
        }

        /**
         * The matrix with its ridge.
         *
         * @param a a symmetric matrix {@code [n, n]}
         * @return a + ridge, of the same type
         */
        public Tensor on(Tensor a) {
            if (amount == 0) {
                return a;
            }
            Tensor eye = Tensors.eye(a.dim(0)).to(a.dtype());
            return switch (scale) {
                case ABSOLUTE -> a.plus(eye.times(amount));
                case LARGEST_EIGENVALUE -> a.plus(eye.times(largest(a).times(amount)));
                case TRACE -> a.plus(eye.times(a.times(eye).sum().times(amount)));
            };
        }
    }

    /**
     * The inverse root.
     *
     * @param a A, symmetric positive semidefinite {@code [n, n]}
     * @param p which root, one or more; 1 for the inverse
     * @return (A + ridge)^(−1/p), of the same type
     */
    Tensor of(Tensor a, int p);

    /**
     * What is added to a matrix first.
     *
     * @return the ridge
     */
    Ridge ridge();

    /**
     * The largest eigenvalue of a symmetric positive semidefinite matrix by 100 steps of power iteration from a fixed random
     * vector: a lower bound, close enough to measure a ridge by.
     *
     * @param a {@code [n, n]}
     * @return a scalar of the same element type, 0 for a matrix of zeros
     */
    static Tensor largest(Tensor a) {
        int n = square(a, 1);
        record Power(Tensor vector, Tensor value) {}
        Tensor wide = a.to(DType.FLOAT64);
        Tensor start = Random.normal(Key.of(0), n);
        Power end = Gradus.scan(
                        (Power at) -> {
                            Tensor product = wide.matmul(at.vector());
                            Tensor norm = Tree.norm(product);
                            Tensor safe = Tensors.where(norm.eq(0), 1, norm);
                            return new Scanned<>(new Power(product.div(safe), norm), Tensors.zeros(0));
                        },
                        new Power(start.div(Tree.norm(start)), Tensors.scalar(0)),
                        100)
                .carry();
        return end.value().to(a.dtype());
    }

    private static int square(Tensor a, int p) {
        if (a.rank() != 2 || a.dim(0) != a.dim(1) || a.dim(0) == 0) {
            throw new ShapeException("inverse root: a matrix of the shape " + a.shape(), "give a square matrix [n, n]");
        }
        if (p < 1) {
            throw new ArgumentException("inverse root: the root " + p, "give p of one or more, as 4 for A^(-1/4)");
        }
        return a.dim(0);
    }

    /**
     * By eigenvalues; those that rounding left below 1e-15 of the largest are raised to that.
     *
     * @param ridge what is added first
     */
    record Eigen(Ridge ridge) implements InverseRoot {
        @Override
        public Tensor of(Tensor a, int p) {
            square(a, p);
            Linalg.Eigh eigen = Linalg.eigh(ridge.on(a.to(DType.FLOAT64)));
            Tensor floor = eigen.values().max().times(1e-15);
            Tensor powers = Tensors.maximum(eigen.values(), floor).pow(-1.0 / p);
            return eigen.vectors()
                    .times(powers.expandDims(0))
                    .matmul(eigen.vectors().t())
                    .to(a.dtype());
        }
    }

    /**
     * By the coupled Newton iteration of Guo and Higham (A Schur–Newton method for the matrix p-th root and its inverse, 2006)
     * in the form of Anil et al. (Scalable Second Order Optimization for Deep Learning, 2020), products of matrices only:
     *
     * <pre>
     * z = (1 + p)/(2·‖A‖_F),   M = z·A,   H = z^(1/p)·I
     * T = ((p + 1)·I − M)/p,   M ← Tᵖ·M,   H ← H·T   until max|M − I| ≤ tolerance
     * </pre>
     *
     * <p>It stops where an error is more than 1.2 times the one before, and returns what it had. A loop without a bound known
     * beforehand: it has forward derivatives; for reverse ones take {@link Eigen}.
     *
     * @param ridge what is added first; 1e-6 of the largest eigenvalue by default
     * @param tolerance of max|M − I|; 1e-6 by default
     * @param iterations at most; 100 by default
     */
    record Newton(Ridge ridge, double tolerance, int iterations) implements InverseRoot {

        /**
         * What an iteration came to.
         *
         * @param root A^(−1/p), f64
         * @param error max|M − I|, a scalar
         * @param iterations made, an i64 scalar
         */
        public record Result(Tensor root, Tensor error, Tensor iterations) {}

        private record State(Tensor m, Tensor root, Tensor error, Tensor iterations, Tensor going) {}

        /** The paper's settings. */
        public Newton() {
            this(new Ridge(1e-6, Scale.LARGEST_EIGENVALUE), 1e-6, 100);
        }

        @Override
        public Tensor of(Tensor a, int p) {
            return run(a, p).root().to(a.dtype());
        }

        /**
         * The inverse root with the way there.
         *
         * @param a A, symmetric positive semidefinite {@code [n, n]} and not zero
         * @param p which root, one or more
         * @return root, error and number of iterations
         */
        public Result run(Tensor a, int p) {
            int n = square(a, p);
            Tensor eye = Tensors.eye(n);
            Tensor wide = ridge.on(a.to(DType.FLOAT64));
            Tensor z = Tensors.div(0.5 * (1 + p), Tree.norm(wide));
            Tensor m = wide.times(z);
            Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
            Tensor error = m.minus(eye).abs().max();
            State start = new State(m, eye.times(z.pow(1.0 / p)), error, none, error.gt(tolerance));
            State end = Gradus.whileLoop(
                    (State s) -> s.going().and(s.iterations().lt((double) iterations)),
                    (State s) -> {
                        Tensor t = eye.times(p + 1.0).minus(s.m()).div(p);
                        Tensor next = Linalg.matrixPower(t, p).matmul(s.m());
                        Tensor off = next.minus(eye).abs().max();
                        Tensor better = off.le(s.error().times(1.2));
                        return new State(
                                next,
                                Tensors.where(better, s.root().matmul(t), s.root()),
                                Tensors.where(better, off, s.error()),
                                s.iterations().plus(1L),
                                better.and(off.gt(tolerance)));
                    },
                    start);
            return new Result(end.root(), end.error(), end.iterations());
        }
    }
}
