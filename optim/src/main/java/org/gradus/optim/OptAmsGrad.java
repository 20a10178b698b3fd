package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * AMSGrad that steps ahead along a prediction of the next gradient (Wang, Li, Wu and Li 2019, OPT-AMSGrad).
 *
 * <p>θ ← β₁·θ + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·(g − m)², m the prediction made for g; v̂ ← max(v̂, v);
 * w̃ ← w̃ − α·θ/(√v̂ + ε); m' = the prediction of the next gradient; w ← w̃ − α'·h/(√v̂ + ε) with
 * h = β₁·θ_before + (1 − β₁)·m', α' the next learning rate. No correction for the start. Variant: θ_before or θ in h is
 * from memory of the paper; both are there. The driver moves w; bounds, if any, are applied to w̃ and w.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param predictor of the next gradient
 * @param current whether h has θ instead of θ_before
 * @param bound the largest |entry| of w̃ and w, positive; none by default
 */
public record OptAmsGrad<P>(
        Schedule learningRate, double b1, double b2, double epsilon, Predictor predictor, boolean current, double bound)
        implements Optimizer<P, OptAmsGrad.State<P>> {

    /** How the next gradient is predicted. */
    public sealed interface Predictor {}

    /** By zero: AMSGrad. */
    public record Zero() implements Predictor {}

    /** By the last gradient. */
    public record Last() implements Predictor {}

    /**
     * By regularized minimal polynomial extrapolation of the last gradients, see {@link #extrapolate}.
     *
     * @param gradients r, two or more; 5 in the paper
     * @param regularization relative to the trace of UᵀU; 1e-8 to 1e-3
     */
    public record Extrapolated(int gradients, double regularization) implements Predictor {
        /**
         * Checks the numbers.
         *
         * @throws org.gradus.error.ArgumentException when one is out of its range
         */
        public Extrapolated {
            Settings.atLeast("OptAmsGrad", "gradients", 2, gradients);
            Settings.positive("OptAmsGrad", "regularization", regularization);
        }
    }

    /**
     * By a known sequence, for tests of the idea.
     *
     * @param next the gradient after a step, of the number of steps made
     */
    public record Oracle(Schedule next) implements Predictor {}

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param momentum θ
     * @param square v
     * @param largest v̂
     * @param half w̃
     * @param prediction m
     * @param history the last gradients as vectors, oldest first; zeros before the start
     * @param count steps made, an i64 scalar
     */
    public record State<P>(P momentum, P square, P largest, P half, P prediction, List<Tensor> history, Tensor count) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public OptAmsGrad {
        Schedules.checkPositive("OptAmsGrad", "learning rate", learningRate);
        Settings.decay("OptAmsGrad", "b1", b1);
        Settings.decay("OptAmsGrad", "b2", b2);
        Settings.notNegative("OptAmsGrad", "epsilon", epsilon);
        if (bound != Double.POSITIVE_INFINITY) {
            Settings.positive("OptAmsGrad", "bound", bound);
        }
    }

    /**
     * The usual settings, extrapolating from five gradients.
     *
     * @param learningRate α, of the step number
     */
    public OptAmsGrad(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8, new Extrapolated(5, 1e-6), false, Double.POSITIVE_INFINITY);
    }

    /**
     * The limit of a sequence that converges linearly: with U = [x₁ − x₀, …], (UᵀU + λI)z = 1, c = z/Σz, the result is
     * Σ cᵢ·xᵢ over all but the last point. Exact for x' − x* = G(x − x*) with G of rank up to the number of differences
     * and λ = 0. Where all points are equal the last one is returned.
     *
     * @param points x₀, x₁ …, vectors, two or more, oldest first
     * @param regularization λ
     * @param relative whether λ is multiplied by the trace of UᵀU
     * @return a vector
     */
    public static Tensor extrapolate(List<Tensor> points, double regularization, boolean relative) {
        Settings.atLeast("extrapolate", "points", 2, points.size());
        List<Tensor> differences = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            differences.add(points.get(i).minus(points.get(i - 1)));
        }
        int r = differences.size();
        Tensor u = Tensors.stack(0, differences);
        Tensor gram = u.matmul(u.t());
        Tensor trace = gram.times(Tensors.eye(r).to(gram.dtype())).sum();
        Tensor still = trace.eq(0);
        Tensor lambda = relative
                ? trace.times(regularization).plus(1e-300)
                : Tensors.onesLike(trace).times(regularization);
        Tensor eye = Tensors.eye(r).to(gram.dtype());
        Tensor regular = Tensors.where(still, eye, gram.plus(eye.times(lambda)));
        Tensor z = Linalg.solve(regular, Tensors.ones(r, 1).to(gram.dtype())).reshape(r);
        Tensor c = z.div(z.sum());
        Tensor first = Tensors.stack(0, points.subList(0, r));
        return Tensors.where(still, points.getLast(), c.matmul(first));
    }

    @Override
    public State<P> init(P params) {
        P zeros = Tree.zerosLike(params);
        List<Tensor> history = new ArrayList<>();
        if (predictor instanceof Extrapolated(int gradients, double _)) {
            Tensor empty = Tree.ravel(zeros).vector();
            for (int i = 0; i <= gradients; i++) {
                history.add(empty);
            }
        }
        return new State<>(zeros, zeros, zeros, params, zeros, history, Leaves.none());
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        Tensor later = learningRate.at(info.step().plus(1L)).to(DType.FLOAT64);
        List<P> out = Leaves.map(
                in -> {
                    Tensor theta = in[1].times(b1).plus(in[0].times(1 - b1));
                    Tensor miss = in[0].minus(in[4]);
                    Tensor v = in[2].times(b2).plus(miss.square().times(1 - b2));
                    Tensor largest = Tensors.maximum(in[3], v);
                    Tensor half = bounded(in[5].plus(Leaves.down(rate, divided(theta, largest))));
                    return new Tensor[] {theta, v, largest, half};
                },
                gradient,
                state.momentum(),
                state.square(),
                state.largest(),
                state.prediction(),
                state.half());
        List<Tensor> history = remembered(gradient, state.history());
        Tensor count = state.count().plus(1L);
        P prediction = predicted(gradient, history, count);
        P momentum = current ? out.get(0) : state.momentum();
        P update = Leaves.one(
                in -> {
                    Tensor h = in[0].times(b1).plus(in[1].times(1 - b1));
                    return bounded(in[3].plus(Leaves.down(later, divided(h, in[2]))))
                            .minus(in[4]);
                },
                momentum,
                prediction,
                out.get(2),
                out.get(3),
                info.params());
        return new Step<>(
                update, new State<>(out.get(0), out.get(1), out.get(2), out.get(3), prediction, history, count));
    }

    private Tensor divided(Tensor x, Tensor square) {
        Tensor root = square.sqrt().plus(epsilon);
        Tensor none = root.eq(0);
        return Tensors.where(none, 0, x.div(Tensors.where(none, 1, root)));
    }

    private Tensor bounded(Tensor x) {
        return bound == Double.POSITIVE_INFINITY ? x : x.clamp(-bound, bound);
    }

    private static <P> List<Tensor> remembered(P gradient, List<Tensor> history) {
        if (history.isEmpty()) {
            return history;
        }
        List<Tensor> next = new ArrayList<>(history.subList(1, history.size()));
        next.add(Tree.ravel(gradient).vector());
        return next;
    }

    private P predicted(P gradient, List<Tensor> history, Tensor count) {
        return switch (predictor) {
            case Zero() -> Tree.zerosLike(gradient);
            case Last() -> gradient;
            case Oracle(Schedule next) ->
                Tree.map(g -> Tensors.zerosLike(g).plus(next.at(count).to(g.dtype())), gradient);
            case Extrapolated(int _, double regularization) -> {
                Tree.Raveled<P> raveled = Tree.ravel(gradient);
                // Until the window is full, what lies before the start would be taken for gradients.
                Tensor full = count.ge((double) history.size());
                Tensor guess = extrapolate(history, regularization, true);
                yield raveled.unravel().apply(Tensors.where(full, guess, raveled.vector()));
            }
        };
    }
}
