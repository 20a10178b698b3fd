package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Optimizer;
import org.gradus.optim.ScaleByLearningRate;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Linearized;
import org.gradus.tree.Tree;

/**
 * The shortest step that brings many conditions lᵢ(θ) = 0 nearer at once, in the directions that matter most (Sven: Singular
 * Value Descent as a Computationally Efficient Natural Gradient Method, 2026):
 *
 * <pre>
 * J = ∂l/∂θ {@code [B, n]} = U·Σ·Vᵀ,   u = −α·V_k·Σ_k⁻¹·U_kᵀ·l
 * </pre>
 *
 * <p>with the k largest singular values that are above {@code tolerance} of the largest. Conditions are losses of examples,
 * signed residuals, or any list of numbers that should be 0. Of residuals with α = 1 it is the Gauss–Newton step where n &lt; B, and
 * the shortest step to J·u = −l where n &gt; B; one condition gives a step of Polyak's kind, −α·l·g/‖g‖². For squared losses r²
 * the step is half that of the residuals, so α may be up to 2. The gradient that it is given counts for its structure only.
 *
 * <p>Two ways to the singular values: {@link Exact}, from the smaller of J·Jᵀ and Jᵀ·J, takes B reverse passes and B·n numbers;
 * {@link Randomized} (Halko, Martinsson and Tropp, 2011) takes about 2·k passes whatever B is. Variant: the paper's abstract has
 * losses of examples; the caller's function decides.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param conditions l of parameters and data, a vector {@code [B]} or any tensor of B numbers
 * @param learningRate α, of the step number; 1 solves linear residuals, 0.1 to 1 is usual
 * @param rank k, one or more; half of B to B is usual
 * @param tolerance of singular values in proportion to the largest, in [0, 1); 1e-3 by default
 * @param range how singular values are found; {@link Exact} by default
 * @param usesData whether conditions are a function of the step's data
 */
public record Sven<P, D>(
        Fn2<P, D, Tensor> conditions, Schedule learningRate, int rank, double tolerance, Range range, boolean usesData)
        implements Optimizer<P, Sven.State> {

    /** A way to the largest singular values. */
    public sealed interface Range {}

    /** All of J, and the eigenvalues of its smaller product with itself. */
    public record Exact() implements Range {}

    /**
     * Products of J with random vectors.
     *
     * @param oversampling vectors beyond k, zero or more; 8 is usual
     * @param powers rounds of J·Jᵀ that part large from small singular values, zero or more; 1 or 2 are usual
     */
    public record Randomized(int oversampling, int powers) implements Range {
        /**
         * Checks the numbers.
         *
         * @throws ArgumentException when one is negative
         */
        public Randomized {
            if (oversampling < 0 || powers < 0) {
                throw new ArgumentException(
                        "Sven: an oversampling of " + oversampling + " with " + powers + " powers",
                        "give numbers of zero or more, as 8 and 1");
            }
        }
    }

    /**
     * The state: nothing that the next step needs, but what one wants to see.
     *
     * @param spectrum the k largest singular values of the last step, falling, 0 where there are fewer, f64
     * @param kept how many of them were above the tolerance, an i64 scalar
     */
    public record State(Tensor spectrum, Tensor kept) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Sven {
        if (rank < 1 || !(tolerance >= 0 && tolerance < 1)) {
            throw new ArgumentException(
                    "Sven: a rank of " + rank + " and a tolerance of " + tolerance,
                    "give a rank of one or more and a tolerance in [0, 1), as 1e-3");
        }
        // Refuses constants that are not positive.
        var _ = new ScaleByLearningRate<P>(learningRate);
    }

    /**
     * Conditions on parameters alone.
     *
     * @param <P> the parameters' type
     * @param conditions l
     * @param learningRate α
     * @param rank k
     * @return the method with a tolerance of 1e-3
     */
    public static <P> Sven<P, Object> of(Fn<P, Tensor> conditions, double learningRate, int rank) {
        return new Sven<>(
                (p, _) -> conditions.apply(p), Schedules.constant(learningRate), rank, 1e-3, new Exact(), false);
    }

    /**
     * Conditions on parameters and the data of each step.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param conditions l
     * @param learningRate α
     * @param rank k
     * @return the method with a tolerance of 1e-3
     */
    public static <P, D> Sven<P, D> of(Fn2<P, D, Tensor> conditions, double learningRate, int rank) {
        return new Sven<>(conditions, Schedules.constant(learningRate), rank, 1e-3, new Exact(), true);
    }

    /**
     * Fewer conditions, each the sum of neighboring ones: B of them need B·n numbers.
     *
     * @param conditions B numbers
     * @param groups how many sums; it divides B
     * @return {@code [groups]}
     * @throws ShapeException when it does not
     */
    public static Tensor grouped(Tensor conditions, int groups) {
        if (groups < 1 || conditions.size() % groups != 0) {
            throw new ShapeException(
                    "Sven: " + conditions.size() + " conditions in " + groups + " groups",
                    "give a number of groups that divides the number of conditions");
        }
        return conditions.reshape(groups, conditions.size() / groups).sum(1);
    }

    @Override
    public State init(P params) {
        return new State(Tensors.zeros(rank), Tensors.zeros(rank).countNonZero());
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        D data = usesData ? (D) info.data() : null;
        Tree.Raveled<P> raveled = Tree.ravel(info.params());
        DType type = raveled.vector().dtype();
        Fn<Tensor, Tensor> flat = w -> {
            Tensor l = conditions.apply(raveled.unravel().apply(w), data);
            return l.reshape(l.size()).to(DType.FLOAT64);
        };
        Tensor rate = learningRate.at(info.step()).to(DType.FLOAT64);
        Found found = switch (range) {
            case Exact() -> exact(flat, raveled.vector());
            case Randomized(int more, int powers) -> randomized(flat, raveled.vector(), more, powers, info);
        };
        Tensor update = found.step().times(rate.unaryMinus()).to(type);
        return new Step<>(raveled.unravel().apply(update), found.state());
    }

    /** J⁺·l and what was seen on the way. */
    private record Found(Tensor step, State state) {}

    private Found exact(Fn<Tensor, Tensor> flat, Tensor at) {
        Tensor l = flat.apply(at);
        Tensor j = Gradus.jacobianReverse(flat).apply(at).to(DType.FLOAT64);
        return solved(j, l);
    }

    /** By the smaller product of a matrix with itself. */
    private Found solved(Tensor j, Tensor l) {
        boolean wide = j.dim(0) <= j.dim(1);
        Linalg.Eigh eigen = Linalg.eigh(wide ? j.matmul(j.t()) : j.t().matmul(j));
        int k = Math.min(rank, eigen.values().dim(0));
        Tensor squares = Tensors.maximum(eigen.values().flip(0).slice(0, 0, k), Tensors.scalar(0));
        Tensor vectors = eigen.vectors().flip(1).slice(1, 0, k);
        Tensor above = squares.gt(squares.max().times(tolerance * tolerance));
        Tensor inverse = Tensors.where(above, Tensors.div(1, Tensors.where(above, squares, 1)), 0);
        Tensor step = wide
                ? vectors.matmul(inverse.times(vectors.t().matmul(l))).matmul(j)
                : vectors.matmul(inverse.times(vectors.t().matmul(l.matmul(j))));
        Tensor spectrum = Tensors.where(
                squares.gt(0), Tensors.where(squares.gt(0), squares, 1).sqrt(), 0);
        Tensor padded = k == rank ? spectrum : Tensors.concatenate(0, spectrum, Tensors.zeros(rank - k));
        return new Found(step, new State(padded, above.countNonZero()));
    }

    /** The range of J first: with orthonormal Q, the singular values of QᵀJ are the largest of J, and U = Q times its own. */
    private Found randomized(Fn<Tensor, Tensor> flat, Tensor at, int more, int powers, Info<P> info) {
        Linearized<Tensor, Tensor> l = Gradus.linearize(flat, at);
        int width = Math.min(rank + more, Math.min(l.value().size(), at.size()));
        Fn<Tensor, Tensor> forward = Gradus.vmap((Tensor v) -> l.pushforward(v));
        Fn<Tensor, Tensor> backward = Gradus.vmap((Tensor v) -> l.pullback(v));
        Tensor probes = Random.normal(info.key(), width, at.size()).to(at.dtype());
        Tensor q = Linalg.qr(forward.apply(probes).t()).q();
        for (int i = 0; i < powers; i++) {
            Tensor back = Linalg.qr(backward.apply(q.t()).to(DType.FLOAT64).t()).q();
            q = Linalg.qr(forward.apply(back.t().to(at.dtype())).t()).q();
        }
        Tensor small = backward.apply(q.t()).to(DType.FLOAT64);
        return solved(small, l.value().matmul(q));
    }

    @Override
    public Set<Need> needs() {
        if (range instanceof Randomized) {
            return usesData ? Set.of(Need.DATA, Need.KEY) : Set.of(Need.KEY);
        }
        return usesData ? Set.of(Need.DATA) : Set.of();
    }
}
