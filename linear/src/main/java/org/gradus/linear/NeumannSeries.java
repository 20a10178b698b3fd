package org.gradus.linear;

import org.gradus.error.ArgumentException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The first K terms of the Neumann series, for symmetric positive definite A:
 *
 * <pre>
 * x = α·Σ_{k&lt;K} (I − αA)ᵏ·b,   0 &lt; α &lt; 2/λmax
 * </pre>
 *
 * <p>The error falls as (1 − α·λmin)ᴷ: fast along steep directions, slowly along flat ones. At a minimum of an inner problem
 * it is what differentiating through the last K steps of gradient descent with step α gives (Lorraine, Vicol and Duvenaud,
 * Optimizing Millions of Hyperparameters by Implicit Differentiation, 2020, algorithm 3). It takes K−1 products, and those
 * that estimate λmax where no α is given.
 */
public final class NeumannSeries implements LinearSolver {
    private static final int POWER_ITERATIONS = 12;
    /** The estimate of λmax lies below it; the series would diverge were it half as large. */
    private static final double SAFETY = 1.2;
    /** Power iterations may overlook the largest eigenvalue for long, but not by more than this many powers of two. */
    private static final int HALVINGS = 20;

    private final int terms;
    private final double step;

    /**
     * A series whose α is found from an estimate of λmax by {@value #POWER_ITERATIONS} power iterations, 1/(1.2·λmax),
     * and halved where the series diverges all the same.
     *
     * @param terms K, one or more
     * @throws ArgumentException when there are none
     */
    public NeumannSeries(int terms) {
        this(terms, 0);
    }

    private NeumannSeries(int terms, double step) {
        if (terms < 1) {
            throw new ArgumentException("neumann: a series of " + terms + " terms is nothing", "give one or more");
        }
        this.terms = terms;
        this.step = step;
    }

    /**
     * A chosen α, for example the step of the inner problem's gradient descent.
     *
     * @param alpha below 2/λmax, or the series diverges
     * @return a solver
     * @throws ArgumentException when it is not a positive number
     */
    public NeumannSeries step(double alpha) {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("neumann: a step of " + alpha + " goes nowhere", "give a positive number");
        }
        return new NeumannSeries(terms, alpha);
    }

    @Override
    public <T> LinearSolution<T> solve(LinearOperator<T> a, T b) {
        if (a.kind() == Kind.GENERAL) {
            throw new ArgumentException(
                    "neumann: takes symmetric positive definite operators, and this one promises nothing",
                    "declare it with LinearOperator.of(Kind.POSITIVE_DEFINITE, ...) if it is, or use DenseSolve");
        }
        Tree.Raveled<T> raveled = Tree.ravel(b);
        Fn<Tensor, Tensor> product =
                v -> Tree.ravel(a.apply(raveled.unravel().apply(v))).vector();
        Tensor right = raveled.vector();
        double rightNorm = Tree.norm(right).item();
        int products = 0;
        double alpha = step;
        if (alpha == 0) {
            alpha = rightNorm == 0 ? 1 : 1 / (SAFETY * largest(product, right));
            products = POWER_ITERATIONS;
        }
        Sum sum = sum(product, right, rightNorm, alpha);
        products += terms;
        for (int i = 0; step == 0 && sum.status() == Status.DIVERGED && i < HALVINGS; i++) {
            alpha /= 2;
            sum = sum(product, right, rightNorm, alpha);
            products += terms;
        }
        LinearEvidence evidence = new LinearEvidence(sum.status(), products, sum.residual(), rightNorm, Double.NaN);
        return new LinearSolution<>(raveled.unravel().apply(sum.x()), evidence);
    }

    /** A sum of the series, and what it leaves. */
    private record Sum(Tensor x, double residual, Status status) {}

    private Sum sum(Fn<Tensor, Tensor> product, Tensor right, double rightNorm, double alpha) {
        Tensor term = right;
        Tensor sum = right;
        for (int k = 1; k < terms; k++) {
            term = term.minus(product.apply(term).times(alpha));
            sum = sum.plus(term);
        }
        Tensor x = sum.times(alpha);
        double residual = Tree.norm(right.minus(product.apply(x))).item();
        if (!Double.isFinite(residual)) {
            // A series that diverges comes to infinity in time.
            boolean fromNumbers =
                    Double.isFinite(rightNorm) && product.apply(right).allFinite();
            return new Sum(x, residual, fromNumbers ? Status.DIVERGED : Status.NON_FINITE);
        }
        return new Sum(x, residual, residual > rightNorm ? Status.DIVERGED : Status.TRUNCATED);
    }

    /** An estimate of λmax from below, by power iterations that begin with the right-hand side. */
    private static double largest(Fn<Tensor, Tensor> product, Tensor start) {
        Tensor v = start;
        double size = 0;
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            Tensor next = product.apply(v.div(Tree.norm(v).to(v.dtype())));
            size = Tree.norm(next).item();
            if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
                return size;
            }
            v = next;
        }
        return size;
    }
}
