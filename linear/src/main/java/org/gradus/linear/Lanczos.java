package org.gradus.linear;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Lanczos' method for a symmetric A, with full reorthogonalization: an orthonormal basis V of the Krylov space of a start
 * vector, in which A is tridiagonal,
 *
 * <pre>
 * A·V = V·T + βₘ·vₘ₊₁·eₘᵀ,   T = S·diag(θ)·Sᵀ
 * </pre>
 *
 * <p>The Ritz values θ lie within the spectrum of A and find its ends first; each is within βₘ·|Sₘᵢ| of an eigenvalue. Each
 * new vector is made orthogonal to all earlier ones twice, which keeps the basis orthonormal to rounding and so no eigenvalue
 * is found twice (Parlett, The Symmetric Eigenvalue Problem, chapter 13; Giraud and Langou, When modified Gram–Schmidt
 * generates a well-conditioned set of vectors, 2002). It takes m products, m·n numbers and 4·m²·n multiplications, in double
 * precision whatever the type of the operator's leaves.
 *
 * <p>A Krylov space holds one direction of each eigenspace: how often an eigenvalue is repeated is not seen.
 */
public final class Lanczos {
    /** What is left of a vector, relative to the size of A, that counts as nothing: the space is then invariant. */
    private static final double BREAKDOWN = 1e-12;

    private final int steps;
    private final long seed;
    private final Tensor start;

    /**
     * A method that starts from a random vector.
     *
     * @param steps m, one or more; more than there are unknowns means all
     * @throws ArgumentException when there are none
     */
    public Lanczos(int steps) {
        this(steps, 0, null);
    }

    private Lanczos(int steps, long seed, Tensor start) {
        if (steps < 1) {
            throw new ArgumentException("lanczos: " + steps + " steps see nothing", "take one or more");
        }
        this.steps = steps;
        this.seed = seed;
        this.start = start;
    }

    /**
     * Another random start.
     *
     * @param number the seed by which it is drawn, default 0
     * @return a changed copy
     */
    public Lanczos seed(long number) {
        return new Lanczos(steps, number, null);
    }

    /**
     * A start that is given.
     *
     * @param vector as many numbers as the operator has unknowns, not all 0; its length does not matter
     * @return a changed copy
     * @throws ArgumentException when it is no vector, zero or not finite
     */
    public Lanczos start(Tensor vector) {
        double norm = vector.rank() == 1 ? Tree.norm(vector.to(DType.FLOAT64)).item() : Double.NaN;
        if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "lanczos: a start " + vector.shape() + " with the norm " + norm,
                    "give a vector with a norm above 0, or none for a random one");
        }
        return new Lanczos(steps, seed, vector.to(DType.FLOAT64));
    }

    /**
     * What the Krylov space shows of an operator.
     *
     * @param values the Ritz values θ {@code [m]}, ascending
     * @param weights the squared first components of T's eigenvectors {@code [m]}: the share of the start vector in each, with
     *     the sum 1
     * @param errors how far, at most, each Ritz value is from an eigenvalue {@code [m]}
     * @param vectors the Ritz vectors V·S {@code [n, m]}, of length 1
     * @param invariant whether the space is invariant: then every Ritz value is an eigenvalue
     */
    public record Ritz(Tensor values, Tensor weights, Tensor errors, Tensor vectors, boolean invariant) {

        /**
         * The number of products that were made.
         *
         * @return m
         */
        public int products() {
            return values.size();
        }

        /**
         * The least Ritz value, an upper bound of the smallest eigenvalue.
         *
         * @return the value
         */
        public double smallest() {
            return values.get(0).item();
        }

        /**
         * The greatest Ritz value, a lower bound of the largest eigenvalue.
         *
         * @return the value
         */
        public double largest() {
            return values.get(values.size() - 1).item();
        }
    }

    /**
     * Builds the Krylov space.
     *
     * @param <T> the tree's type
     * @param a a symmetric operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return what it shows
     * @throws ArgumentException when the operator is not promised to be symmetric, or the start does not fit
     * @throws NonFiniteException when a product is not finite
     */
    public <T> Ritz of(LinearOperator<T> a, T like) {
        if (a.kind() == Kind.GENERAL) {
            throw new ArgumentException(
                    "lanczos: the operator is of kind GENERAL",
                    "promise symmetry by as(Kind.SYMMETRIC), if it is symmetric");
        }
        Tree.Raveled<T> raveled = Tree.ravel(like);
        DType dtype = raveled.vector().dtype();
        int n = raveled.vector().size();
        if (n == 0) {
            throw new ArgumentException("lanczos: the operator has no unknowns", "give a tree that holds a number");
        }
        Tensor first = start == null ? Random.normal(Key.of(seed), n) : start;
        if (first.size() != n) {
            throw new ArgumentException(
                    "lanczos: a start of " + first.size() + " numbers for " + n + " unknowns", "give " + n);
        }
        List<Tensor> basis = new ArrayList<>(List.of(unit(first)));
        List<Double> diagonal = new ArrayList<>();
        List<Double> off = new ArrayList<>();
        double size = 0;
        boolean invariant = false;
        int most = Math.min(steps, n);
        for (int k = 0; k < most; k++) {
            Tensor v = basis.get(k);
            Tensor w = Tree.ravel(a.apply(raveled.unravel().apply(v.to(dtype))))
                    .vector()
                    .to(DType.FLOAT64);
            if (!w.allFinite()) {
                throw new NonFiniteException(
                        "lanczos: product " + (k + 1) + " with the operator is not finite",
                        "look for overflow near this point");
            }
            diagonal.add(Tree.dot(w, v).item());
            Tensor all = Tensors.stack(0, basis);
            for (int pass = 0; pass < 2; pass++) {
                w = w.minus(all.t().matmul(all.matmul(w)));
            }
            double norm = Tree.norm(w).item();
            off.add(norm);
            size = Math.max(size, Math.abs(diagonal.get(k)) + norm);
            invariant = norm <= BREAKDOWN * size || k == n - 1;
            if (invariant) {
                break;
            }
            if (k < most - 1) {
                basis.add(unit(w));
            }
        }
        return ritz(basis, diagonal, off, invariant);
    }

    private static Ritz ritz(List<Tensor> basis, List<Double> diagonal, List<Double> off, boolean invariant) {
        int m = diagonal.size();
        double[] t = new double[m * m];
        for (int k = 0; k < m; k++) {
            t[k * m + k] = diagonal.get(k);
            if (k > 0) {
                t[k * m + k - 1] = off.get(k - 1);
                t[(k - 1) * m + k] = off.get(k - 1);
            }
        }
        Linalg.Eigh eigen = Linalg.eigh(Tensors.tensor(NdArray.wrap(Shape.of(m, m), t)));
        Tensor firsts = eigen.vectors().get(0);
        Tensor lasts = eigen.vectors().get(m - 1);
        return new Ritz(
                eigen.values(),
                firsts.square(),
                lasts.abs().times(off.get(m - 1)),
                Tensors.stack(0, basis).t().matmul(eigen.vectors()),
                invariant);
    }

    private static Tensor unit(Tensor v) {
        return v.div(Tree.norm(v));
    }
}
