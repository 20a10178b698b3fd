package org.gradus.linear;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Conjugate gradients of Hestenes and Stiefel (1952) for symmetric positive definite A, with an optional preconditioner.
 *
 * <pre>
 * α = rᵀz / pᵀAp,   x ← x + α·p,   r ← r − α·Ap,   z = M·r,   β = r₊ᵀz₊ / rᵀz,   p ← z + β·p
 * </pre>
 *
 * <p>Ends when ‖r‖ ≤ tolerance·‖b‖. Unlike {@code scipy.sparse.linalg.cg}, it (1) reports a direction with pᵀAp ≤ 0 instead of
 * going on, (2) computes the residual of the answer afresh, (3) goes on from the true residual when the updated one has
 * drifted from it, and (4) estimates the condition number from its own coefficients (the Lanczos matrix they form). A
 * singular A is allowed when b lies in its range.
 */
public final class ConjugateGradient implements LinearSolver {
    private static final int RESTARTS = 3;

    private final double tolerance;
    private final int maxIterations;
    private final Fn<Tensor, Tensor> preconditioner;

    /** Tolerance 1e-10, which leaves hypergradients ten digits; at most 10 times the number of unknowns, or 100, products. */
    public ConjugateGradient() {
        this(1e-10, 0, null);
    }

    private ConjugateGradient(double tolerance, int maxIterations, Fn<Tensor, Tensor> preconditioner) {
        this.tolerance = tolerance;
        this.maxIterations = maxIterations;
        this.preconditioner = preconditioner;
    }

    /**
     * Another tolerance.
     *
     * @param relative ‖r‖/‖b‖ at which to end, between 0 and 1
     * @return a solver
     * @throws ArgumentException when it is not between 0 and 1
     */
    public ConjugateGradient tolerance(double relative) {
        if (!(relative > 0 && relative < 1)) {
            throw new ArgumentException(
                    "conjugate gradients: tolerance " + relative + " is not between 0 and 1", "give for example 1e-8");
        }
        return new ConjugateGradient(relative, maxIterations, preconditioner);
    }

    /**
     * Another limit.
     *
     * @param products most products with A, one or more
     * @return a solver
     * @throws ArgumentException when it is not positive
     */
    public ConjugateGradient maxIterations(int products) {
        if (products < 1) {
            throw new ArgumentException(
                    "conjugate gradients: a limit of " + products + " iterations allows none", "give one or more");
        }
        return new ConjugateGradient(tolerance, products, preconditioner);
    }

    /**
     * A preconditioner, on the vector of all unknowns.
     *
     * @param inverse r ↦ M·r, symmetric positive definite, close to A⁻¹·r
     * @return a solver
     */
    public ConjugateGradient preconditioner(Fn<Tensor, Tensor> inverse) {
        return new ConjugateGradient(tolerance, maxIterations, inverse);
    }

    @Override
    public <T> LinearSolution<T> solve(LinearOperator<T> a, T b) {
        if (a.kind() == Kind.GENERAL) {
            throw new ArgumentException(
                    "conjugate gradients: take symmetric positive definite operators, and this one promises nothing",
                    "declare it with LinearOperator.of(Kind.POSITIVE_DEFINITE, ...) if it is, or use DenseSolve");
        }
        Tree.Raveled<T> raveled = Tree.ravel(b);
        Run run = new Run(v -> Tree.ravel(a.apply(raveled.unravel().apply(v))).vector(), raveled.vector());
        LinearEvidence evidence = run.solve();
        return new LinearSolution<>(raveled.unravel().apply(run.x), evidence);
    }

    /** One solve, on vectors. */
    private final class Run {
        private final Fn<Tensor, Tensor> product;
        private final Tensor b;
        private final double rightNorm;
        private final List<Double> alphas = new ArrayList<>();
        private final List<Double> betas = new ArrayList<>();
        private final int limit;
        private Tensor x;
        private Tensor residual;
        private int iterations;

        Run(Fn<Tensor, Tensor> product, Tensor b) {
            this.product = product;
            this.b = b;
            this.rightNorm = Tree.norm(b).item();
            this.limit = maxIterations > 0 ? maxIterations : Math.max(100, 10 * b.size());
            this.x = b.times(0.0);
            this.residual = b;
        }

        LinearEvidence solve() {
            Status status = Double.isFinite(rightNorm) ? Status.ITERATION_LIMIT : Status.NON_FINITE;
            double norm = rightNorm;
            for (int restart = 0; restart <= RESTARTS && status == Status.ITERATION_LIMIT; restart++) {
                status = iterate();
                residual = b.minus(product.apply(x));
                norm = Tree.norm(residual).item();
                if (status == Status.CONVERGED && !(norm <= 2 * tolerance * rightNorm)) {
                    status = Status.ITERATION_LIMIT;
                } else if (iterations >= limit) {
                    break;
                }
            }
            return new LinearEvidence(status, iterations, norm, rightNorm, Tridiagonal.condition(alphas, betas));
        }

        private Status iterate() {
            alphas.clear();
            betas.clear();
            Tensor r = residual;
            Tensor z = preconditioned(r);
            Tensor p = z;
            double rz = Tree.dot(r, z).item();
            while (!(Tree.norm(r).item() <= tolerance * rightNorm)) {
                if (iterations >= limit) {
                    return Status.ITERATION_LIMIT;
                }
                iterations++;
                Tensor ap = product.apply(p);
                double curvature = Tree.dot(p, ap).item();
                if (!Double.isFinite(curvature)) {
                    return Status.NON_FINITE;
                } else if (curvature <= 0) {
                    return Status.NOT_POSITIVE_DEFINITE;
                }
                double alpha = rz / curvature;
                x = x.plus(p.times(alpha));
                r = r.minus(ap.times(alpha));
                z = preconditioned(r);
                double next = Tree.dot(r, z).item();
                double beta = next / rz;
                alphas.add(alpha);
                betas.add(beta);
                p = z.plus(p.times(beta));
                rz = next;
            }
            return Status.CONVERGED;
        }

        private Tensor preconditioned(Tensor r) {
            return preconditioner == null ? r : preconditioner.apply(r);
        }
    }
}
