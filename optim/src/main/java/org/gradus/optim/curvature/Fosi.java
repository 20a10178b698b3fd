package org.gradus.optim.curvature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * FOSI: Newton's method in the few directions of extreme curvature, any first-order method in the rest (Sivan, Gabel and Schuster,
 * FOSI: Hybrid First and Second Order Optimization, 2023, Algorithm 2).
 *
 * <pre>
 * U, λ: eigenvectors of the k largest and l smallest eigenvalues of the Hessian
 * g₁ = U·Uᵀg,  g₂ = g − g₁
 * v ← β·v + g₁,  d₁ = −α·U·diag(1/|λ|)·Uᵀv
 * d₂ = base(g₂),  d₂ ← d₂ − U·Uᵀd₂
 * u = s·d₂ + d₁
 * </pre>
 *
 * <p>The base method sees a problem without the extreme directions, so a learning rate that suits the largest of the remaining
 * curvatures; s = min(λ_max/λ_k, most), from 1, lets the base rate grow by as much as is known of that. The eigenpairs come
 * from Lanczos' method with full reorthogonalization, of max(4(k + l), 2·ln n) products, every {@code period} steps from step
 * {@code period} on; before, and with k + l = 0, it is the base method.
 *
 * @param <P> the parameters' type
 * @param <S> the base method's state type
 * @param base a complete method with its learning rate, as {@code new Sgd<>(0.1, 0.9)}
 * @param settings how many directions, how often, how far
 */
public record Fosi<P, S>(GradientTransformation<P, S> base, Settings settings)
        implements GradientTransformation<P, Fosi.State<S>> {

    /**
     * The settings.
     *
     * @param largest k, zero or more; 10 by default
     * @param smallest l, zero or more; 0 by default
     * @param period steps between eigenpairs, one or more; 100 by default
     * @param warmUp steps of the base method alone before the first eigenpairs, zero or more; the period by default
     * @param alpha α above 0; 0.1 by default, the official code's; 1 is Newton's step, right on quadratics
     * @param momentum β in [0, 1) of the Newton part; 0.9 by default
     * @param averaged whether g₁ enters v with the factor 1 − β, as suits Adam; false as suits the heavy ball
     * @param most how far the base learning rate may grow, 1 or more; 3 by default, the official code's for the heavy ball
     *     (1 for Adam)
     */
    public record Settings(
            int largest,
            int smallest,
            int period,
            int warmUp,
            double alpha,
            double momentum,
            boolean averaged,
            double most) {

        /**
         * Checks the settings.
         *
         * @throws ArgumentException when one is out of its range
         */
        public Settings {
            if (largest < 0 || smallest < 0 || period < 1 || warmUp < 0) {
                throw new ArgumentException(
                        "FOSI: " + largest + " largest and " + smallest + " smallest eigenvalues every " + period
                                + " steps after " + warmUp,
                        "give counts of zero or more, and a period of one or more");
            }
            if (!(alpha > 0 && momentum >= 0 && momentum < 1 && most >= 1)) {
                throw new ArgumentException(
                        "FOSI: alpha " + alpha + ", momentum " + momentum + ", most " + most,
                        "alpha is above 0, momentum in [0, 1), most 1 or more");
            }
        }

        /** The official code's settings for the heavy ball. */
        public Settings() {
            this(10, 0, 100, 100, 0.1, 0.9, false, 3);
        }

        int pairs() {
            return largest + smallest;
        }
    }

    /**
     * The state.
     *
     * @param <S> the base method's state type
     * @param count updates made, an i64 scalar
     * @param inner the base method's state
     * @param velocity v {@code [n]}, f64
     * @param spectrum the eigenpairs; vectors of zeros before there are any
     */
    public record State<S>(Tensor count, S inner, Tensor velocity, Spectrum spectrum) {}

    /**
     * Extreme eigenpairs.
     *
     * @param vectors Uᵀ {@code [k + l, n]}, a vector a row: the l smallest, then the k largest, ascending
     * @param values λ {@code [k + l]}
     * @param scale s, a scalar
     */
    public record Spectrum(Tensor vectors, Tensor values, Tensor scale) {}

    /**
     * The heavy ball's settings.
     *
     * @param base a complete method
     */
    public Fosi(GradientTransformation<P, S> base) {
        this(base, new Settings());
    }

    /**
     * Checks the base method.
     *
     * @throws ArgumentException when it is no complete method
     */
    public Fosi {
        if (!base.descends()) {
            throw new ArgumentException(
                    "FOSI: the base method " + base.name() + " has no learning rate",
                    "give a complete method, as new Sgd<>(0.1, 0.9)");
        }
    }

    @Override
    public State<S> init(P params) {
        int n = Tree.size(params);
        int pairs = settings.pairs();
        if (pairs > n) {
            throw new ArgumentException(
                    "FOSI: " + pairs + " eigenpairs of a Hessian of " + n + " rows", "ask for " + n + " at most");
        }
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        Spectrum spectrum = new Spectrum(Tensors.zeros(pairs, n), Tensors.ones(pairs), Tensors.scalar(1));
        return new State<>(none, base.init(params), Tensors.zeros(n), spectrum);
    }

    @Override
    public Step<P, State<S>> update(P gradient, State<S> state, Info<P> info) {
        if (settings.pairs() == 0) {
            Step<P, S> step = base.update(gradient, state.inner(), info);
            return new Step<>(
                    step.update(),
                    new State<>(state.count().plus(1L), step.state(), state.velocity(), state.spectrum()));
        }
        Spectrum spectrum = spectrum(state, info);
        Tensor u = spectrum.vectors();
        Tree.Raveled<P> raveled = Tree.ravel(gradient);
        Tensor g = raveled.vector().to(DType.FLOAT64);
        Tensor within = u.matmul(g).matmul(u);
        Step<P, S> step = base.update(like(raveled, g.minus(within)), state.inner(), info);
        Tensor rest = Tree.ravel(step.update()).vector().to(DType.FLOAT64);
        rest = rest.minus(u.matmul(rest).matmul(u));

        Tensor entering = settings.averaged() ? within.times(1 - settings.momentum()) : within;
        Tensor velocity = state.velocity().times(settings.momentum()).plus(entering);
        Tensor newton =
                u.matmul(velocity).div(spectrum.values().abs()).matmul(u).times(-settings.alpha());
        return new Step<>(
                like(raveled, rest.times(spectrum.scale()).plus(newton)),
                new State<>(state.count().plus(1L), step.state(), velocity, spectrum));
    }

    private static <P> P like(Tree.Raveled<P> raveled, Tensor vector) {
        return raveled.unravel().apply(vector.to(raveled.vector().dtype()));
    }

    /** What the search needs, for a choice inside programs. */
    record Search(Spectrum before, Key key) {}

    private Spectrum spectrum(State<S> state, Info<P> info) {
        Tensor since = state.count().minus((long) settings.warmUp());
        Tensor due =
                since.ge(0L).and(Tensors.mod(since, (long) settings.period()).eq(0L));
        Objective<P> f = info.objective();
        P x = info.params();
        Key key = info.key();
        // The key goes in by the argument: what hangs on no argument is computed outside, in every step.
        return Gradus.cond(due, s -> extremes(f, x, s.key()), Search::before, new Search(state.spectrum(), key));
    }

    /** The steps are traced: no step may look at a number, so the space is not cut short when it is invariant. */
    private Spectrum extremes(Objective<P> f, P x, Key key) {
        Tree.Raveled<P> raveled = Tree.ravel(x);
        int n = raveled.vector().size();
        int order = Math.min(n, Math.max(4 * settings.pairs(), (int) (2 * Math.log(n))));
        Tensor v = unit(Random.normal(key, n), Tensors.zeros(n));
        List<Tensor> basis = new ArrayList<>(List.of(v));
        List<Tensor> products = new ArrayList<>();
        for (int k = 0; k < order; k++) {
            Tensor product =
                    Tree.ravel(f.hvp(x, like(raveled, basis.get(k)))).vector().to(DType.FLOAT64);
            products.add(product);
            if (k < order - 1) {
                Tensor all = Tensors.stack(0, basis);
                Tensor w = product;
                for (int pass = 0; pass < 2; pass++) {
                    w = w.minus(all.matmul(w).matmul(all));
                }
                basis.add(unit(w, product));
            }
        }
        Tensor q = Tensors.stack(0, basis);
        Tensor t = q.matmul(Tensors.stack(0, products).t());
        Linalg.Eigh eigen = Linalg.eigh(t.plus(t.t()).times(0.5));
        Tensor vectors = eigen.vectors().t().matmul(q);
        int largest = settings.largest();
        List<Tensor> rows = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < settings.pairs(); i++) {
            int index = i < settings.smallest() ? i : order - largest + i - settings.smallest();
            rows.add(vectors.get(index));
            values.add(eigen.values().get(index));
        }
        Tensor ratio = largest == 0
                ? Tensors.scalar(1)
                : values.get(values.size() - 1)
                        .abs()
                        .div(values.get(settings.smallest()).abs());
        Tensor scale = Tensors.minimum(Tensors.maximum(ratio, Tensors.scalar(1)), Tensors.scalar(settings.most()));
        return new Spectrum(Tensors.stack(0, rows), Tensors.stack(0, values), scale);
    }

    /** w at length 1; zero where nothing but rounding is left of a product, which ends the space. */
    private static Tensor unit(Tensor w, Tensor product) {
        Tensor norm = Tree.norm(w);
        Tensor some = norm.gt(Tree.norm(product).times(1e-12));
        return Tensors.where(some, w.div(norm), Tensors.zerosLike(w));
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new HashSet<>(base.needs());
        needs.add(Need.HESSIAN_VECTOR_PRODUCT);
        needs.add(Need.KEY);
        return Set.copyOf(needs);
    }

    @Override
    public boolean descends() {
        return true;
    }

    @Override
    public String name() {
        return "FOSI of " + base.name();
    }
}
