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
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.gradus.tree.Tree;

/**
 * OASIS: a diagonal of the Hessian as preconditioner, with a learning rate that it finds itself from the local smoothness in the
 * preconditioned norm (Jahani, Rusakov, Shi, Richtárik, Mahoney and Takáč, Doubly Adaptive Scaled Algorithm for Machine Learning
 * Using Second-Order Information, 2021, Algorithm 1).
 *
 * <pre>
 * D ← β₂·D + (1 − β₂)·z ⊙ ∇²f(x)z,   z of random signs      D̂ = max(|D|, α)
 * η ← min( √(1 + θ)·η,  ‖x − x₋‖_D̂ / (2·‖∇f(x) − ∇f(x₋)‖*_D̂) )      θ ← η/η₋
 * u = −η·∇f(x)/D̂
 * </pre>
 *
 * <p>where x₋ is the point before, ‖x‖²_D = Σ d·x², ‖y‖*²_D = Σ y²/d. D starts as a mean over several z. Where one of the two
 * norms is below 1e-150 only the growth of η counts, for 0/0 at a minimum must not poison θ. With D̂ = 1 it is the method of
 * Malitsky and Mishchenko, Adaptive Gradient Descent without Descent (2020); see {@link #diagonal}.
 *
 * <p>Mini-batches: both gradients of the difference are of the same batch, so {@code sameBatch} evaluates ∇f(x₋) on the batch of
 * the step, a second gradient. With the whole data the one that was kept is the same, and free.
 *
 * @param <P> the parameters' type
 * @param start η₀ above 0, used by the first step alone; 0.1 by default. The paper takes 1e-1 to 1e-6: it should be stable
 * @param decay β₂ in [0, 1); 0.99 by default, the paper's
 * @param floor α above 0; 1e-5 by default, the paper's for convex problems (1e-3 for networks)
 * @param probes products for the first D, one or more; 10 by default
 * @param sameBatch whether the gradient at the point before is taken anew
 * @param diagonal whether D is used; false leaves D̂ = 1
 */
public record Oasis<P>(double start, double decay, double floor, int probes, boolean sameBatch, boolean diagonal)
        implements GradientTransformation<P, Oasis.State<P>> {

    /** Norms below it tell nothing. */
    private static final double NOTHING = 1e-150;

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count updates made, an i64 scalar
     * @param curvature D
     * @param before the point before
     * @param gradient the gradient there
     * @param rate η, an f64 scalar
     * @param growth θ, an f64 scalar
     */
    public record State<P>(Tensor count, P curvature, P before, P gradient, Tensor rate, Tensor growth) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Oasis {
        if (!(start > 0 && floor > 0 && decay >= 0 && decay < 1 && probes >= 1)) {
            throw new ArgumentException(
                    "OASIS: start " + start + ", decay " + decay + ", floor " + floor + ", probes " + probes,
                    "start and floor are above 0, decay in [0, 1), probes one or more");
        }
    }

    /** The paper's settings for the whole data. */
    public Oasis() {
        this(0.1, 0.99, 1e-5, 10, false, true);
    }

    @Override
    public State<P> init(P params) {
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        P zero = Tree.zerosLike(params);
        return new State<>(none, zero, params, zero, Tensors.scalar(start), Tensors.scalar(Double.POSITIVE_INFINITY));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        P x = info.params();
        Tensor first = state.count().eq(0L);
        P curvature = diagonal ? curvature(first, state, info) : Tree.map(Tensors::onesLike, x);
        P scale = Tree.map((Tensor d) -> Tensors.maximum(d.abs(), Tensors.full(floor, d.type())), curvature);

        P gradientBefore =
                sameBatch ? info.objective().valueAndGradient(state.before()).gradient() : state.gradient();
        P moved = Tree.minus(x, state.before());
        P turned = Tree.minus(gradient, gradientBefore);
        Tensor primal = norm(Tree.map((Tensor d, Tensor s) -> d.times(s.square()), scale, moved));
        Tensor dual = norm(Tree.map((Tensor d, Tensor y) -> y.square().div(d), scale, turned));
        Tensor grown = state.growth().plus(1).sqrt().times(state.rate());
        Tensor known = primal.ge(NOTHING).and(dual.ge(NOTHING));
        Tensor local = Tensors.where(known, primal.div(dual.times(2)), Double.POSITIVE_INFINITY);
        Tensor rate = Tensors.where(first, state.rate(), Tensors.minimum(grown, local));
        Tensor growth = Tensors.where(first, state.growth(), rate.div(state.rate()));

        P update = Tree.map(
                (Tensor g, Tensor d) -> g.div(d).times(rate.to(g.dtype())).unaryMinus(), gradient, scale);
        return new Step<>(update, new State<>(state.count().plus(1L), curvature, x, gradient, rate, growth));
    }

    private static Tensor norm(Object squares) {
        Tensor sum = Tensors.scalar(0);
        for (Tensor leaf : Tree.flatten(squares).leaves()) {
            sum = sum.plus(leaf.to(DType.FLOAT64).sum());
        }
        return sum.sqrt();
    }

    /** What the estimate needs, for a choice inside programs. */
    record Estimate<P>(P diagonal, Key key) {}

    private P curvature(Tensor first, State<P> state, Info<P> info) {
        Objective<P> f = info.objective();
        P x = info.params();
        Key key = info.key();
        // The key goes in by the argument: what hangs on no argument is computed outside, in every step.
        return Gradus.cond(
                first,
                e -> Gradus.scan(
                                (P sum, Tensor k) -> new Scanned<>(
                                        Tree.axpy(
                                                1.0 / probes,
                                                sample(f, x, e.key().fold(k)),
                                                sum),
                                        k),
                                e.diagonal(),
                                Tensors.arange(probes).to(DType.INT64))
                        .carry(),
                e -> Tree.axpy(1 - decay, sample(f, x, e.key()), Tree.scale(decay, e.diagonal())),
                new Estimate<>(state.curvature(), key));
    }

    private static <P> P sample(Objective<P> f, P x, Key key) {
        Tree.Raveled<P> raveled = Tree.ravel(x);
        Tensor vector = raveled.vector();
        P z = raveled.unravel().apply(Random.rademacher(key, vector.size()).to(vector.dtype()));
        return Tree.map(Tensor::times, z, f.hvp(x, z));
    }

    @Override
    public boolean descends() {
        return true;
    }

    @Override
    public Set<Need> needs() {
        return sameBatch
                ? Set.of(Need.HESSIAN_VECTOR_PRODUCT, Need.KEY, Need.GRADIENT_FUNCTION)
                : Set.of(Need.HESSIAN_VECTOR_PRODUCT, Need.KEY);
    }

    @Override
    public String name() {
        return "OASIS";
    }
}
