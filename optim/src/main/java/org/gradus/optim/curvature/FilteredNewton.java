package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Objective;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A Newton direction from the gradients and Hessians of all mini-batches so far, filtered as observations of one hidden gradient
 * (Burkhart, Discriminative Bayesian filtering lends momentum to the stochastic Newton method for minimizing log-convex functions,
 * 2023). With f and Q the gradient and Hessian of the batch, A = αI, Γ = βI, S = β/(1 − α²)·I:
 *
 * <pre>
 * first:  μ = f,  Σ = Q
 * then:   M = α²Σ + βI,   Q ← (Q⁻¹ + S⁻¹)⁻¹ where the least eigenvalue of Q⁻¹ − S⁻¹ is 1e-6 or less
 *         Σ ← (M⁻¹ + Q⁻¹ − S⁻¹)⁻¹,   μ ← Σ·(M⁻¹αμ + Q⁻¹f)
 * u = −Σ⁻¹μ
 * </pre>
 *
 * <p>The same direction is −Q⁻¹f + α(α²Σ₋ + βI)⁻¹Σ₋·u₋: Newton's step with a momentum whose matrix forgets. The Hessians are dense
 * and must be positive definite, as of convex losses with enough examples. A step length goes with it: {@link
 * org.gradus.optim.ScaleByArmijo} with factor ½ and 5 trials is the paper's (its c of 0.99 accepts little on quadratics, so 1e-4 is
 * the default there).
 *
 * @param <P> the parameters' type
 * @param persistence α in (0, 1); 0.9 by default, the official example's
 * @param noise β above 0; 0.2 by default, the official example's
 * @param filtered false gives −Q⁻¹f, the sub-sampled Newton direction
 */
public record FilteredNewton<P>(double persistence, double noise, boolean filtered)
        implements GradientTransformation<P, FilteredNewton.State> {

    private static final double SAFE = 1e-6;

    /** Keeps solves with a batch's Hessian defined, as in the official code. */
    private static final double RIDGE = 1e-12;

    /**
     * The state: a belief about the gradient.
     *
     * @param count batches seen, an i64 scalar
     * @param mean μ {@code [n]}, f64
     * @param covariance Σ {@code [n, n]}, f64
     */
    public record State(Tensor count, Tensor mean, Tensor covariance) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public FilteredNewton {
        if (!(persistence > 0 && persistence < 1 && noise > 0)) {
            throw new ArgumentException(
                    "filtered Newton: persistence " + persistence + " and noise " + noise,
                    "persistence is in (0, 1), noise above 0");
        }
    }

    /** The official example's settings. */
    public FilteredNewton() {
        this(0.9, 0.2, true);
    }

    @Override
    public State init(P params) {
        int n = Tree.size(params);
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new State(none, Tensors.zeros(n), Tensors.eye(n));
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tree.Raveled<P> raveled = Tree.ravel(gradient);
        int n = raveled.vector().size();
        Tensor one = Tensors.eye(n);
        Tensor f = raveled.vector().to(DType.FLOAT64);
        Tensor q = hessian(info.objective(), info.params(), n).plus(one.times(RIDGE));
        if (!filtered) {
            return step(
                    raveled,
                    Linalg.solveDefinite(q, f).unaryMinus(),
                    new State(state.count().plus(1L), f, q));
        }
        double stationary = noise / (1 - persistence * persistence);
        Tensor prior = one.div(stationary);
        Tensor sharp = Linalg.inverse(q);
        Tensor least = Linalg.eigvalsh(sharp.minus(prior)).min();
        Tensor observed = Tensors.where(least.le(SAFE), sharp.plus(prior), sharp);
        Tensor predicted = Linalg.inverse(
                state.covariance().times(persistence * persistence).plus(one.times(noise)));
        Tensor precision = symmetric(predicted.plus(observed).minus(prior));
        Tensor covariance = symmetric(Linalg.inverse(precision));
        Tensor evidence = predicted.matmul(state.mean().times(persistence)).plus(observed.matmul(f));
        Tensor first = state.count().eq(0L);
        Tensor mean = Tensors.where(first, f, covariance.matmul(evidence));
        Tensor direction = Tensors.where(first, sharp.matmul(f), evidence).unaryMinus();
        return step(raveled, direction, new State(state.count().plus(1L), mean, Tensors.where(first, q, covariance)));
    }

    private static <P> Step<P, State> step(Tree.Raveled<P> raveled, Tensor direction, State state) {
        return new Step<>(raveled.unravel().apply(direction.to(raveled.vector().dtype())), state);
    }

    private static Tensor symmetric(Tensor a) {
        return a.plus(a.t()).times(0.5);
    }

    private static <P> Tensor hessian(Objective<P> f, P x, int n) {
        Tree.Raveled<P> raveled = Tree.ravel(x);
        DType dtype = raveled.vector().dtype();
        Fn<Tensor, Tensor> product = v -> Tree.ravel(f.hvp(x, raveled.unravel().apply(v.to(dtype))))
                .vector()
                .to(DType.FLOAT64);
        return symmetric(Gradus.vmap(product).apply(Tensors.eye(n)));
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.HESSIAN_VECTOR_PRODUCT);
    }

    @Override
    public String name() {
        return filtered ? "filtered Newton" : "sub-sampled Newton";
    }
}
